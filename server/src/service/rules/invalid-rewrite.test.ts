import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-rewrite";

const CODE = "invalid-rewrite";

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

test("an empty rewrite goes", () => {
  checkRepair(route(`    rewrite: {}\n${DESTINATION}`), route(DESTINATION), { code: CODE });
});

test("an expression needs both of its parts", () => {
  checkFindings(
    route(`    rewrite:
      uriRegexRewrite:
      #<^^^^^^^^^^^^^ error invalid-rewrite
        match: ^/v1
        rewrite: ""
${DESTINATION}`),
    { codes: [CODE] },
  );
});
