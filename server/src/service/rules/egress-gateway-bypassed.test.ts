import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./egress-gateway-bypassed";

test("the examples hold", () => {
  checkExamples(rule);
});

for (const host of ["istio-egress.egress.svc.cluster.local", "istio-egress.egress.svc.corp.internal"])
  test(`a Service that no file declares may well be the gateway's: leading to ${host} is not a bypass`, () => {
    checkFindings(
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner, namespace: egress }
spec:
  hosts: [partner.example.org]
  ports:
  - { number: 443, name: tls, protocol: TLS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: partner, namespace: egress }
spec:
  selector: { istio: egress }
  servers:
  - port: { number: 443, name: tls, protocol: TLS }
    hosts: [partner.example.org]
    tls: { mode: PASSTHROUGH }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: partner, namespace: egress }
spec:
  hosts: [partner.example.org]
  gateways: [mesh, partner]
  tls:
  - match:
    - { gateways: [mesh], port: 443, sniHosts: [partner.example.org] }
    route:
    - destination: { host: ${host}, port: { number: 443 } }
  - match:
    - { gateways: [partner], port: 443, sniHosts: [partner.example.org] }
    route:
    - destination: { host: partner.example.org, port: { number: 443 } }
`,
      { codes: [rule.code] },
    );
  });
