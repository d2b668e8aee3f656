import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./ambiguous-destination-port";

const CODE = "ambiguous-destination-port";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 80, name: http, protocol: HTTP }
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
`;

const ORIGINATION = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance }
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port: { number: 443 }
      tls: { mode: SIMPLE }
`;

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: finance-egress }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts: [finance.yahoo.com]
`;

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  gateways: [finance-egress]
  http:
  - route:
    - destination:
        host: finance.yahoo.com # the way out
`;

test("the port that TLS is originated for is the one that is meant", () => {
  const set = [ENTRY, ORIGINATION, GATEWAY].join("---\n");
  checkRepair(`${set}---\n${ROUTE}`, `${set}---\n${ROUTE}        port:\n          number: 443\n`, { code: CODE });
});

test("any other port can be chosen", () => {
  checkRepair(`${ENTRY}---\n${ROUTE}`, `${ENTRY}---\n${ROUTE}        port:\n          number: 80\n`, {
    code: CODE,
    title: "port 80",
  });
});

test("in the sidecars, the same host keeps its port", () => {
  const mesh = ROUTE.replace("  gateways: [finance-egress]\n", "").replace(
    " # the way out\n",
    "\n        #     ^^^^^^^^^^^^^^^^^ information ambiguous-destination-port\n",
  );
  checkFindings(`${ENTRY}---\n${mesh}`, { codes: [CODE] });
});

test("in the sidecars, a host with other ports does not", () => {
  const mesh = ROUTE.replace("  gateways: [finance-egress]\n", "");
  const alias = `apiVersion: v1
kind: Service
metadata: { name: alias }
spec: { ports: [{ port: 8080, name: http }] }
`;
  const told = mesh.replace(
    " # the way out\n",
    "\n        #     ^^^^^^^^^^^^^^^^^ warning ambiguous-destination-port\n",
  );
  checkFindings(`${ENTRY}---\n${alias}---\n${told.replace("hosts: [finance.yahoo.com]", "hosts: [alias]")}`, {
    codes: [CODE],
  });
});
