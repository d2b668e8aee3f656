import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./yaml-alias";

test("yaml-alias: the examples hold", () => {
  checkExamples(rule);
});

test("yaml-alias: a wildcard gets its quotes", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [*.example.com, api.example.com]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: ["*.example.com", api.example.com]
`,
    { code: "yaml-alias" },
  );
});

test("yaml-alias: a host that begins with a star", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api
  namespace: shop
spec:
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts:
    - *.example.com
      #<^^^^^^^^^^^ error yaml-alias
`,
    { codes: ["yaml-alias"] },
  );
});
