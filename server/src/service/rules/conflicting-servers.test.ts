import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./conflicting-servers";

const CODES = ["conflicting-servers"];

test("the examples hold", () => {
  checkExamples(rule);
});

function gateway(name: string, servers: string, selector = "istio: egressgateway"): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name} }
spec:
  selector: { ${selector} }
  servers:
${servers}
`;
}

test("two TLS servers for one host", () => {
  checkFindings(
    `${gateway("a", "  - port: { number: 443, name: tls, protocol: TLS }\n    tls: { mode: PASSTHROUGH }\n    hosts: [finance.yahoo.com]\n    #       ^^^^^^^^^^^^^^^^^ warning conflicting-servers")}---
${gateway("b", "  - port: { number: 443, name: https, protocol: HTTPS }\n    tls: { mode: ISTIO_MUTUAL }\n    hosts: [finance.yahoo.com]\n    #       ^^^^^^^^^^^^^^^^^ warning conflicting-servers")}`,
    { codes: CODES },
  );
});

test("plain HTTP for one host from two Gateways works, and is a note", () => {
  checkFindings(
    `${gateway("a", "  - port: { number: 80, name: http, protocol: HTTP }\n    hosts: [finance.yahoo.com]\n    #       ^^^^^^^^^^^^^^^^^ information conflicting-servers")}---
${gateway("b", "  - port: { number: 80, name: http, protocol: HTTP }\n    hosts: ['*.yahoo.com']\n    #       ^^^^^^^^^^^^^ information conflicting-servers")}`,
    { codes: CODES },
  );
});

test("other pods, other ports, other namespaces and other folders do not meet", () => {
  const http = "  - port: { number: 80, name: http, protocol: HTTP }\n    hosts: [a.example.com]";
  const tcp = "  - port: { number: 80, name: tcp, protocol: TCP }\n    hosts: [a.example.com]";
  checkFindings(`${gateway("a", http)}---\n${gateway("b", tcp, "istio: ingressgateway")}`, { codes: CODES });
  checkFindings(`${gateway("a", http)}---\n${gateway("b", tcp.replace("80", "8080"))}`, { codes: CODES });
  checkFindings(`#- /dev/a.yaml\n${gateway("a", http)}#- /prod/b.yaml\n${gateway("b", tcp)}`, { codes: CODES });
  checkFindings(
    `${gateway("a", http.replace("a.ex", "shop/a.ex"))}---\n${gateway("b", http.replace("a.ex", "bank/a.ex"))}`,
    { codes: CODES },
  );
});

test("selectors that differ meet where pods have the labels of both", () => {
  const http =
    "  - port:\n      number: 80\n      name: http\n      protocol: HTTP\n      #         ^^^^ warning conflicting-servers\n    hosts: [a.example.com]";
  const tcp = http.replaceAll("HTTP", "TCP").replace("^^^^", "^^^");
  checkFindings(`${gateway("a", http)}---\n${gateway("b", tcp, "app: istio-egressgateway")}`, { codes: CODES });
});
