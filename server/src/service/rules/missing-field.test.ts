import { test } from "node:test";
import { checkExamples, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./missing-field";

test("missing-field: the examples hold", () => {
  checkExamples(rule);
});

test("missing-field: a port takes its name from its protocol", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    protocol: HTTPS
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    protocol: HTTPS
    name: https
`,
    { code: "missing-field" },
  );
});

test("missing-field: a value that nothing tells is not invented", () => {
  checkNoRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  resolution: DNS
`,
    { code: "missing-field" },
  );
});
