// What the repairs of the rules about the hop to the egress gateway make of a set: one table, since each is one before and one after.
import { test } from "node:test";
import { checkNoRepair, checkRepair } from "../../../../test/support/check";

const entry = `apiVersion: networking.istio.io/v1
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
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;
const originate = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;
const server = (protocol: string, tls = ""): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: finance-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: main
      protocol: ${protocol} # of the hop
    hosts:
    - finance.yahoo.com
${tls}`;
const mutual = server("HTTPS", "    tls:\n      mode: ISTIO_MUTUAL\n");
const plain = server("HTTP");
const toGateway = (body: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: to-egress
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
${body}`;
const created = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
  - name: finance-yahoo-com
    trafficPolicy:
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: ISTIO_MUTUAL
          sni: finance.yahoo.com
`;
const subset = (policy: string): string => toGateway(`  subsets:\n  - name: finance # ours\n${policy}`);
const encrypted = `    trafficPolicy:
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: ISTIO_MUTUAL
          sni: finance.yahoo.com
`;
interface Route {
  readonly subset?: string;
  readonly hop?: number;
  readonly leg?: number;
  readonly gateways?: string;
  readonly first?: string;
}
const route = ({
  subset: name,
  hop = 80,
  leg = 80,
  gateways,
  first,
}: Route = {}): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
${gateways ?? "  - finance-egress\n  - mesh\n"}  http:
  - ${first ?? "match:\n    - gateways:\n      - mesh\n      port: 80\n    "}route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
${name === undefined ? "" : `        subset: ${name}\n`}        port:
          number: ${hop}
  - match:
    - gateways:
      - finance-egress
      port: ${leg}
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;
const set = (...documents: string[]): string => [entry, originate, ...documents].join("---\n");

interface Case {
  readonly name: string;
  readonly code: string;
  readonly before: string;
  readonly after: string;
}

const cases: readonly Case[] = [
  {
    name: "a DestinationRule for the hop is written",
    code: "gateway-hop-tls-mismatch",
    before: set(mutual, route()),
    after: set(mutual, route({ subset: "finance-yahoo-com" }), created),
  },
  {
    name: "the subset's DestinationRule gets the TLS",
    code: "gateway-hop-tls-mismatch",
    before: set(mutual, subset(""), route({ subset: "finance" })),
    after: set(mutual, subset(encrypted), route({ subset: "finance" })),
  },
  {
    name: "the settings for the port get the TLS",
    code: "gateway-hop-tls-mismatch",
    before: set(
      mutual,
      subset(encrypted.replace(/ {8}tls:[\s\S]*/, "        loadBalancer:\n          simple: RANDOM\n")),
      route({ subset: "finance" }),
    ),
    after: set(
      mutual,
      subset(
        encrypted.replace(
          "sni: finance.yahoo.com\n",
          "sni: finance.yahoo.com\n        loadBalancer:\n          simple: RANDOM\n",
        ),
      ),
      route({ subset: "finance" }),
    ),
  },
  {
    name: "a DestinationRule without subsets gets the TLS for the port",
    code: "gateway-hop-tls-mismatch",
    before: set(mutual, toGateway("  trafficPolicy:\n    loadBalancer:\n      simple: RANDOM\n"), route()),
    after: set(
      mutual,
      toGateway(
        "  trafficPolicy:\n    loadBalancer:\n      simple: RANDOM\n" +
          "    portLevelSettings:\n    - port:\n        number: 80\n      tls:\n        mode: ISTIO_MUTUAL\n        sni: finance.yahoo.com\n",
      ),
      route(),
    ),
  },
  {
    name: "the route names the subset that sends the TLS",
    code: "gateway-hop-tls-mismatch",
    before: set(mutual, subset(encrypted), route()),
    after: set(mutual, subset(encrypted), route({ subset: "finance" })),
  },
  {
    name: "the server takes the TLS that the sidecars send",
    code: "gateway-hop-tls-mismatch",
    before: set(plain, subset(encrypted), route({ subset: "finance" })),
    after: set(mutual, subset(encrypted), route({ subset: "finance" })),
  },
  {
    name: "a server name is set",
    code: "gateway-hop-sni-mismatch",
    before: set(
      mutual,
      subset(encrypted.replace("          sni: finance.yahoo.com\n", "")),
      route({ subset: "finance" }),
    ),
    after: set(mutual, subset(encrypted), route({ subset: "finance" })),
  },
  {
    name: "a wrong server name is corrected, its quotes kept",
    code: "gateway-hop-sni-mismatch",
    before: set(
      mutual,
      subset(encrypted.replace("sni: finance.yahoo.com", 'sni: "finance.yahoo.co" # the host')),
      route({ subset: "finance" }),
    ),
    after: set(
      mutual,
      subset(encrypted.replace("sni: finance.yahoo.com", 'sni: "finance.yahoo.com" # the host')),
      route({ subset: "finance" }),
    ),
  },
  {
    name: "both ends of a plain hop are encrypted",
    code: "gateway-hop-plaintext",
    before: set(plain, route()),
    after: set(mutual, route({ subset: "finance-yahoo-com" }), created),
  },
  {
    name: "the gateway's leg takes the server's port",
    code: "gateway-port-mismatch",
    before: set(plain, route({ leg: 443 })),
    after: set(plain, route()),
  },
  {
    name: "the hop leads to the server's port",
    code: "gateway-port-mismatch",
    before: set(plain, route({ hop: 443 })),
    after: set(plain, route()),
  },
  {
    name: "a route without a match is limited to the sidecars",
    code: "gateway-routes-to-itself",
    before: set(plain, route({ first: "" })),
    after: set(plain, route({ first: "match:\n    - gateways:\n      - mesh\n    " })),
  },
  {
    name: "a match without gateways is limited to the sidecars",
    code: "gateway-routes-to-itself",
    before: set(plain, route({ first: "match:\n    - port: 80\n    " })),
    after: set(plain, route({ first: "match:\n    - port: 80\n      gateways:\n      - mesh\n    " })),
  },
  {
    name: "a match that names the gateway too is limited to the sidecars",
    code: "gateway-routes-to-itself",
    before: set(
      plain,
      route({ first: "match:\n    - gateways:\n      - mesh\n      - finance-egress\n      port: 80\n    " }),
    ),
    after: set(plain, route()),
  },
  {
    name: "the VirtualService is bound to the mesh as well",
    code: "egress-gateway-bypassed",
    before: set(
      plain,
      route({ gateways: "  - finance-egress # the way out\n", first: "match:\n    - port: 8080\n    " }),
    ),
    after: set(
      plain,
      route({ gateways: "  - finance-egress # the way out\n  - mesh\n", first: "match:\n    - port: 8080\n    " }),
    ),
  },
];

for (const { name, code, before, after } of cases) {
  test(`${code}: ${name}`, () => {
    checkRepair(before, after, { code });
    const windows = (text: string): string => text.replaceAll("\n", "\r\n");
    checkRepair(windows(before), windows(after), { code });
  });
}

test("no repair where the server awaits a certificate that nothing here names", () => {
  const simple = server("HTTPS", "    tls:\n      mode: SIMPLE\n      credentialName: finance\n");
  checkNoRepair(set(simple, route()), { code: "gateway-hop-tls-mismatch" });
});

test("no repair where several ports could be meant", () => {
  const two = `${plain}  - port:\n      number: 8080\n      name: second\n      protocol: HTTP\n    hosts:\n    - finance.yahoo.com\n`;
  checkNoRepair(set(two, route({ leg: 443 })), { code: "gateway-port-mismatch" });
});
