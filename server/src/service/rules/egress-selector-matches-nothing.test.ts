import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./egress-selector-matches-nothing";

const CODE = "egress-selector-matches-nothing";

test("the examples hold", () => {
  checkExamples(rule);
});

function gateway(selector: string, name = "finance-egress"): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: ${name}
spec:
  selector:
    ${selector}
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - finance.yahoo.com
`;
}

function service(host: string, gateways = "finance-egress, mesh"): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  gateways: [${gateways}]
  http:
  - match: [{ gateways: [mesh], port: 80 }]
    route:
    - destination: { host: ${host}, port: { number: 80 } }
`;
}

const EGRESS = "istio-egressgateway.istio-system.svc.cluster.local";

test("the label of the pods that get the requests is selected", () => {
  const set = `${gateway("istio: 'ingressgateway' # pods")}---\n${service(EGRESS)}`;
  checkRepair(set, set.replace("'ingressgateway'", "'egressgateway'"), { code: CODE });
  const two = `${gateway("app: way-out\n    istio: way-out")}---\n${service(EGRESS)}`;
  checkRepair(two, two.replace("app: way-out\n    istio: way-out", "istio: egressgateway"), { code: CODE });
});

test("a slip in the shipped label is corrected", () => {
  checkRepair(gateway("istio: egress-gateway"), gateway("istio: egressgateway"), { code: CODE });
});

test("pods among the files or in the settings are known", () => {
  const pods = `apiVersion: apps/v1
kind: Deployment
metadata: { name: way-out }
spec:
  template:
    metadata: { labels: { app: way-out-egress, istio: way-out-egress } }
`;
  checkFindings(`${gateway("istio: way-out-egress")}---\n${pods}`, { codes: [CODE] });
  checkFindings(gateway("istio: way-out-egress"), {
    codes: [CODE],
    settings: { gateways: [{ name: "a", namespace: "b", labels: { istio: "way-out-egress" }, ports: [] }] },
  });
  checkFindings(
    gateway("istio: way-out-egress\n    #      ^^^^^^^^^^^^^^ information egress-selector-matches-nothing"),
    {
      codes: [CODE],
    },
  );
});

test("a VirtualService may have an ingress gateway besides", () => {
  checkFindings(
    `${gateway("istio: egressgateway")}---
${gateway("istio: ingressgateway", "public")}---
${service(EGRESS, "finance-egress, public, mesh")}`,
    { codes: [CODE] },
  );
});

test("Gateways that let traffic in are not judged", () => {
  checkFindings(gateway("app: public-entrance"), { codes: [CODE] });
});
