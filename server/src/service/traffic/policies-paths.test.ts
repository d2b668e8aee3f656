// DestinationRules: who finds which, and what TLS comes of it. What files in doubt change.
import { test } from "node:test";
import { checkTrace, type TraceRequest } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, routes, to, PLAIN, TLS } from "../../../../test/support/resources";

const TO_A: TraceRequest = { from: "shop", to: "http://a.example/orders" };

interface Path {
  readonly title: string;
  readonly source: string;
  readonly request: TraceRequest;
  readonly expected: string;
}

const policies: readonly Path[] = [
  {
    title: "a rule for selected workloads, seen by one of them",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio(
        "DestinationRule",
        "a",
        "shop",
        "host: a.example, workloadSelector: {matchLabels: {app: one}}, trafficPolicy: {tls: {mode: MUTUAL, credentialName: client}}",
      ),
    ),
    request: { ...TO_A, from: { namespace: "shop", labels: { app: "one" } } },
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | MUTUAL sni=a.example names=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as mtls
      ~ secret-not-seen client shop`,
  },
  {
    title: "a rule for selected workloads, seen by who knows",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio(
        "DestinationRule",
        "a",
        "shop",
        "host: a.example, workloadSelector: {matchLabels: {app: one}}, trafficPolicy: {tls: {mode: MUTUAL, credentialName: client}}",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 443
      external a.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain
      ~ workload-labels-unknown DestinationRule shop/a`,
  },
  {
    title: "the proxy's namespace goes before the service's",
    source: set(
      entry("a.example", "other", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio("DestinationRule", "near", "shop", "host: '*.example', trafficPolicy: {loadBalancer: {simple: RANDOM}}"),
      istio("DestinationRule", "far", "other", "host: a.example, trafficPolicy: {tls: {mode: SIMPLE}}"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 443
      external a.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain`,
  },
  {
    title: "a mesh-wide rule of the root namespace",
    source: set(
      entry("a.example", "other", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio(
        "DestinationRule",
        "all",
        "istio-system",
        "host: '*.example', trafficPolicy: {tls: {mode: SIMPLE, sni: a.example}}",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | SIMPLE sni=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "a subset's TLS goes before the rule's",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      routes("a", "shop", "a.example", "http: [{route: [{destination: {host: a.example, subset: tls}}]}]"),
      istio(
        "DestinationRule",
        "a",
        "shop",
        "host: a.example, trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: tls, trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true}}}]",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80|tls|a.example | SIMPLE sni=a.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "names of the ServiceEntry for the certificate",
    source: set(
      entry(
        "a.example",
        "shop",
        "{number: 80, name: http, protocol: HTTP, targetPort: 443}",
        "resolution: DNS, subjectAltNames: [cert.example]",
      ),
      istio(
        "DestinationRule",
        "a",
        "shop",
        "host: a.example, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: /etc/ca.pem}}",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | SIMPLE sni=a.example names=cert.example | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls
      ~ certificate-files /etc/ca.pem`,
  },
  {
    title: "no server name for TCP",
    source: set(
      entry("db.example", "shop", "{number: 3306, name: tcp, protocol: TCP}"),
      istio("DestinationRule", "db", "shop", "host: db.example, trafficPolicy: {tls: {mode: SIMPLE}}"),
    ),
    request: { from: "shop", to: "tcp://db.example:3306" },
    expected: `
      sidecar shop:3306 | [default] | outbound|3306||db.example | SIMPLE | to 3306
      external db.example:3306
      = ok (server-reached) leaves as tls`,
  },
  {
    title: "no server name and no check before 1.21",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio("DestinationRule", "a", "shop", "host: a.example, trafficPolicy: {tls: {mode: SIMPLE}}"),
    ),
    request: { ...TO_A, settings: { istioVersion: "1.20" } },
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | SIMPLE | to 443
      external a.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "a tunnel through a proxy",
    source: set(
      entry("a.example", "shop", TLS),
      entry("proxy.example", "shop", "{number: 3128, name: tcp, protocol: TCP}"),
      routes(
        "a",
        "shop",
        "a.example",
        `tls: [${to("proxy.example", 3128, "match: [{port: 443, sniHosts: [a.example]}], ").replace("port: {number: 3128}", "subset: out, port: {number: 3128}")}]`,
      ),
      istio(
        "DestinationRule",
        "p",
        "shop",
        "host: proxy.example, subsets: [{name: out, trafficPolicy: {tunnel: {targetHost: a.example, targetPort: 443}}}]",
      ),
    ),
    request: { from: "shop", to: "https://a.example/" },
    expected: `
      sidecar shop:443 | [shop/a tls[0]] | outbound|3128|out|proxy.example | PASSTHROUGH sni=a.example | to 3128
      external proxy.example:3128
      = ok 200 (tunnelled) leaves as tls
      ~ tunnel-proxy proxy.example a.example`,
  },
  {
    title: "MUTUAL without a certificate sends plaintext",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio("DestinationRule", "a", "shop", "host: a.example, trafficPolicy: {tls: {mode: MUTUAL}}"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE dropped:no-client-certificate | to 443
      external a.example:443
      = plain-to-tls 400 (server-wants-tls) leaves as plain`,
  },
];

const doubt: readonly Path[] = [
  {
    title: "a template may hold the missing rule",
    source: set(
      entry("a.example", "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}"),
      istio("DestinationRule", "x", "shop", "host: '{{ .Values.host }}'"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 443
      external a.example:443
      = unknown (server-wants-tls) leaves as plain
      ~ text-in-doubt DestinationRule`,
  },
  {
    title: "no rule takes the path, but one holds a placeholder",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes("a", "shop", "a.example", `http: [${to("a.example", 80, "match: [{uri: {exact: '$(PATH)'}}], ")}]`),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80
      = unknown (no-rule-matches)`,
  },
  {
    title: "the mesh configuration among the files",
    source: set(
      entry("b.example", "shop", PLAIN),
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n",
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | block_all | [block_all]
      = blackhole 502 (refused)`,
  },
];

for (const { title, source, request, expected } of [...policies, ...doubt]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
