import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./yaml-syntax";

test("yaml-syntax: the examples hold", () => {
  checkExamples(rule);
});

test("yaml-syntax: a regular expression gets single quotes", () => {
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
        regex: "/v\\d+/users"
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
        regex: '/v\\d+/users'
    route:
    - destination:
        host: api.example.com
`,
    { code: "yaml-syntax" },
  );
});

test("yaml-syntax: a value that begins with a reserved sign gets quotes", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - headers:
        x-group:
          exact: @admin # c
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
    - headers:
        x-group:
          exact: "@admin" # c
    route:
    - destination:
        host: api.example.com
`,
    { code: "yaml-syntax" },
  );
});
