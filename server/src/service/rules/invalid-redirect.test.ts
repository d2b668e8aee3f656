import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-redirect";

const CODE = "invalid-redirect";

function route(text: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  http:
  - name: first
${text}`;
}

const DESTINATION = "    route:\n    - destination: { host: finance.example.com }\n";

test("the examples hold", () => {
  checkExamples(rule);
});

test("a scheme is written in small letters", () => {
  const redirect = (scheme: string): string => route(`    redirect:\n      scheme: ${scheme}\n`);
  checkRepair(redirect("HTTPS"), redirect("https"), { code: CODE });
  checkRepair(redirect("https://"), redirect("https"), { code: CODE });
});

test("a port alone is a redirect", () => {
  checkFindings(route("    redirect: { port: 8443 }\n"), { codes: [CODE] });
  checkFindings(route("    redirect: { derivePort: FROM_REQUEST_PORT }\n"), { codes: [CODE] });
});

test("prefixRewrite wants a prefix, and no uri", () => {
  checkFindings(
    route(`    match:
    - uri: { exact: /old }
    redirect:
      uri: /new
      prefixRewrite: /new
      #<^^^^^^^^^^^ error invalid-redirect
      #<^^^^^^^^^^^ error invalid-redirect
`),
    { codes: [CODE] },
  );
  checkFindings(route("    match:\n    - uri: { prefix: /old }\n    redirect: { prefixRewrite: /new }\n"), {
    codes: [CODE],
  });
});

test("requests that are forwarded are no redirects", () => {
  checkFindings(route(DESTINATION), { codes: [CODE] });
});
