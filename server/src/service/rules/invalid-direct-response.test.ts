import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./invalid-direct-response";

const CODE = "invalid-direct-response";

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

test("large bodies are told of, larger ones refused", () => {
  const body = (kind: string, size: number, expected: string): string =>
    route(`    directResponse:
      status: 200
      body:
        ${kind}: ${"a".repeat(size)}
${expected}`);
  checkFindings(body("string", 102_400, ""), { codes: [CODE] });
  checkFindings(body("string", 102_401, "        #<^^^^ warning invalid-direct-response\n"), { codes: [CODE] });
  checkFindings(body("string", 1_048_577, "        #<^^^^ error invalid-direct-response\n"), { codes: [CODE] });
  checkFindings(body("bytes", 136_536, "        #<^^^ warning invalid-direct-response\n"), { codes: [CODE] });
});

test("Istio's check lets 600 pass", () => {
  checkFindings(route("    directResponse: { status: 600 }\n"), { codes: [CODE] });
});

test("a response beside other routes is judged alone", () => {
  checkFindings(route(DESTINATION), { codes: [CODE] });
});
