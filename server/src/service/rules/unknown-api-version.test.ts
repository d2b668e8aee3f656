import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-api-version";

test("unknown-api-version: the examples hold", () => {
  checkExamples(rule);
});

test("unknown-api-version: the served version is written", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v2
kind: ServiceEntry
metadata:
  name: api
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
    { code: "unknown-api-version" },
  );
});
