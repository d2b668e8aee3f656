import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./selector-with-endpoints";

test("selector-with-endpoints: the examples hold", () => {
  checkExamples(rule);
});

test("selector-with-endpoints: either of the two can go", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: STATIC
  workloadSelector:
    labels:
      app: api
  endpoints:
  - address: 10.0.0.1
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: STATIC
  workloadSelector:
    labels:
      app: api
`,
    { code: "selector-with-endpoints", title: "endpoints" },
  );
});
