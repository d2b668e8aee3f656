import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-port";

const CODE = "unknown-port";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
    - finance.yahoo.com
  ports:
    - number: 80
      name: http
      protocol: HTTP
  resolution: DNS
`;

function route(host: string, port: number, caret = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  http:
  - route:
    - destination:
        host: ${host}
        port:
          number: ${port}
${caret === "" ? "" : `          #       ${caret}\n`}`;
}

test("the port is declared in the ServiceEntry's own style", () => {
  const before = `${ENTRY}---\n${route("finance.yahoo.com", 443)}`;
  const added = "      protocol: HTTP\n    - number: 443\n      name: https\n      protocol: HTTPS\n";
  checkRepair(before, before.replace("      protocol: HTTP\n", added), { code: CODE });
});

test("or another port is used", () => {
  const before = `${ENTRY}---\n${route("finance.yahoo.com", 443)}`;
  checkRepair(before, before.replace("443", "80"), { code: CODE, title: "Use port 80" });
});

test("a Service's only other port is what was meant", () => {
  const service = `apiVersion: v1
kind: Service
metadata: { name: reviews }
spec:
  ports: [{ port: 9080, name: http }]
`;
  const before = `${service}---\n${route("reviews", 80)}`;
  checkRepair(before, before.replace("number: 80", "number: 9080"), { code: CODE });
});

test("a port that the shipped egress gateway lacks is a note, and a warning where the settings describe the gateway", () => {
  const host = "istio-egressgateway.istio-system.svc.cluster.local";
  checkFindings(route(host, 8443, "^^^^ information unknown-port"), { codes: [CODE] });
  checkFindings(route(host, 443), { codes: [CODE] });
  const labels = { istio: "egressgateway" };
  const described = (
    port: number,
  ): { name: string; namespace: string; labels: { istio: string }; ports: { port: number; targetPort: number }[] } => ({
    name: "istio-egressgateway",
    namespace: "istio-system",
    labels,
    ports: [{ port, targetPort: port }],
  });
  checkFindings(route(host, 443, "^^^ warning unknown-port"), {
    codes: [CODE],
    settings: { gateways: [described(80)] },
  });
  checkFindings(route(host, 8443), { codes: [CODE], settings: { gateways: [described(8443)] } });
});

test("hosts without known ports and templates are not judged", () => {
  checkFindings(route("unseen.example.com", 443), { codes: [CODE] });
  checkFindings(`${ENTRY.replace("number: 80", 'number: "{{ .port }}"')}---\n${route("finance.yahoo.com", 443)}`, {
    codes: [CODE],
  });
});

test("ports of several ServiceEntries of one namespace count together", () => {
  const more = ENTRY.replace("name: finance\n", "name: finance-tls\n").replace("80", "443");
  checkFindings(`${ENTRY}---\n${more}---\n${route("finance.yahoo.com", 443)}`, { codes: [CODE] });
});

test("a ServiceEntry for workloads of the mesh may be completed elsewhere", () => {
  const inside = ENTRY.replace("  resolution", "  location: MESH_INTERNAL\n  resolution");
  checkFindings(`${inside}---\n${route("finance.yahoo.com", 443, "^^^ information unknown-port")}`, { codes: [CODE] });
});
