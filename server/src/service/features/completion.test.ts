import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCompletion, type CompletionExpectation, itemsAt } from "../../../../test/support/check-completion";
import { snapshotOf } from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import fc from "fast-check";
import { resolveCompletion } from "./completion";
import { positionAt } from "./position";

interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly is: CompletionExpectation;
}

const entry = (body: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: mine\nspec:\n${body}`;
const rule = (body: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: r\nspec:\n${body}`;
const service = (body: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: v\nspec:\n${body}`;
const gateway = (body: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: g\nspec:\n${body}`;

const mesh = `#- /w/mesh.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: yahoo}
spec:
  hosts: [finance.yahoo.com]
  ports:
  - {number: 80, name: http, protocol: HTTP}
  - {number: 443, name: tls, protocol: HTTPS}
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: wild, namespace: other}
spec:
  hosts: ["*.wikipedia.org"]
  ports: [{number: 443, name: tls, protocol: TLS}]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: private, namespace: other}
spec:
  hosts: [private.example.com]
  exportTo: ["."]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: cnn-gateway}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 8080, name: http, protocol: HTTP}
    hosts: [edition.cnn.com]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: yahoo-gateway, namespace: egress}
spec:
  selector: {istio: egressgateway}
  servers:
  - port: {number: 80, name: http, protocol: HTTP}
    hosts: [finance.yahoo.com]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: gateway-rule}
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets: [{name: yahoo}, {name: cnn}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 8080, name: http}]
---
apiVersion: v1
kind: Secret
metadata: {name: client-cert, namespace: istio-system}
---
apiVersion: v1
kind: Secret
metadata: {name: other-cert, namespace: default}
#- /w/edit.yaml
`;

const headers: readonly Case[] = [
  {
    name: "an empty document offers the keys and a header per kind",
    yaml: "<|>",
    is: {
      has: ["apiVersion", "kind", "kind: ServiceEntry", "kind: Gateway", "kind: ProxyConfig"],
      accept: [
        "kind: DestinationRule",
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: <|>\nspec:\n  host: <|>",
      ],
    },
  },
  {
    name: "without snippets a header is two lines",
    yaml: "# my set\n---\n<|>",
    is: {
      view: { snippetSupport: false },
      accept: ["kind: ProxyConfig", "# my set\n---\napiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig"],
    },
  },
  {
    name: "once a key is there, no header",
    yaml: "apiVersion: networking.istio.io/v1\n<|>",
    is: { only: ["kind", "metadata", "spec"] },
  },
  {
    name: "values of kind",
    yaml: "apiVersion: networking.istio.io/v1\nkind: <|>",
    is: {
      has: ["ServiceEntry", "VirtualService", "Sidecar"],
      lacks: ["ProxyConfig"],
      accept: ["Gateway", "apiVersion: networking.istio.io/v1\nkind: Gateway"],
    },
  },
  {
    name: "a kind that the spec contradicts is not offered",
    yaml: "kind: <|>\nspec:\n  servers: []\n",
    is: { only: ["Gateway"] },
  },
  {
    name: "values of apiVersion follow the kind",
    yaml: "apiVersion:<|>\nkind: ProxyConfig\n",
    is: { only: ["networking.istio.io/v1beta1"] },
  },
  {
    name: "directly behind the colon a space comes along",
    yaml: "apiVersion:<|>\n",
    is: { accept: ["networking.istio.io/v1", "apiVersion: networking.istio.io/v1\n"] },
  },
  {
    name: "nothing in other people's resources",
    yaml: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  <|>\n",
    is: { only: [] },
  },
  { name: "nothing in YAML that is no resource", yaml: "name: CI\non: push\n<|>", is: { only: [] } },
  {
    name: "nothing in the Gateway API's Gateway",
    yaml: "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  <|>\n",
    is: { only: [] },
  },
  {
    name: "metadata",
    yaml: "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: a\n  <|>\n",
    is: { only: ["namespace", "labels", "annotations"] },
  },
  {
    name: "an item of a List is a resource of its own",
    yaml: "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: DestinationRule\n  spec:\n    ho<|>\n",
    is: {
      accept: [
        "host",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: DestinationRule\n  spec:\n    host: <|>\n",
      ],
    },
  },
];

const fields: readonly Case[] = [
  {
    name: "required fields come first, then the egress path's",
    yaml: entry("  <|>\n"),
    is: { first: ["hosts", "ports", "resolution", "location"] },
  },
  {
    name: "what is there is not offered again",
    yaml: entry("  hosts: []\n  <|>\n"),
    is: { lacks: ["hosts"], first: ["ports"] },
  },
  { name: "not even when it stands below the cursor", yaml: entry("  <|>\n  hosts: []\n"), is: { lacks: ["hosts"] } },
  {
    name: "a one-of choice excludes its alternatives",
    yaml: service("  http:\n  - match:\n    - uri:\n        exact: /\n        <|>\n"),
    is: { only: [] },
  },
  {
    name: "so do exclusions that only the webhook knows",
    yaml: service("  http:\n  - redirect: {}\n    <|>\n"),
    is: { lacks: ["route", "directResponse"], has: ["match"] },
  },
  {
    name: "hidden fields stay away, deprecated ones come last",
    yaml: service("  http:\n  - fault:\n      delay:\n        <|>\n"),
    is: { only: ["fixedDelay", "percentage", "percent"] },
  },
  {
    name: "younger fields come later and say so",
    yaml: rule("  trafficPolicy:\n    loadBalancer:\n      <|>\n"),
    is: { detail: ["backendUtilization", "needs Istio 1.32"] },
  },
  { name: "in Korean", yaml: entry("  <|>\n"), is: { view: { locale: "ko" }, detail: ["hosts", "필수"] } },
  {
    name: "an object brings its next level",
    yaml: rule("  host: a\n  traf<|>\n"),
    is: { accept: ["trafficPolicy", rule("  host: a\n  trafficPolicy:\n    <|>\n")] },
  },
  {
    name: "a list of objects brings its first item with what is required, in the document's list style",
    yaml: entry("  hosts:\n  - a.com\n  po<|>\n"),
    is: { accept: ["ports", entry("  hosts:\n  - a.com\n  ports:\n  - number: <|>\n    name: <|>\n")] },
  },
  {
    name: "indented lists stay indented",
    yaml: entry("    hosts:\n        - a.com\n    po<|>\n"),
    is: {
      accept: ["ports", entry("    hosts:\n        - a.com\n    ports:\n        - number: <|>\n          name: <|>\n")],
    },
  },
  {
    name: "carriage returns stay",
    yaml: entry("  hosts: [a.com]\n  po<|>\n").replaceAll("\n", "\r\n"),
    is: {
      accept: ["ports", entry("  hosts: [a.com]\n  ports:\n  - number: <|>\n    name: <|>\n").replaceAll("\n", "\r\n")],
    },
  },
  {
    name: "required objects nest",
    yaml: service("  http:\n  - <|>\n"),
    is: { accept: ["route", service("  http:\n  - route:\n    - destination:\n        host: <|>\n")] },
  },
  {
    name: "a list of texts brings a dash",
    yaml: entry("  <|>\n"),
    is: { accept: ["exportTo", entry("  exportTo:\n  - <|>\n")] },
  },
  {
    name: "a map brings an indented line",
    yaml: gateway("  <|>\n"),
    is: { accept: ["selector", gateway("  selector:\n    <|>\n")] },
  },
  {
    name: "without snippets a key and its colon",
    yaml: entry("  <|>\n"),
    is: { view: { snippetSupport: false }, accept: ["location", entry("  location: \n")] },
  },
  {
    name: "without snippets an object is a key alone",
    yaml: rule("  <|>\n"),
    is: { view: { snippetSupport: false }, accept: ["trafficPolicy", rule("  trafficPolicy:\n")] },
  },
  { name: "a colon that follows stays alone", yaml: rule("  ho<|>:\n"), is: { accept: ["host", rule("  host:\n")] } },
  {
    name: "the whole word gives way",
    yaml: rule("  tra<|>ffic\n"),
    is: { accept: ["trafficPolicy", rule("  trafficPolicy:\n    <|>\n")] },
  },
  {
    name: "a key that has its value is not offered again, nor another for it",
    yaml: rule("  ho<|>st: a\n"),
    is: { only: [] },
  },
  {
    name: "an unknown key offers what its value fits",
    yaml: rule("  hos<|>: a\n"),
    is: { has: ["host"], lacks: ["subsets", "trafficPolicy"] },
  },
  {
    name: "a missing colon is added",
    yaml: entry("  loca<|> MESH_EXTERNAL\n"),
    is: { accept: ["location", entry("  location: MESH_EXTERNAL\n")] },
  },
  {
    name: "a block below stays",
    yaml: entry("  po<|>\n  - number: 80\n"),
    is: { accept: ["ports", entry("  ports:\n  - number: 80\n")] },
  },
  {
    name: "on an empty line too far left the line is put right",
    yaml: rule("  host: a\n<|>\n  subsets: []\n"),
    is: { accept: ["exportTo", rule("  host: a\n  exportTo:\n  - <|>\n  subsets: []\n")] },
  },
  {
    name: "behind the colon of an object its fields go below",
    yaml: rule("  trafficPolicy:\n    tls:<|>\n"),
    is: { accept: ["mode", rule("  trafficPolicy:\n    tls:\n      mode: <|>\n")] },
  },
  {
    name: "and leave no space behind",
    yaml: rule("  trafficPolicy: <|>\n"),
    is: { accept: ["tls", rule("  trafficPolicy:\n    tls:\n      <|>\n")] },
  },
  {
    name: "below a list's key a new item begins",
    yaml: entry("  ports:\n  <|>\n"),
    is: { accept: ["- number", entry("  ports:\n  - number: <|>\n")] },
  },
  {
    name: "below items a new one begins, or the next field",
    yaml: entry("  ports:\n  - number: 80\n  <|>\n"),
    is: { has: ["- number", "resolution"], lacks: ["ports"] },
  },
  {
    name: "in an item",
    yaml: entry("  ports:\n  - number: 80\n    <|>\n"),
    is: { only: ["name", "protocol", "targetPort"] },
  },
  {
    name: "directly behind a dash a space comes along",
    yaml: entry("  ports:\n  -<|>\n"),
    is: { accept: ["number", entry("  ports:\n  - number: <|>\n")] },
  },
  {
    name: "in a flow mapping",
    yaml: rule("  trafficPolicy: {tls: {mode: SIMPLE,<|>}}\n"),
    is: { accept: ["sni", rule("  trafficPolicy: {tls: {mode: SIMPLE, sni: <|>}}\n")] },
  },
  {
    name: "an object in flow style opens braces",
    yaml: rule("  trafficPolicy: {<|>}\n"),
    is: { accept: ["tls", rule("  trafficPolicy: {tls: {<|>}}\n")] },
  },
  {
    name: "in a flow list of objects",
    yaml: entry("  ports: [{number: 80, <|>}]\n"),
    is: { only: ["name", "protocol", "targetPort"] },
  },
  {
    name: "while another line is broken",
    yaml: rule("  host: [a\n  trafficPolicy:\n    tls:\n      <|>\n"),
    is: { has: ["mode", "sni"] },
  },
  { name: "with tabs", yaml: rule("\t<|>\n"), is: { has: ["host"] } },
  {
    name: "in a template",
    yaml: rule("  {{- if .Values.x }}\n  host: {{ .Values.host }}\n  {{- end }}\n  <|>\n"),
    is: { has: ["trafficPolicy"], lacks: ["host"] },
  },
  { name: "not in a comment", yaml: rule("  # <|>\n"), is: { only: [] } },
];

const values: readonly Case[] = [
  {
    name: "enum values with their meaning",
    yaml: rule("  trafficPolicy:\n    tls:\n      mode: <|>\n"),
    is: {
      has: ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"],
      accept: ["SIMPLE", rule("  trafficPolicy:\n    tls:\n      mode: SIMPLE\n")],
    },
  },
  {
    name: "a word gives way to a value",
    yaml: entry("  resolution: D<|>N\n"),
    is: { accept: ["DNS", entry("  resolution: DNS\n")] },
  },
  {
    name: "quotes stay",
    yaml: entry("  resolution: 'D<|>'\n"),
    is: { accept: ["DNS", entry("  resolution: 'DNS'\n")] },
  },
  {
    name: "an open quote is closed",
    yaml: entry('  resolution: "D<|>\n  location: MESH_EXTERNAL\n'),
    is: { accept: ["DNS", entry('  resolution: "DNS"\n  location: MESH_EXTERNAL\n')] },
  },
  {
    name: "young values say so",
    yaml: entry("  resolution: <|>\n"),
    is: { settings: { istioVersion: "1.26" }, detail: ["DYNAMIC_DNS", "needs Istio 1.28"] },
  },
  {
    name: "true and false",
    yaml: rule("  trafficPolicy:\n    tls:\n      insecureSkipVerify: <|>\n"),
    is: { only: ["true", "false"] },
  },
  { name: "protocols", yaml: entry("  ports:\n  - protocol: <|>\n"), is: { first: ["HTTP", "HTTPS", "TLS", "TCP"] } },
  {
    name: "a comment behind the cursor stays a comment",
    yaml: entry("  resolution: <|># how\n"),
    is: { accept: ["DNS", entry("  resolution: DNS # how\n")] },
  },
  {
    name: "hosts for a DestinationRule",
    yaml: mesh + rule("  host: <|>\n"),
    is: {
      first: ["finance.yahoo.com"],
      has: [
        "*.wikipedia.org",
        "web.shop.svc.cluster.local",
        "istio-egressgateway.istio-system.svc.cluster.local",
        "kubernetes.default.svc.cluster.local",
      ],
      lacks: ["private.example.com"],
    },
  },
  {
    name: "a wildcard is quoted",
    yaml: mesh + rule("  host: <|>\n"),
    is: { accept: ["*.wikipedia.org", mesh + rule('  host: "*.wikipedia.org"\n')] },
  },
  {
    name: "where a host is known from",
    yaml: mesh + rule("  host: <|>\n"),
    is: { detail: ["finance.yahoo.com", "ServiceEntry default/yahoo · 80 HTTP, 443 HTTPS"] },
  },
  {
    name: "sidecars hand over to the egress gateway first",
    yaml:
      mesh +
      service(
        "  hosts: [finance.yahoo.com]\n  gateways: [yahoo, mesh]\n  http:\n  - match:\n    - gateways: [mesh]\n    route:\n    - destination:\n        host: <|>\n",
      ),
    is: { first: ["istio-egressgateway.istio-system.svc.cluster.local", "finance.yahoo.com"] },
  },
  {
    name: "the gateway sends to the host itself first",
    yaml:
      mesh +
      service(
        "  hosts: [finance.yahoo.com]\n  gateways: [yahoo, mesh]\n  http:\n  - match:\n    - gateways: [yahoo]\n    route:\n    - destination:\n        host: <|>\n",
      ),
    is: { first: ["finance.yahoo.com"], lacks: ["*.wikipedia.org"] },
  },
  {
    name: "the Gateway that serves the host comes first",
    yaml: mesh + service("  hosts: [finance.yahoo.com]\n  gateways:\n  - <|>\n"),
    is: {
      only: ["egress/yahoo-gateway", "cnn-gateway", "mesh"],
      accept: ["mesh", mesh + service("  hosts: [finance.yahoo.com]\n  gateways:\n  - mesh\n")],
    },
  },
  {
    name: "gateways that are there are not offered again",
    yaml: mesh + service("  gateways: [mesh, default/cnn-gateway, <|>]\n"),
    is: { only: ["egress/yahoo-gateway"] },
  },
  {
    name: "a match names the VirtualService's own gateways",
    yaml:
      mesh +
      service("  gateways:\n  - egress/yahoo-gateway\n  - mesh\n  http:\n  - match:\n    - gateways:\n      - <|>\n"),
    is: { only: ["egress/yahoo-gateway", "mesh"] },
  },
  {
    name: "ports of a match are those of its gateways",
    yaml:
      mesh +
      service(
        "  hosts: [finance.yahoo.com]\n  gateways: [egress/yahoo-gateway, cnn-gateway]\n  http:\n  - match:\n    - gateways: [cnn-gateway]\n      port: <|>\n",
      ),
    is: { only: ["8080"] },
  },
  {
    name: "or of the host, for sidecars",
    yaml: mesh + service("  hosts: [finance.yahoo.com]\n  http:\n  - match:\n    - port: <|>\n"),
    is: { only: ["80", "443"] },
  },
  {
    name: "ports of a destination",
    yaml:
      mesh +
      service(
        "  http:\n  - route:\n    - destination:\n        host: finance.yahoo.com\n        port:\n          number: <|>\n",
      ),
    is: { only: ["80", "443"], detail: ["443", "HTTPS · tls"] },
  },
  {
    name: "ports of a short Service name",
    yaml:
      mesh.replaceAll("namespace: shop", "namespace: default") +
      service("  http:\n  - route:\n    - destination:\n        host: web\n        port:\n          number: <|>\n"),
    is: { only: ["8080"] },
  },
  {
    name: "a port-level policy is offered once per port",
    yaml:
      mesh +
      rule(
        "  host: finance.yahoo.com\n  trafficPolicy:\n    portLevelSettings:\n    - port: {number: 80}\n    - port:\n        number: <|>\n",
      ),
    is: { only: ["443"] },
  },
  {
    name: "a number loses quotes",
    yaml:
      mesh +
      service(
        "  http:\n  - route:\n    - destination:\n        host: finance.yahoo.com\n        port:\n          number: '<|>'\n",
      ),
    is: {
      accept: [
        "443",
        mesh +
          service(
            "  http:\n  - route:\n    - destination:\n        host: finance.yahoo.com\n        port:\n          number: 443\n",
          ),
      ],
    },
  },
  {
    name: "subsets of the destination's host",
    yaml:
      mesh +
      service(
        "  http:\n  - route:\n    - destination:\n        host: istio-egressgateway.istio-system.svc.cluster.local\n        subset: <|>\n",
      ),
    is: { only: ["yahoo", "cnn"] },
  },
  { name: "exportTo", yaml: mesh + entry("  exportTo:\n  - <|>\n"), is: { first: [".", "*"], has: ["shop", "other"] } },
  {
    name: "beside a namespace no star",
    yaml: mesh + entry("  exportTo: [shop, <|>]\n"),
    is: { lacks: ["*", "shop"], has: ["."] },
  },
  {
    name: "the egress gateway's labels",
    yaml: gateway("  selector:\n    <|>\n"),
    is: {
      first: ["istio: egressgateway"],
      accept: ["istio: egressgateway", gateway("  selector:\n    istio: egressgateway\n")],
    },
  },
  { name: "values of a label", yaml: gateway("  selector:\n    istio: <|>\n"), is: { first: ["egressgateway"] } },
  {
    name: "labels of workloads",
    yaml: mesh + rule("  workloadSelector:\n    matchLabels:\n      <|>\n"),
    is: { has: ["app: web"] },
  },
  {
    name: "Secrets, the gateways' namespace first",
    yaml: mesh + rule("  trafficPolicy:\n    tls:\n      credentialName: <|>\n"),
    is: { only: ["client-cert", "other-cert"] },
  },
  {
    name: "SNI names are the VirtualService's own hosts",
    yaml:
      mesh +
      service(
        "  hosts: [finance.yahoo.com, b.example.com]\n  tls:\n  - match:\n    - sniHosts: [b.example.com, <|>]\n",
      ),
    is: { only: ["finance.yahoo.com"] },
  },
  {
    name: "hosts of a Gateway's server, also with a namespace",
    yaml: mesh + gateway("  servers:\n  - hosts:\n    - <|>\n"),
    is: { first: ["finance.yahoo.com"], has: ["default/finance.yahoo.com"] },
  },
  {
    name: "a Sidecar imports namespace/host",
    yaml: `${mesh}apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: s}\nspec:\n  egress:\n  - hosts:\n    - <|>\n`,
    is: {
      first: ["./*", "istio-system/*", "./finance.yahoo.com"],
      has: ["other/*.wikipedia.org", "shop/web.shop.svc.cluster.local"],
    },
  },
  {
    name: "a ServiceEntry declares what others already use",
    yaml: mesh + entry("  hosts:\n  - <|>\n"),
    is: { only: ["edition.cnn.com"] },
  },
  {
    name: "list items below their key",
    yaml: mesh + service("  gateways:\n  <|>\n"),
    is: { accept: ["mesh", mesh + service("  gateways:\n  - mesh\n")] },
  },
  {
    name: "list items right behind the key",
    yaml: mesh + service("  gateways:<|>\n"),
    is: { accept: ["mesh", mesh + service("  gateways:\n  - mesh\n")] },
  },
  {
    name: "inside quotes in a flow list",
    yaml: mesh + rule('  exportTo: ["<|>"]\n'),
    is: { accept: [".", mesh + rule('  exportTo: ["."]\n')] },
  },
  {
    name: "behind Hangul and emoji",
    yaml: `\uFEFF# 설명 🙂\r\n${entry("  resolution: <|>\n").replaceAll("\n", "\r\n")}`,
    is: { accept: ["DNS", `\uFEFF# 설명 🙂\r\n${entry("  resolution: DNS\n").replaceAll("\n", "\r\n")}`] },
  },
  { name: "no weights", yaml: service("  http:\n  - route:\n    - weight: <|>\n"), is: { only: [] } },
  {
    name: "namespaces",
    yaml: mesh + "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  namespace: <|>\n",
    is: { has: ["shop", "istio-system", "egress"] },
  },
];

const server = (protocol: string, tls: string): string =>
  gateway(`  servers:\n  - port: {number: 1, name: a, protocol: ${protocol}}\n    hosts: [a.com]\n    tls:\n${tls}`);

/** Fields and values that the structure allows and the rest of the resource rules out. */
const contradictions: readonly Case[] = [
  {
    name: "a passed-through server has no use for certificates",
    yaml: server("TLS", "      mode: PASSTHROUGH\n      <|>\n"),
    is: { lacks: ["credentialName", "privateKey"], has: ["cipherSuites"] },
  },
  {
    name: "a server with a certificate does not pass TLS through",
    yaml: server("HTTPS", "      credentialName: a\n      mode: <|>\n"),
    is: { only: ["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"] },
  },
  {
    name: "the value that stands there does not bring up one that cannot stand there",
    yaml: server("HTTPS", "      credentialName: a\n      mode: ISTIO_MUTU<|>\n"),
    is: { lacks: ["PASSTHROUGH"] },
  },
  {
    name: "a server with TLS settings speaks a protocol over TLS",
    yaml: server("<|>", "      mode: SIMPLE\n"),
    is: { only: ["HTTPS", "TLS"] },
  },
  {
    name: "a skipped check and a certificate to check against exclude each other",
    yaml: rule("  trafficPolicy:\n    tls:\n      mode: SIMPLE\n      insecureSkipVerify: true\n      <|>\n"),
    is: { lacks: ["caCertificates", "subjectAltNames", "credentialName"], has: ["sni"] },
  },
  {
    name: "endpoints need a resolution that looks at them",
    yaml: entry("  resolution: NONE\n  <|>\n"),
    is: { lacks: ["endpoints", "workloadSelector"], has: ["addresses"] },
  },
  {
    name: "and the other way round",
    yaml: entry("  endpoints:\n  - address: a.example.com\n  resolution: <|>\n"),
    is: { lacks: ["NONE", "STATIC"], has: ["DNS"] },
  },
  {
    name: "a wildcard is not looked up in DNS",
    yaml: entry('  hosts: ["*.example.com"]\n  ports: [{number: 443, name: a, protocol: TLS}]\n  resolution: <|>\n'),
    is: { lacks: ["DNS", "DNS_ROUND_ROBIN"], has: ["NONE", "DYNAMIC_DNS"] },
  },
  {
    name: "hosts that share a TCP port cannot be told apart",
    yaml: entry("  hosts: [a.com, b.com]\n  resolution: DNS\n  ports:\n  - number: 1\n    protocol: <|>\n"),
    is: { lacks: ["TCP", "MONGO"], has: ["TLS", "HTTP"] },
  },
  {
    name: "port 443 without addresses is no plain HTTP",
    yaml: entry("  hosts: [a.com]\n  ports:\n  - number: 443\n    protocol: <|>\n"),
    is: { lacks: ["HTTP", "GRPC"], has: ["HTTPS", "TLS"] },
  },
  {
    name: 'the host "*" is for gateways only',
    yaml: mesh + service('  hosts: ["*"]\n  gateways:\n  - <|>\n'),
    is: { lacks: ["mesh"], has: ["cnn-gateway"] },
  },
  {
    name: "a host whose SNI names are matched is not given up",
    yaml: mesh + service("  hosts: [finance.yahoo.<|>com]\n  tls:\n  - match:\n    - sniHosts: [finance.yahoo.com]\n"),
    is: { only: [] },
  },
  {
    name: "a Sidecar does not import twice",
    yaml: `${mesh}apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: s}\nspec:\n  egress:\n  - hosts: [./*, <|>]\n`,
    is: { lacks: ["./*", "./finance.yahoo.com"], has: ["istio-system/*", "other/*.wikipedia.org"] },
  },
];

const usual: readonly Case[] = [
  {
    name: "a word in full brings up nothing, not even longer ones",
    yaml: entry("  ports:\n  - protocol: HTTP<|>\n"),
    is: { only: [] },
  },
  { name: "a key in full brings up nothing", yaml: entry("  hosts<|>\n"), is: { only: [] } },
  {
    name: "a letter before the end the list closes, for whoever types on",
    yaml: entry("  ports:\n  - protocol: HTT<|>\n"),
    is: { view: { asksWhileTyping: true }, only: [] },
  },
  {
    name: "behind a bare colon no list opens by itself",
    yaml: rule("  trafficPolicy:<|>\n"),
    is: { view: { asksWhileTyping: true }, only: [] },
  },
  {
    name: "behind colon and blank no next line is offered by itself",
    yaml: rule("  trafficPolicy: <|>\n"),
    is: { view: { asksWhileTyping: true }, only: [] },
  },
  {
    name: "behind colon and blank values are offered",
    yaml: rule("  trafficPolicy:\n    tls:\n      mode: <|>\n"),
    is: { view: { asksWhileTyping: true }, first: ["SIMPLE", "DISABLE"] },
  },
  {
    name: "ports of HTTP and TLS, with their protocol",
    yaml: entry("  ports:\n  - number: <|>\n"),
    is: { only: ["80", "443", "8443"], detail: ["8443", "HTTPS"] },
  },
  {
    name: "ports that fit the protocol",
    yaml: entry("  ports:\n  - protocol: HTTPS\n    number: <|>\n"),
    is: { only: ["443", "8443"] },
  },
  {
    name: "names of ports",
    yaml: entry("  ports:\n  - number: 80\n    name: <|>\n"),
    is: { only: ["http", "http-80"] },
  },
  {
    name: "names of ports that endpoints use",
    yaml: entry("  ports:\n  - number: 80\n    name: <|>\n  endpoints:\n  - address: a\n    ports: { web: 8080 }\n"),
    is: { only: ["web"] },
  },
  {
    name: "names that follow the host",
    yaml: rule("  host: api.example.com\n").replace("name: r", "name: <|>"),
    is: { only: ["api-example-com-tls", "api-example-com"] },
  },
  {
    name: "a Secret's name, while no file has one",
    yaml: rule("  host: api.example.com\n  trafficPolicy:\n    tls:\n      mode: MUTUAL\n      credentialName: <|>\n"),
    is: { only: ["api-example-com-credential"] },
  },
  {
    name: "gateways with their namespace, once a slash is typed",
    yaml: mesh + service("  gateways:\n  - default/<|>\n"),
    is: { has: ["default/cnn-gateway", "egress/yahoo-gateway"] },
  },
];

for (const [group, list] of Object.entries({ headers, fields, values, contradictions, usual })) {
  for (const { name, yaml, is } of list)
    test(`completion, ${group}: ${name}`, () => {
      checkCompletion(yaml, is);
    });
}

test("completion: every item explains itself when asked, in both languages", () => {
  for (const source of [
    entry("  <|>\n"),
    entry("  resolution: <|>\n"),
    entry("  ports:\n  - protocol: <|>\n"),
    "<|>",
    "kind: <|>",
  ]) {
    const fixture = readFixture(source);
    const snapshot = snapshotOf(fixture);
    const [cursor] = fixture.cursors;
    assert.ok(cursor !== undefined);
    for (const locale of ["en", "ko"] as const) {
      const view = { locale, snippetSupport: true, markdown: locale === "en" };
      for (const item of itemsAt(snapshot, cursor.uri, cursor.offset, view)) {
        const documentation = resolveCompletion(snapshot, JSON.parse(JSON.stringify(item.data ?? null)), view);
        assert.ok(documentation !== undefined && documentation.value.length > 20, item.label);
        assert.equal(documentation.kind, locale === "en" ? "markdown" : "plaintext");
      }
    }
  }
});

test("completion: at any cut of any text every range lies in the file, on one line, around the cursor", () => {
  const whole =
    mesh.replaceAll(/^#- .*\n/gm, "") +
    service("  http:\n  - route:\n    - destination: {host: a, port: {number: 80}}\n");
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.boolean(), (cut, at, isWindows) => {
      const text = isWindows ? whole.slice(0, cut).replaceAll("\n", "\r\n") : whole.slice(0, cut);
      const offset = Math.min(at, text.length);
      const snapshot = snapshotOf(readFixture("")).apply([{ uri: "file:///cut.yaml", text }]);
      const file = snapshot.file("file:///cut.yaml");
      assert.ok(file !== undefined);
      const cursor = positionAt(file, offset);
      for (const { textEdit } of itemsAt(snapshot, "file:///cut.yaml", offset)) {
        const { start, end } = textEdit.range;
        assert.equal(start.line, cursor.line);
        assert.equal(end.line, cursor.line);
        assert.ok(start.character <= cursor.character && cursor.character <= end.character);
      }
    }),
    { numRuns: 300 },
  );
});

test("completion: what is no topic is not explained", () => {
  const snapshot = snapshotOf(readFixture(""));
  const view = { locale: "en", snippetSupport: true, markdown: true } as const;
  for (const data of [
    undefined,
    null,
    1,
    "x",
    [],
    {},
    { kind: "Nothing", path: [] },
    { kind: "Gateway", path: [{}] },
    { key: 1 },
  ]) {
    assert.equal(resolveCompletion(snapshot, data, view), undefined);
  }
});
