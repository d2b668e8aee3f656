import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-percentage";

const CODE = "invalid-percentage";

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

test("percentages are brought into their range", () => {
  const fault = (value: string): string =>
    route(`    fault: { abort: { httpStatus: 500, percentage: { value: ${value} } } }\n${DESTINATION}`);
  checkRepair(fault("150"), fault("100"), { code: CODE });
  checkRepair(fault("-1"), fault("0"), { code: CODE });
  checkRepair(fault("0.00001"), fault("0.0001"), { code: CODE });
  checkFindings(fault("0"), { codes: [CODE] });
});

test("a mirror may have any small share", () => {
  checkFindings(
    route(`    mirrors:
    - destination: { host: shadow.example.com }
      percentage: { value: 0.00001 }
    - destination: { host: shadow.example.com }
      percentage: { value: 100.5 }
      #                    ^^^^^ error invalid-percentage
${DESTINATION}`),
    { codes: [CODE] },
  );
});
