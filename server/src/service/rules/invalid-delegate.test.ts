import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-delegate";

const CODE = "invalid-delegate";

test("the examples hold", () => {
  checkExamples(rule);
});

const DELEGATE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout-routes
spec:
  http:
  - delegate:
    #<^^^^^^ error invalid-delegate
      name: deeper
`;

test("a delegate does not delegate", () => {
  checkFindings(DELEGATE, { codes: [CODE] });
});

test("what only fits a root VirtualService is removed", () => {
  const routes = "  http:\n  - route:\n    - destination: { host: checkout }\n";
  const head = DELEGATE.slice(0, DELEGATE.indexOf("  http:"));
  checkRepair(`${head}  gateways:\n  - egress\n${routes}`, head + routes, { code: CODE });
});
