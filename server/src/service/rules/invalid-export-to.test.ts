import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-export-to";

test("invalid-export-to: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-export-to: a repetition leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportTo: [shop, ., shop]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportTo: [shop, .]
`,
    { code: "invalid-export-to" },
  );
});
