import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./invalid-selector";

test("invalid-selector: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-selector: a selector without labels selects everything", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  resolution: STATIC
  workloadSelector: {}
  #<^^^^^^^^^^^^^^ warning invalid-selector
`,
    { codes: ["invalid-selector"] },
  );
});
