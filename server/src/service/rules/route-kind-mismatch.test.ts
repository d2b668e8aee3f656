import { test } from "node:test";
import { checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";

const code = "route-kind-mismatch";

const set = (protocol: string, kind: string, extra: { tls?: string; match?: string } = {}): string => `kind: Gateway
apiVersion: networking.istio.io/v1
metadata:
  name: egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 443
      name: main
      protocol: ${protocol} # of the hop
    hosts:
    - finance.yahoo.com
${extra.tls === undefined ? "" : `    tls:\n      mode: ${extra.tls}\n`}---
kind: VirtualService
apiVersion: networking.istio.io/v1
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - egress
${kind}
  - match:
    - ${extra.match ?? "port: 443"}
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;

test("without a gateway in the match, the list itself is pointed at", () => {
  const carets = "#<^^^ warning route-kind-mismatch";
  checkFindings(set("TLS", `  tcp:`, { tls: "ISTIO_MUTUAL" }), { codes: [code] });
  checkFindings(set("TCP", `  tcp:`), { codes: [code] });
  checkFindings(
    set("HTTPS", `  tls:\n  ${carets.replace("^^^", "^")}`, {
      tls: "ISTIO_MUTUAL",
      match: "sniHosts: [finance.yahoo.com]",
    }),
    {
      codes: [code],
    },
  );
  checkFindings(set("TLS", `  tls:`, { tls: "PASSTHROUGH", match: "sniHosts: [finance.yahoo.com]" }), {
    codes: [code],
  });
});

test("silent where the ports differ, or the Gateway finds its way by server name", () => {
  checkFindings(set("TLS", "  http:", { tls: "ISTIO_MUTUAL", match: "port: 80" }), { codes: [code] });
  checkFindings(set("TLS", "  http:", { tls: "AUTO_PASSTHROUGH" }), { codes: [code] });
});

test("the server gets the protocol of the route", () => {
  const cases = [
    { kind: "http", from: "TLS", to: "HTTPS", tls: "ISTIO_MUTUAL" },
    { kind: "http", from: "TCP", to: "HTTP" },
    { kind: "tcp", from: "HTTPS", to: "TLS", tls: "ISTIO_MUTUAL" },
    { kind: "tcp", from: "HTTP", to: "TCP" },
  ];
  for (const { kind, from, to, tls } of cases) {
    const extra = tls === undefined ? {} : { tls };
    checkRepair(set(from, `  ${kind}:`, extra), set(to, `  ${kind}:`, extra), { code });
  }
});

test("no repair where the route would need more, or the server is used otherwise", () => {
  checkNoRepair(set("TLS", "  http:", { tls: "PASSTHROUGH" }), { code });
  const other = `---
kind: VirtualService
apiVersion: networking.istio.io/v1
metadata:
  name: other
spec:
  hosts: [other.example.com]
  gateways: [egress]
  tcp:
  - route:
    - destination: { host: other.example.com, port: { number: 443 } }
`;
  checkNoRepair(set("TLS", "  http:", { tls: "ISTIO_MUTUAL" }) + other, { code });
});
