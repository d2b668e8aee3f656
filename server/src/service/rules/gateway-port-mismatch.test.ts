import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./gateway-port-mismatch";

const CODE = "gateway-port-mismatch";

test("the examples hold", () => {
  checkExamples(rule);
});

function set(match: string, ports = "80"): string {
  const servers = ports.split(" ").map(
    (port) => `  - port: { number: ${port}, name: http-${port}, protocol: HTTP }
    hosts: [edition.cnn.com]
`,
  );
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: egress, namespace: app }
spec:
  selector: { istio: egressgateway }
  servers:
${servers.join("")}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cnn, namespace: app }
spec:
  hosts: [edition.cnn.com]
  gateways: [egress]
  http:
  - match: ${match}
    route: [{ destination: { host: edition.cnn.com } }]
`;
}

test("the only port of the Gateway is written", () => {
  const before = set("[{ port: 443 }]");
  checkRepair(before, before.replace("port: 443", "port: 80"), { code: CODE });
  checkNoRepair(set("[{ port: 443 }]", "80 8080"), { code: CODE });
});

test("a match beside others that hold is only superfluous", () => {
  checkFindings(
    set(`
    - port: 443
    #       ^^^ information gateway-port-mismatch
    - port: 80`),
    { codes: [CODE] },
  );
});

test("a match that holds in the sidecars too, or at a Gateway that no file shows, is not judged", () => {
  checkFindings(set("[{ gateways: [mesh], port: 443 }]"), { codes: [CODE] });
  checkFindings(set("[{ gateways: [other], port: 443 }]"), { codes: [CODE] });
});

test("a route without a port leads to 80, where the Gateway may not listen", () => {
  const before = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: cnn, namespace: app }
spec:
  hosts: [edition.cnn.com]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: egress, namespace: app }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 443, name: http, protocol: HTTP }
    hosts: [edition.cnn.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cnn, namespace: app }
spec:
  hosts: [edition.cnn.com]
  gateways: [egress, mesh]
  http:
  - match: [{ gateways: [mesh], port: 80 }]
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
  - match: [{ gateways: [egress] }]
    route: [{ destination: { host: edition.cnn.com } }]
`;
  checkRepair(before, before.replace(/(host: istio-egress.*\n)/, "$1        port:\n          number: 443\n"), {
    code: CODE,
  });
});

test("where the way ends before it gets there, the port is not what is told", () => {
  checkFindings(
    `#- base: istio-mutual
kind: VirtualService
spec:
  http:
  - ...
    route:
    - ...
      destination:
        subset: another
        port:
          number: 443
  - ...
`,
    { codes: [CODE] },
  );
});
