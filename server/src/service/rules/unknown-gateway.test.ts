import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-gateway";

const CODE = "unknown-gateway";

test("the examples hold", () => {
  checkExamples(rule);
});

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: finance-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - finance.yahoo.com
`;

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - finance-egress
  - mesh
  http:
  - match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - match:
    - gateways:
      - finance-egress
      port: 80
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;

test("a typo is renamed everywhere in the VirtualService", () => {
  const typo = `${GATEWAY}---\n${SERVICE.replaceAll("- finance-egress", "- finance-egrss")}`;
  checkRepair(typo, `${GATEWAY}---\n${SERVICE}`, { code: CODE });
});

test("a namesake of another namespace is written with its namespace", () => {
  const elsewhere = GATEWAY.replace("name: finance-egress\n", "name: finance-egress\n  namespace: istio-system\n");
  checkRepair(
    `${elsewhere}---\n${SERVICE}`,
    `${elsewhere}---\n${SERVICE.replaceAll("- finance-egress", "- istio-system/finance-egress")}`,
    { code: CODE },
  );
});

test("the missing piece of a set is a warning, and is written from its neighbours", () => {
  checkFindings(
    `${ENTRY}---\n${SERVICE.replace("- finance-egress\n", "- finance-egress\n  # ^^^^^^^^^^^^^^ warning unknown-gateway\n")}`,
    {
      codes: [CODE],
    },
  );
  checkRepair(`${ENTRY}---\n${SERVICE}`, `${ENTRY}---\n${SERVICE}---\n${GATEWAY}`, { code: CODE });
});

test("the new Gateway takes mutual TLS where the sidecars open it", () => {
  const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: to-egress
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 80
      tls:
        mode: ISTIO_MUTUAL
        sni: finance.yahoo.com
`;
  const encrypted = GATEWAY.replace("name: http\n", "name: https\n").replace("protocol: HTTP\n", "protocol: HTTPS\n");
  checkRepair(
    `${ENTRY}---\n${rule}---\n${SERVICE}`,
    `${ENTRY}---\n${rule}---\n${SERVICE}---\n${encrypted}    tls:\n      mode: ISTIO_MUTUAL\n`,
    { code: CODE },
  );
});

test("a Gateway that may live in the cluster is worth a note, and the settings can say that it exists", () => {
  const ingress = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [istio-ingress/public]
  #          ^^^^^^^^^^^^^^^^^^^^ hint unknown-gateway
  http:
  - route: [{ destination: { host: shop } }]
`;
  checkFindings(ingress, { codes: [CODE] });
  checkFindings(ingress.replace(/^.*\^.*\n/m, ""), {
    codes: [CODE],
    settings: { mesh: { knownGateways: ["istio-ingress/public"] } },
  });
  checkNoRepair(ingress, { code: CODE, title: "Create" });
});

test("templates among the Gateways prove nothing absent", () => {
  checkFindings(`${GATEWAY.replace("finance-egress", '"{{ .Release.Name }}-egress"')}---\n${ENTRY}---\n${SERVICE}`, {
    codes: [CODE],
  });
});
