import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./exclusive-fields";

test("exclusive-fields: the examples hold", () => {
  checkExamples(rule);
});

test("exclusive-fields: one of the two can be taken out", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - uri:
        prefix: /v1
        exact: /v1/users
    route:
    - destination:
        host: api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - uri:
        prefix: /v1
    route:
    - destination:
        host: api.example.com
`,
    { code: "exclusive-fields", title: "exact" },
  );
});
