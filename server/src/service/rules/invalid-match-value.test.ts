import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-match-value";

const CODE = "invalid-match-value";

test("the examples hold", () => {
  checkExamples(rule);
});

function route(text: string, gateways = "[mesh]"): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  gateways: ${gateways}
  http:
  - route:
    - destination: { host: finance.example.com }
${text}`;
}

test("expressions of every place are read", () => {
  checkFindings(
    route(`    match:
    - uri: { regex: "" }
      #             ^^ error invalid-match-value
      authority: { regex: "(" }
      #                   ^^^ error invalid-match-value
      queryParams:
        q: { regex: '(a)\\1' }
        #           ^^^^^^^ error invalid-match-value
      withoutHeaders:
        x-debug: { regex: "?" }
        #                 ^^^ error invalid-match-value
    rewrite:
      uriRegexRewrite:
        match: "["
        #      ^^^ error invalid-match-value
        rewrite: /
`),
    { codes: [CODE] },
  );
});

test("prefixes other than a uri's are not empty", () => {
  checkFindings(
    route(`    match:
    - method: { prefix: "" }
      #                 ^^ error invalid-match-value
    corsPolicy:
      allowOrigins:
      - exact: ""
      # ^^^^^ error invalid-match-value
`),
    { codes: [CODE] },
  );
  const header = (match: string): string => route(`    match:\n    - headers:\n        x-team: ${match}\n`);
  checkRepair(header('{ prefix: "" }'), header("{  }"), { code: CODE });
});

test("claims are for gateways", () => {
  const claims = `    match:
    - withoutHeaders:
        '@request.auth.claims[iss]': { exact: a }
`;
  checkFindings(route(claims, "[shop/egress]"), { codes: [CODE] });
});

test("a source namespace is one name", () => {
  checkFindings(
    route(`    match:
    - sourceNamespace: shop, checkout
      #                ^^^^^^^^^^^^^^ error invalid-match-value
`),
    { codes: [CODE] },
  );
});
