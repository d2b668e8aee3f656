import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";

const codes = ["missing-tls-origination"];

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  location: MESH_EXTERNAL
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;
const gateway = `apiVersion: networking.istio.io/v1
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
const service = (mark: "marked" | "plain", subset = ""): string => `apiVersion: networking.istio.io/v1
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
        host: finance.yahoo.com${subset}
        port:
          number: 443
${mark === "marked" ? "          #       ^^^ warning missing-tls-origination\n" : ""}`;
const rule = (spec: string, metadata = ""): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance-tls
${metadata}spec:
${spec}`;
const simple = `  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;
const set = (...documents: string[]): string => documents.join("---\n");

test("silent when TLS is originated, for the port or for the whole rule", () => {
  checkFindings(set(entry, gateway, rule(simple), service("plain")), { codes });
  checkFindings(
    set(
      entry,
      gateway,
      rule("  host: finance.yahoo.com\n  trafficPolicy:\n    tls:\n      mode: SIMPLE\n"),
      service("plain"),
    ),
    { codes },
  );
});

const shapes: Readonly<Record<string, { readonly rule: string; readonly repaired: string; readonly toldBy?: string }>> =
  {
    "for another port": {
      rule: rule(simple.replace("443", "8443")),
      repaired: rule(simple),
    },
    "with settings for the port that say nothing about TLS": {
      rule: rule(
        "  host: finance.yahoo.com\n  trafficPolicy:\n    tls:\n      mode: SIMPLE\n    portLevelSettings:\n    - port:\n        number: 443\n      connectionPool:\n        tcp:\n          maxConnections: 5\n",
      ),
      toldBy: "port-settings-drop-tls",
      repaired: rule(
        "  host: finance.yahoo.com\n  trafficPolicy:\n    tls:\n      mode: SIMPLE\n    portLevelSettings:\n    - port:\n        number: 443\n      tls:\n        mode: SIMPLE\n      connectionPool:\n        tcp:\n          maxConnections: 5\n",
      ),
    },
    "without TLS": {
      rule: rule("  host: finance.yahoo.com\n  trafficPolicy:\n    loadBalancer:\n      simple: ROUND_ROBIN\n"),
      repaired: rule(
        "  host: finance.yahoo.com\n  trafficPolicy:\n    loadBalancer:\n      simple: ROUND_ROBIN\n    portLevelSettings:\n    - port:\n        number: 443\n      tls:\n        mode: SIMPLE\n",
      ),
    },
    "for a misspelt host": {
      rule: rule(simple.replace("finance.yahoo.com", "finance.yaho.com")),
      toldBy: "destination-rule-host-unknown",
      repaired: rule(simple),
    },
    "in a namespace that the gateway does not look into": {
      rule: rule(simple, "  namespace: elsewhere\n"),
      repaired: rule(simple, "  namespace: default\n"),
    },
    "not exported to the gateway": {
      rule: rule(`${simple}  exportTo:\n  - .\n`),
      repaired: rule(`${simple}  exportTo:\n  - .\n  - istio-system\n`),
    },
  };
for (const [name, { rule: wrong, repaired, toldBy = "missing-tls-origination" }] of Object.entries(shapes)) {
  test(`a DestinationRule ${name} is named and repaired`, () => {
    checkFindings(set(entry, gateway, wrong, service(toldBy === codes[0] ? "marked" : "plain")), { codes });
    checkRepair(set(entry, gateway, wrong, service("plain")), set(entry, gateway, repaired, service("plain")), {
      code: toldBy,
    });
  });
}

test("TLS for a subset that the route does not name: the route gets the subset", () => {
  const subset = rule(
    "  host: finance.yahoo.com\n  subsets:\n  - name: encrypted\n    trafficPolicy:\n      tls:\n        mode: SIMPLE\n",
  );
  checkRepair(
    set(entry, gateway, subset, service("plain")),
    set(entry, gateway, subset, service("plain", "\n        subset: encrypted")),
    { code: "tls-on-unused-subset" },
  );
});

test("no DestinationRule at all: one is written behind the VirtualService, in its style and namespace", () => {
  const created = rule(simple).replace("name: finance-tls", "name: finance-yahoo-com-tls");
  checkRepair(set(entry, gateway, service("plain")), set(entry, gateway, service("plain"), created), {
    code: "missing-tls-origination",
  });
  checkRepair(
    set(entry, gateway, service("plain")).replaceAll("\n", "\r\n"),
    set(entry, gateway, service("plain"), created).replaceAll("\n", "\r\n"),
    { code: "missing-tls-origination" },
  );
});

test("mutual TLS is offered as well", () => {
  checkRepair(
    set(entry, gateway, service("plain")),
    set(
      entry,
      gateway,
      service("plain"),
      rule(simple.replace("mode: SIMPLE", "mode: MUTUAL\n        credentialName: client-credential")).replace(
        "name: finance-tls",
        "name: finance-yahoo-com-tls",
      ),
    ),
    { code: "missing-tls-origination", title: "mutual TLS" },
  );
});

test("a route that only TLS traffic could reach, templates and broken neighbours are not judged", () => {
  const onlyTls = entry.replace("  - number: 80\n    name: http\n    protocol: HTTP\n", "");
  checkFindings(
    set(
      onlyTls,
      "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: finance\nspec:\n  hosts:\n  - finance.yahoo.com\n  http:\n  - route:\n    - destination:\n        host: finance.yahoo.com\n",
    ),
    { codes },
  );
  checkFindings(set(entry, gateway, rule(simple.replace("443", "{{ .Values.port }}")), service("plain")), { codes });
  checkFindings(set(entry, gateway, rule(simple.replace("mode: SIMPLE", "mode: [")), service("plain")), { codes });
});

test("a gateway runs where the sidecars are led to, though its labels are those of Istio's own", () => {
  const set = (host: string, policy: string): string => `#- /shop.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 80, name: http, protocol: HTTP }
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: finance-egress, namespace: shop }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts: [finance.yahoo.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance.yahoo.com]
  gateways: [finance-egress, mesh]
  http:
  - match:
    - { gateways: [mesh], port: 80 }
    route:
    - destination:
        host: ${host}
        port: { number: 80 }
  - match:
    - { gateways: [finance-egress], port: 80 }
    route:
    - destination:
        host: finance.yahoo.com
        port: { number: 443 }
${policy}`;
  const rule = (namespace: string): string => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance, namespace: ${namespace} }
spec:
  host: finance.yahoo.com
  trafficPolicy:
    tls: { mode: SIMPLE }
`;
  const caret = "        #               ^^^ warning missing-tls-origination\n";
  const elsewhere = "egress.istio-gateways.svc.cluster.local";
  checkFindings(set(elsewhere, rule("istio-gateways")), { codes: ["missing-tls-origination"] });
  checkFindings(set(elsewhere, caret + rule("other")), { codes: ["missing-tls-origination"] });
  checkFindings(set("istio-egressgateway.istio-system.svc.cluster.local", caret + rule("istio-gateways")), {
    codes: ["missing-tls-origination"],
  });
});

test("a DestinationRule that writes its TLS where the structure knows no field is told there, not at the route", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 80, name: http, protocol: HTTP }
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance }
spec:
  host: finance.yahoo.com
  tls: { mode: SIMPLE }
  #<^ error unknown-field
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  http:
  - match: [{ port: 80 }]
    route: [{ destination: { host: finance.yahoo.com, port: { number: 443 } } }]
`,
  );
});

test("the Gateway need not be among the files: its http route to 443 sends plain HTTP whatever it listens on", () => {
  checkFindings(set(entry, service("marked")), { codes });
});
