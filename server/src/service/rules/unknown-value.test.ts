import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-value";

test("unknown-value: the examples hold", () => {
  checkExamples(rule);
});

test("unknown-value: a value in other letters is corrected, its quotes kept", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  location: 'mesh_external'
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  location: 'MESH_EXTERNAL'
`,
    { code: "unknown-value" },
  );
});
