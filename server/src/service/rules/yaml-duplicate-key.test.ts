import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./yaml-duplicate-key";

test("yaml-duplicate-key: the examples hold", () => {
  checkExamples(rule);
});

test("yaml-duplicate-key: a plain repetition leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: DNS
  hosts: [api.example.com]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  resolution: DNS
  hosts: [api.example.com]
`,
    { code: "yaml-duplicate-key" },
  );
});
