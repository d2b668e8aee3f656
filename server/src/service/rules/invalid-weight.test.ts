import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-weight";

const CODE = "invalid-weight";

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

test("the requests are shared evenly", () => {
  checkRepair(
    route(`    route:
    - destination: { host: a.example.com }
      weight: 0
    - destination: { host: b.example.com }
    - { destination: { host: c.example.com } }
`),
    route(`    route:
    - destination: { host: a.example.com }
      weight: 34
    - destination: { host: b.example.com }
      weight: 33
    - { destination: { host: c.example.com }, weight: 33 }
`),
    { code: CODE },
  );
});

test("one destination needs no weight, and a template may hold it", () => {
  checkFindings(route(DESTINATION), { codes: [CODE] });
  checkFindings(route(`${DESTINATION}    - destination: { host: "\${HOST}" }\n`), { codes: [CODE] });
});
