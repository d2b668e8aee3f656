import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./deprecated-api-version";

test("deprecated-api-version: the examples hold", () => {
  checkExamples(rule);
});

test("deprecated-api-version: the stable version is written, in the same quotes", () => {
  checkRepair(
    `apiVersion: "networking.istio.io/v1beta1"
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
`,
    `apiVersion: "networking.istio.io/v1"
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
`,
    { code: "deprecated-api-version" },
  );
});
