// The classic egress set, sound and with the well-known mistakes, as compact text: what every proxy decides and how the request ends.
import { test } from "node:test";
import { checkTrace, type TraceRequest } from "../../../../test/support/check-trace";
import {
  ENTRY,
  GATEWAY,
  HOP,
  MUTUAL_GATEWAY,
  ORIGINATE,
  PASSTHROUGH,
  ROUTES,
  set,
  SUBSET_ROUTES,
} from "../../../../test/support/egress-set";

const HTTP: TraceRequest = { from: "shop", to: "http://api.partner.example/orders" };
const HTTPS: TraceRequest = { from: "shop", to: "https://api.partner.example/orders" };

interface Path {
  readonly title: string;
  readonly source: string;
  readonly request: TraceRequest;
  readonly expected: string;
}

const sound: readonly Path[] = [
  {
    title: "the classic set: plain to the gateway, TLS from there",
    source: set(ENTRY, GATEWAY, ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | SIMPLE sni=api.partner.example names=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) via egress gateway leaves as tls
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "the current form: mutual TLS to the gateway, TLS from there",
    source: set(ENTRY, MUTUAL_GATEWAY, ORIGINATE, HOP, SUBSET_ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80|partner|istio-egressgateway.istio-system.svc.cluster.local | ISTIO_MUTUAL sni=api.partner.example | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | SIMPLE sni=api.partner.example names=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) via egress gateway leaves as tls
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "the client's own TLS passed through the gateway",
    source: set(ENTRY, PASSTHROUGH),
    request: HTTPS,
    expected: `
      sidecar shop:443 | [shop/partner tls[0]] | outbound|443||istio-egressgateway.istio-system.svc.cluster.local | PASSTHROUGH sni=api.partner.example | to 8443
      gateway istio-system/istio-egressgateway:8443 | [shop/partner tls[1]] | outbound|443||api.partner.example | PASSTHROUGH sni=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) via egress gateway leaves as tls
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "TLS originated by the sidecar on a port with a target port",
    source: set(
      ENTRY.replace("protocol: HTTP\n", "protocol: HTTP\n    targetPort: 443\n"),
      ORIGINATE.replace("number: 443", "number: 80"),
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [default] | outbound|80||api.partner.example | SIMPLE sni=api.partner.example names=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "a host the mesh does not know, let through",
    source: GATEWAY,
    request: HTTP,
    expected: `
      sidecar shop:80 | allow_any | [allow_any] | PassthroughCluster | DISABLE | to 80
      external api.partner.example:80
      = ok 200 (server-reached) leaves as plain
      ~ outbound-policy-default`,
  },
  {
    title: "a host the mesh does not know, on a port for TLS",
    source: GATEWAY,
    request: HTTPS,
    expected: `
      sidecar shop:443 | PassthroughCluster | PASSTHROUGH sni=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) leaves as tls
      ~ outbound-policy-default`,
  },
];

const broken: readonly Path[] = [
  {
    title: "P01 no TLS origination for the port of the second leg",
    source: set(ENTRY, GATEWAY, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P01 TLS switched off there",
    source: set(ENTRY, GATEWAY, ORIGINATE.replace("SIMPLE", "DISABLE"), ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P02 the client speaks TLS already",
    source: set(ENTRY, ORIGINATE),
    request: HTTPS,
    expected: `
      sidecar shop:443 | [default] | outbound|443||api.partner.example | SIMPLE | to 443
      external api.partner.example:443
      = double-tls (tls-twice) leaves as tls`,
  },
  {
    title: "P03 mutual TLS to a plain server",
    source: set(ENTRY, GATEWAY, ORIGINATE, HOP, SUBSET_ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80|partner|istio-egressgateway.istio-system.svc.cluster.local | ISTIO_MUTUAL sni=api.partner.example | to 8080
      gateway istio-system/istio-egressgateway:8080
      = tls-to-plain 503 (tls-at-plain-server)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P03 TLS to a plain port outside",
    source: set(ENTRY, ORIGINATE.replace("number: 443", "number: 80")),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [default] | outbound|80||api.partner.example | SIMPLE sni=api.partner.example names=api.partner.example | to 80
      external api.partner.example:80
      = tls-to-plain 503 (server-wants-plaintext) leaves as tls`,
  },
  {
    title: "P04 plain to a server that wants mutual TLS",
    source: set(ENTRY, MUTUAL_GATEWAY, ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080
      = plain-to-tls 503 (plaintext-at-tls-server)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P05 no server name set for the gateway",
    source: set(ENTRY, MUTUAL_GATEWAY, ORIGINATE, HOP.replace(/ +sni: .*\n/, ""), SUBSET_ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80|partner|istio-egressgateway.istio-system.svc.cluster.local | ISTIO_MUTUAL sni=outbound_.80_.partner_.istio-egressgateway.istio-system.svc.cluster.local | to 8080
      gateway istio-system/istio-egressgateway:8080
      = tls-handshake-fails 503 (no-server-for-name)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P07 a subset that nobody declares",
    source: set(ENTRY, MUTUAL_GATEWAY, ORIGINATE, SUBSET_ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80|partner|istio-egressgateway.istio-system.svc.cluster.local
      = no-cluster 503 (subset-not-declared)`,
  },
  {
    title: "P08 the origination lives where the gateway does not look",
    source: set(ENTRY, GATEWAY, ORIGINATE.replace("namespace: shop", "namespace: other"), ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P09 the ServiceEntry is hidden from the gateway",
    source: set(`${ENTRY}  exportTo: ["."]\n`, GATEWAY, ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example
      = no-cluster 503 (host-not-visible)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P09 the VirtualService is hidden from the gateway",
    source: set(ENTRY, GATEWAY, ORIGINATE, `${ROUTES}  exportTo: ["."]\n`),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | blackhole:80
      = no-route 404 (no-virtual-host)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P09 the DestinationRule is hidden from the gateway",
    source: set(ENTRY, GATEWAY, `${ORIGINATE}  exportTo: ["."]\n`, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P10 a short gateway name for a Gateway of another namespace",
    source: set(ENTRY, GATEWAY.replace("namespace: shop", "namespace: istio-system"), ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | blackhole:80
      = no-route 404 (no-virtual-host)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P12 no rule for the mesh",
    source: set(ENTRY, GATEWAY, ORIGINATE, ROUTES.replace("  - mesh\n  http", "  http")),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [default] | outbound|80||api.partner.example | DISABLE | to 80
      external api.partner.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "P13 the first rule holds at the gateway too",
    source: set(
      ENTRY,
      GATEWAY,
      ORIGINATE,
      ROUTES.replace("    - gateways:\n      - mesh\n      port: 80", "    - port: 80"),
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local
      = loop 503 (gateway-reaches-itself)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P15 the gateway's rule waits on another port",
    source: set(ENTRY, GATEWAY, ORIGINATE, ROUTES.replace(/(partner-egress\n +port:) 80/, "$1 443")),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | blackhole:80
      = no-route 404 (no-virtual-host)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P15 the gateway has no such port",
    source: set(ENTRY, GATEWAY, ORIGINATE, ROUTES.replace("number: 80", "number: 8080")),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|8080||istio-egressgateway.istio-system.svc.cluster.local
      = no-cluster 503 (port-not-declared)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P15 no server on the gateway's port",
    source: set(ENTRY, GATEWAY, ORIGINATE, ROUTES.replace("number: 80", "number: 443")),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|443||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8443
      gateway istio-system/istio-egressgateway:8443
      = no-listener 503 (no-server-on-port)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P16 the Gateway exposes another host",
    source: set(ENTRY, GATEWAY.replace("- api.partner", "- www.partner"), ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | blackhole:80
      = no-route 404 (no-virtual-host)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P17 the selector finds no pods",
    source: set(ENTRY, GATEWAY.replace("istio: egressgateway", "istio: egress-gateway"), ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080
      = no-listener 503 (no-gateway-for-workload)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P18 original destinations at the gateway",
    source: set(ENTRY.replace("  resolution: DNS\n", ""), GATEWAY, ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example
      = no-endpoints 503 (original-destination-at-gateway)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P19 a wildcard as destination",
    source: set(
      ENTRY.replace("- api.", "- '*.").replace("example\n", "example'\n").replace("DNS", "NONE"),
      GATEWAY,
      ROUTES.replace(/host: api.partner.example/, "host: '*.partner.example'"),
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||*.partner.example
      = no-endpoints 503 (original-destination-at-gateway)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P20 the ServiceEntry lacks the port",
    source: set(ENTRY.replace(/  - number: 443[^]*HTTPS\n/, ""), GATEWAY, ORIGINATE, ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example
      = no-cluster 503 (port-not-declared)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P22 port settings without TLS put the rule's TLS out of force",
    source: set(
      ENTRY,
      GATEWAY,
      ORIGINATE.replace(
        "      tls:\n        mode: SIMPLE\n",
        "      connectionPool: {}\n    tls:\n      mode: SIMPLE\n",
      ),
      ROUTES,
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P24 a credential that sidecars may not use",
    source: set(
      ENTRY.replace("protocol: HTTP\n", "protocol: HTTP\n    targetPort: 443\n"),
      ORIGINATE.replace("number: 443", "number: 80").replace("SIMPLE", "SIMPLE\n        credentialName: partner"),
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [default] | outbound|80||api.partner.example | DISABLE dropped:credential-on-sidecar | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain`,
  },
  {
    title: "P25 a Secret that exists for authorities only",
    source: set(
      ENTRY,
      GATEWAY,
      ORIGINATE.replace("SIMPLE", "MUTUAL\n        credentialName: partner"),
      ROUTES,
      "apiVersion: v1\nkind: Secret\nmetadata: {name: partner-cacert, namespace: istio-system}\n",
    ),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | MUTUAL sni=api.partner.example names=api.partner.example | to 443
      = tls-handshake-fails 503 (secret-without-key)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P32 HTTP routes behind a passthrough server",
    source: set(
      ENTRY,
      PASSTHROUGH.replaceAll("  tls:\n  - match", "  http:\n  - match").replaceAll(
        / +sniHosts:\n +- api.partner.example\n/g,
        "",
      ),
    ),
    request: HTTPS,
    expected: `
      sidecar shop:443 | [default] | outbound|443||api.partner.example | PASSTHROUGH sni=api.partner.example | to 443
      external api.partner.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "P35 unknown hosts refused",
    source: GATEWAY,
    request: { ...HTTP, settings: { mesh: { outboundTrafficPolicy: "REGISTRY_ONLY" } } },
    expected: `
      sidecar shop:80 | block_all | [block_all]
      = blackhole 502 (refused)`,
  },
  {
    title: "P35 unknown hosts refused, TLS",
    source: GATEWAY,
    request: { ...HTTPS, settings: { mesh: { outboundTrafficPolicy: "REGISTRY_ONLY" } } },
    expected: `
      sidecar shop:443 | BlackHoleCluster
      = blackhole (refused)`,
  },
  {
    title: "P38 the mesh's own TLS to an outside host",
    source: set(ENTRY, GATEWAY, ORIGINATE.replace("SIMPLE", "ISTIO_MUTUAL"), ROUTES),
    request: HTTP,
    expected: `
      sidecar shop:80 | api.partner.example:80 | [to-gateway] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | api.partner.example:80 | [to-partner] | outbound|443||api.partner.example | ISTIO_MUTUAL sni=outbound_.443_._.api.partner.example | to 443
      external api.partner.example:443
      = tls-handshake-fails 503 (mesh-tls-to-outside) leaves as mtls
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "P42 a host the registry lacks, on another port than 80",
    source: set(GATEWAY, ROUTES.replaceAll("port: 80", "port: 8080")),
    request: { from: "shop", to: "http://api.partner.example:8080" },
    expected: `
      sidecar shop:8080 | PassthroughCluster | DISABLE | to 8080
      external api.partner.example:8080
      = ok 200 (server-reached) leaves as plain
      ~ outbound-policy-default`,
  },
  {
    title: "plain HTTP to a port declared for TLS",
    source: ENTRY,
    request: { from: "shop", to: "http://api.partner.example:443/" },
    expected: `
      sidecar shop:443 | PassthroughCluster | DISABLE | to 443
      external api.partner.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ outbound-policy-default`,
  },
];

for (const { title, source, request, expected } of [...sound, ...broken]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
