// Hosts, ports and addresses of the registry.
import { test } from "node:test";
import { checkTrace, type TraceRequest } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, service, routes, to, PLAIN, TLS } from "../../../../test/support/resources";

const TO_A: TraceRequest = { from: "shop", to: "http://a.example/orders" };

interface Path {
  readonly title: string;
  readonly source: string;
  readonly request: TraceRequest;
  readonly expected: string;
}

const registry: readonly Path[] = [
  {
    title: "a cluster Service by its short name, not among the files",
    source: service("other", "shop", "ports: [{port: 80, name: http}]"),
    request: { from: "shop", to: "http://cart/" },
    expected: `
      sidecar shop:80 | cart.shop.svc.cluster.local:80 | [default] | outbound|80||cart.shop.svc.cluster.local | DISABLE | to 80
      external cart.shop.svc.cluster.local:80
      = ok 200 (server-reached) leaves as plain
      ~ service-not-seen cart.shop.svc.cluster.local
      ~ port-not-seen cart.shop.svc.cluster.local 80`,
  },
  {
    title: "an ExternalName Service stands for another",
    source: set(
      service("alias", "shop", "type: ExternalName, externalName: real.shop.svc.cluster.local"),
      service("real", "shop", "clusterIP: 10.0.0.1, ports: [{port: 80, name: http}]"),
      routes("x", "shop", "x.example", `http: [${to("alias", 80)}]`),
    ),
    request: { from: "shop", to: "http://x.example/" },
    expected: `
      sidecar shop:80 | x.example:80 | [shop/x http[0]] | outbound|80||real.shop.svc.cluster.local | DISABLE | to 80
      external real.shop.svc.cluster.local:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "a cluster Service without that port",
    source: service("cart", "shop", "clusterIP: 10.0.0.1, ports: [{port: 80, name: http}]"),
    request: { from: "shop", to: "http://cart:9999/" },
    expected: `
      sidecar shop:9999
      = no-listener 503 (port-not-declared)`,
  },
  {
    title: "an address from DNS capture",
    source: set(
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n    defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: true}}\n",
      entry("db.example", "shop", "{number: 443, name: tcp, protocol: TCP}"),
    ),
    request: { from: "shop", to: "https://a.example/" },
    expected: `
      sidecar shop:443 | PassthroughCluster | PASSTHROUGH sni=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "a wildcard host by server name",
    source: entry("*.wild.example", "shop", TLS, "resolution: NONE"),
    request: { from: "shop", to: "https://en.wild.example/" },
    expected: `
      sidecar shop:443 | [default] | outbound|443||*.wild.example | PASSTHROUGH sni=en.wild.example | to 443
      external en.wild.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "a wildcard host resolved as requests come",
    source: set(entry("*.wild.example", "shop", PLAIN, "resolution: DYNAMIC_DNS")),
    request: { from: "shop", to: "http://en.wild.example/" },
    expected: `
      sidecar shop:80 | *.wild.example:80 | [default] | outbound|80||*.wild.example | DISABLE | to 80
      external en.wild.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "a TCP port without address takes what is not HTTP",
    source: set(entry("db.example", "shop", "{number: 443, name: tcp, protocol: TCP}")),
    request: { from: "shop", to: "https://a.example/" },
    expected: `
      sidecar shop:443 | [default] | outbound|443||db.example | PASSTHROUGH sni=a.example | to 443
      external db.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "HTTP declared on 443 leaves other TLS alone",
    source: set(entry("b.example", "shop", "{number: 443, name: http, protocol: HTTP}")),
    request: { from: "shop", to: "https://a.example/" },
    expected: `
      sidecar shop:443 | PassthroughCluster | PASSTHROUGH sni=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls
      ~ outbound-policy-default`,
  },
  {
    title: "the narrower range of addresses",
    source: set(
      entry(
        "wide.example",
        "shop",
        "{number: 9000, name: tcp, protocol: TCP}",
        "addresses: ['10.0.0.0/8'], resolution: NONE",
      ),
      entry(
        "narrow.example",
        "shop",
        "{number: 9000, name: tcp, protocol: TCP}",
        "addresses: ['10.1.0.0/16'], resolution: NONE",
      ),
    ),
    request: { from: "shop", to: "tcp://10.1.2.3:9000" },
    expected: `
      sidecar shop:9000 | [default] | outbound|9000||narrow.example | DISABLE | to 9000
      external narrow.example:9000
      = ok (server-reached) leaves as plain`,
  },
  {
    title: "an endpoint's own port",
    source: entry(
      "a.example",
      "shop",
      PLAIN,
      "resolution: STATIC, endpoints: [{address: 10.0.0.1, ports: {http: 8080}}]",
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 8080
      external a.example:8080
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "a WorkloadEntry's port",
    source: set(
      entry("a.example", "shop", PLAIN, "resolution: STATIC, workloadSelector: {labels: {app: vm}}"),
      istio("WorkloadEntry", "vm", "shop", "address: 10.0.0.1, labels: {app: vm}, ports: {http: 9080}"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 9080
      external a.example:9080
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "two ServiceEntries of a namespace add their ports",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio("ServiceEntry", "b", "shop", `hosts: [a.example], ports: [${TLS}], resolution: DNS`),
    ),
    request: { from: "shop", to: "https://a.example/" },
    expected: `
      sidecar shop:443 | [default] | outbound|443||a.example | PASSTHROUGH sni=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
];

for (const { title, source, request, expected } of [...registry]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
