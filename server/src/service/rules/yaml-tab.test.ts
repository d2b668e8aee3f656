import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./yaml-tab";

test("yaml-tab: the examples hold", () => {
  checkExamples(rule);
});

test("yaml-tab: tabs become the steps of the document", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
\thosts:
\t- api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts:
  - api.example.com
`,
    { code: "yaml-tab" },
  );
});
