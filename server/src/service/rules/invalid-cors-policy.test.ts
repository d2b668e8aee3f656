import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-cors-policy";

const CODE = "invalid-cors-policy";

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

const cors = (text: string): string => route(`    corsPolicy:\n${text}${DESTINATION}`);

test("methods are written in capitals, unknown ones go", () => {
  checkRepair(cors("      allowMethods: [GET, 'put']\n"), cors("      allowMethods: [GET, 'PUT']\n"), { code: CODE });
  checkRepair(cors("      allowMethods:\n      - GET\n      - FETCH\n"), cors("      allowMethods:\n      - GET\n"), {
    code: CODE,
  });
});

test("a lifetime is rounded up to whole seconds", () => {
  checkRepair(cors("      maxAge: 1500ms\n"), cors("      maxAge: 2s\n"), { code: CODE });
});
