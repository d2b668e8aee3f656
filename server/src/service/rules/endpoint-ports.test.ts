import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./endpoint-ports";

test("endpoint-ports: the examples hold", () => {
  checkExamples(rule);
});

test("endpoint-ports: the only port name there is takes the place of a wrong one", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
    ports:
      http: 8443
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
    ports:
      https: 8443
`,
    { code: "endpoint-ports" },
  );
});
