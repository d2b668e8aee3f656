import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./tls-opened-to-plain-port";

const set = (ports: string, policy: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts:
  - api.example.org
  ports:
${ports}
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
spec:
  host: api.example.org
  trafficPolicy: ${policy}
`;

const plain = "  - number: 80 # apps call http://\n    name: http\n    protocol: HTTP";
const both = `${plain}\n  - { number: 443, name: tls, protocol: TLS }`;
const simple = "{ tls: { mode: SIMPLE } }";
const simpleOn80 = "{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }] }";

const route = (port: number): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.org]
  http:
  - match: [{ port: 80 }]
    route: [{ destination: { host: api.example.org, port: { number: ${port} } } }]
`;

test("the examples hold", () => {
  checkExamples(rule);
});

test("the repair leads the port to 443 and keeps comments", () => {
  checkRepair(set(plain, simple), set(`${plain}\n    targetPort: 443`, simple), { code: rule.code });
});

test("a route to port 80 takes the TLS of port 80", () => {
  const [before, after] = set(both, simpleOn80).split("SIMPLE");
  checkFindings(
    `${before ?? ""}SIMPLE${after ?? ""}`.replace(
      simpleOn80,
      "\n    portLevelSettings:\n    - port: { number: 80 }\n      tls: { mode: SIMPLE }\n      #            ^^^^^^ warning tls-opened-to-plain-port",
    ) + route(80),
    { codes: [rule.code] },
  );
});

test("where the routes lead to port 443, missing-tls-origination tells the mistake", () => {
  checkFindings(set(both, simpleOn80) + route(443), { codes: [rule.code] });
});

test("TLS for all ports of a host that has one for TLS is double-tls's matter", () => {
  checkFindings(set(both, simple), { codes: [rule.code] });
});

test("a port whose endpoint listens elsewhere is sound", () => {
  checkFindings(set(`${plain}\n  endpoints: [{ address: eu.example.org, ports: { http: 443 } }]`, simple), {
    codes: [rule.code],
  });
});
