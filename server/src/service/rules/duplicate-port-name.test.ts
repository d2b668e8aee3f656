import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./duplicate-port-name";

test("the examples hold", () => {
  checkExamples(rule);
});

test("the second port is named after its number", () => {
  const before = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  servers:
  - port: { number: 443, name: "tls", protocol: TLS }
    hosts: [a.example.com]
    tls: { mode: PASSTHROUGH }
  - port: { number: 8443, name: "tls", protocol: TLS }
    hosts: [b.example.com]
    tls: { mode: PASSTHROUGH }
`;
  checkRepair(before, before.replace('8443, name: "tls"', '8443, name: "tls-8443"'), { code: "duplicate-port-name" });
});
