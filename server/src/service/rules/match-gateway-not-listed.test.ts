import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./match-gateway-not-listed";

const CODE = "match-gateway-not-listed";

test("the examples hold", () => {
  checkExamples(rule);
});

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - finance-egress # the way out
  http:
  - match:
    - gateways:
      - mesh
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
`;

test("a gateway that exists is listed too", () => {
  checkRepair(SERVICE, SERVICE.replace("# the way out\n", "# the way out\n  - mesh\n"), { code: CODE });
});

test("a misspelt gateway becomes the listed one", () => {
  const typo = SERVICE.replace("- mesh", "- 'finance-egres'");
  checkRepair(typo, typo.replace("'finance-egres'", "'finance-egress'"), { code: CODE });
});

test("a VirtualService that lists nothing is bound to the mesh alone", () => {
  const bare = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  http:
  - match: [{ gateways: [finance-egress] }]
    route: [{ destination: { host: finance.yahoo.com } }]
`;
  checkRepair(bare, bare.replace("com]\n", "com]\n  gateways:\n  - finance-egress\n  - mesh\n"), { code: CODE });
});

test("a typo in the list, with the right name in the match, is the list's mistake", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: finance-egress }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts: [finance.yahoo.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  gateways: [finance-egrss, mesh]
  http:
  - match: [{ gateways: [finance-egress] }]
    route: [{ destination: { host: finance.yahoo.com } }]
`,
    { codes: [CODE] },
  );
});

test("delegates and templates are not judged", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: delegate }
spec:
  http:
  - match: [{ gateways: [finance-egress] }]
    route: [{ destination: { host: finance.yahoo.com } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: templated }
spec:
  hosts: [finance.yahoo.com]
  gateways: ["{{ .Values.gateway }}"]
  http:
  - match: [{ gateways: [mesh] }]
    route: [{ destination: { host: finance.yahoo.com } }]
`,
    { codes: [CODE] },
  );
});
