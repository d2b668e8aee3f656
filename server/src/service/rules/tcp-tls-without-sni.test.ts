import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./tcp-tls-without-sni";

const CODE = "tcp-tls-without-sni";

test("the examples hold", () => {
  checkExamples(rule);
});

const [before = ""] = badTexts(rule);

test("the host's name is sent", () => {
  checkRepair(before, before.replace("mode: SIMPLE\n", "mode: SIMPLE\n        sni: finance.yahoo.com\n"), {
    code: CODE,
  });
});

test("HTTP has the name in its requests, an address has none, and DISABLE opens no TLS", () => {
  const set = (host: string, protocol: string, mode: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db }
spec:
  hosts: [${host}]
  addresses: [192.0.2.5]
  ports: [{ number: 5432, name: db, protocol: ${protocol} }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: db }
spec:
  host: ${host}
  trafficPolicy:
    tls: { mode: ${mode} }
`;
  checkFindings(set("db.example.com", "HTTP", "SIMPLE"), { codes: [CODE] });
  checkFindings(set("192.0.2.5", "TCP", "SIMPLE"), { codes: [CODE] });
  checkFindings(set("db.example.com", "TCP", "DISABLE"), { codes: [CODE] });
});
