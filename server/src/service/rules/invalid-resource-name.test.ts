import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-resource-name";

test("invalid-resource-name: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-resource-name: capitals become lower case", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: API
spec:
  hosts: [api.example.com]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
`,
    { code: "invalid-resource-name" },
  );
});
