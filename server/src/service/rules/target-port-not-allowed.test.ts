import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./target-port-not-allowed";

test("target-port-not-allowed: the examples hold", () => {
  checkExamples(rule);
});

test("target-port-not-allowed: the field leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api
spec:
  servers:
  - port:
      number: 443
      name: tls
      protocol: TLS
      targetPort: 8443
    hosts: [api.example.com]
    tls:
      mode: PASSTHROUGH
`,
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api
spec:
  servers:
  - port:
      number: 443
      name: tls
      protocol: TLS
    hosts: [api.example.com]
    tls:
      mode: PASSTHROUGH
`,
    { code: "target-port-not-allowed" },
  );
});
