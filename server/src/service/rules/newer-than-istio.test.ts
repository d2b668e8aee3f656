import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./newer-than-istio";

test("newer-than-istio: the examples hold", () => {
  checkExamples(rule);
});

test("newer-than-istio: an older Istio lacks what a newer one brought", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: ["*.example.com"]
  resolution: DYNAMIC_DNS
              #<^^^^^^^^^ warning newer-than-istio
`,
    { codes: ["newer-than-istio"], settings: { istioVersion: "1.27" } },
  );
});
