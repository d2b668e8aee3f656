import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./tls-origination-on-unused-port";

test("the examples hold", () => {
  checkExamples(rule);
});

test("a port that routes use as well is missing in the ServiceEntry: unknown-port tells it once", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 80, name: http, protocol: HTTP }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance }
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port: { number: 443 }
      tls: { mode: SIMPLE }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  http:
  - match: [{ port: 80 }]
    route: [{ destination: { host: finance.yahoo.com, port: { number: 443 } } }]
    #                                                                 ^^^ warning unknown-port
`,
  );
});
