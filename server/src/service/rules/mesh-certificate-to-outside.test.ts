import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./mesh-certificate-to-outside";

const set = (host: string, more: string, mode: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api }
spec:
  hosts: [${host}]
  ports:
  - { number: 80, name: http, protocol: HTTP, targetPort: 443 }
  resolution: DNS${more}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api }
spec:
  host: ${host}
  trafficPolicy:
    tls: { mode: ${mode} } # keep
`;

test("the examples hold", () => {
  checkExamples(rule);
});

test("the repair originates TLS for the public", () => {
  checkRepair(set("api.example.org", "", "ISTIO_MUTUAL"), set("api.example.org", "", "SIMPLE"), { code: rule.code });
});

test("private names and listed endpoints may belong to another mesh with the same authority", () => {
  checkFindings(set("api.corp.internal", "", "ISTIO_MUTUAL"), { codes: [rule.code] });
  checkFindings(set("api.example.org", "\n  endpoints: [{ address: gateway.example.org }]", "ISTIO_MUTUAL"), {
    codes: [rule.code],
  });
});
