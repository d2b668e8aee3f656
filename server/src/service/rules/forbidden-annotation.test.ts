import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./forbidden-annotation";

test("forbidden-annotation: the examples hold", () => {
  checkExamples(rule);
});

test("forbidden-annotation: the annotation leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  annotations:
    example.com/owner: payments
    istio.io/dry-run: "true"
spec:
  hosts: [api.example.com]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  annotations:
    example.com/owner: payments
spec:
  hosts: [api.example.com]
`,
    { code: "forbidden-annotation" },
  );
});
