import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-subset";

const CODE = "invalid-subset";

test("the examples hold", () => {
  checkExamples(rule);
});

test("a destination's subset is judged too, unless it is left out or templated", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  http:
  - route:
    - destination:
        host: finance.example.com
        subset: v_1
        #       ^^^ error invalid-subset
      weight: 10
    - destination:
        host: finance.example.com
        subset: ""
      weight: 10
    - destination:
        host: finance.example.com
        subset: \${SUBSET}
`,
    { codes: [CODE] },
  );
});

test("a malformed name becomes a label, keeping its quotes", () => {
  const before = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.example.com
  subsets:
  - name: 'v1.0_beta'
`;
  checkRepair(before, before.replace("v1.0_beta", "v1-0-beta"), { code: CODE });
});
