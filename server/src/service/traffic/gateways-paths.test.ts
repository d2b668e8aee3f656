// Gateways that share a workload, and workloads known in different ways.
import { test } from "node:test";
import { checkTrace, type TraceRequest } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, service, gateway, routes, to, PLAIN, EGRESS } from "../../../../test/support/resources";

const TO_A: TraceRequest = { from: "shop", to: "http://a.example/orders" };

interface Path {
  readonly title: string;
  readonly source: string;
  readonly request: TraceRequest;
  readonly expected: string;
}

const gateways: readonly Path[] = [
  {
    title: "two Gateways share a plain port",
    source: set(
      entry("a.example", "shop", PLAIN),
      gateway("gw", "shop", "{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}"),
      gateway("other", "shop", "{port: {number: 80, name: http, protocol: HTTP}, hosts: [b.example]}"),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "an older Gateway's TLS server leaves the port to plain HTTP as well",
    source: set(
      entry("a.example", "shop", PLAIN),
      gateway("gw", "shop", "{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}"),
      gateway(
        "aaa",
        "shop",
        "{port: {number: 80, name: tls, protocol: TLS}, tls: {mode: PASSTHROUGH}, hosts: [b.example]}",
      ),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "a server for VirtualServices of another namespace",
    source: set(
      entry("a.example", "shop", PLAIN),
      gateway("gw", "shop", "{port: {number: 80, name: http, protocol: HTTP}, hosts: ['team/a.example']}"),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | blackhole:80
      = no-route 404 (no-virtual-host)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "a server that sends plain requests to https",
    source: set(
      entry("a.example", "shop", PLAIN),
      gateway(
        "gw",
        "shop",
        "{port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}, hosts: [a.example]}",
      ),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | a.example:80
      = ok 301 (redirected)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "TLS that the gateway ends and forwards as TCP",
    source: set(
      entry("a.example", "shop", "{number: 80, name: tcp, protocol: TCP}"),
      gateway("gw", "shop", "{port: {number: 80, name: tls, protocol: TLS}, tls: {mode: ISTIO_MUTUAL}, hosts: ['*']}"),
      istio("DestinationRule", "hop", "shop", `host: ${EGRESS}, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}`),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], tcp: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: { from: "shop", to: "tcp://a.example:80" },
    expected: `
      sidecar shop:80 | [shop/a tcp[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | ISTIO_MUTUAL sni=outbound_.80_._.istio-egressgateway.istio-system.svc.cluster.local | to 8080
      gateway istio-system/istio-egressgateway:8080 | [shop/a tcp[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok (server-reached) via egress gateway leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "a client certificate that the server asks for",
    source: set(
      entry("a.example", "shop", PLAIN),
      gateway(
        "gw",
        "shop",
        "{port: {number: 80, name: https, protocol: HTTPS}, tls: {mode: ISTIO_MUTUAL}, hosts: [a.example]}",
      ),
      istio("DestinationRule", "hop", "shop", `host: ${EGRESS}, trafficPolicy: {tls: {mode: SIMPLE, sni: a.example}}`),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | SIMPLE sni=a.example | to 8080
      gateway istio-system/istio-egressgateway:8080
      = tls-handshake-fails 503 (client-certificate-missing)
      ~ gateway-as-shipped istio-system/istio-egressgateway`,
  },
  {
    title: "the gateway of the settings",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio(
        "Gateway",
        "gw",
        "shop",
        "selector: {app: my-egress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}]",
      ),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to("my-egress.edge.svc.cluster.local", 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: {
      ...TO_A,
      settings: {
        gateways: [
          {
            name: "my-egress",
            namespace: "edge",
            labels: { app: "my-egress" },
            ports: [{ port: 80, targetPort: 8080 }],
          },
        ],
      },
    },
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||my-egress.edge.svc.cluster.local | DISABLE | to 8080
      gateway edge/my-egress:8080 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain
      ~ gateway-from-settings edge/my-egress`,
  },
  {
    title: "a gateway that only its Gateway's selector tells of",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio(
        "Gateway",
        "gw",
        "shop",
        "selector: {app: my-egress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}]",
      ),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to("my-egress.edge.svc.cluster.local", 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||my-egress.edge.svc.cluster.local | DISABLE | to 80
      gateway edge/my-egress:80 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain
      ~ service-not-seen my-egress.edge.svc.cluster.local
      ~ gateway-service-not-seen my-egress.edge.svc.cluster.local shop/gw
      ~ port-not-seen my-egress.edge.svc.cluster.local 80`,
  },
  {
    title: "a Gateway that is not among the files",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain
      ~ gateway-as-shipped istio-system/istio-egressgateway
      ~ gateway-not-seen shop/gw 80`,
  },
  {
    title: "a Gateway that is not among the files, with routes that do not take the request",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to(EGRESS, 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw], uri: {prefix: /x}}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||istio-egressgateway.istio-system.svc.cluster.local | DISABLE | to 8080
      gateway istio-system/istio-egressgateway:8080
      = unknown (no-gateway-for-workload)
      ~ gateway-as-shipped istio-system/istio-egressgateway
      ~ gateway-unconfigured istio-system/istio-egressgateway`,
  },
  {
    title: "a gateway among the files, its pods too",
    source: set(
      entry("a.example", "shop", PLAIN),
      service("my-egress", "edge", "selector: {app: my-egress}, ports: [{port: 80, name: http, targetPort: 8080}]"),
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: my-egress, namespace: edge}\nspec: {template: {metadata: {labels: {app: my-egress, istio: mine}}, spec: {containers: []}}}\n",
      istio(
        "Gateway",
        "gw",
        "shop",
        "selector: {istio: mine}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}]",
      ),
      routes(
        "a",
        "shop",
        "a.example",
        `gateways: [mesh, gw], http: [${to("my-egress.edge.svc.cluster.local", 80, "match: [{gateways: [mesh]}], ")}, ${to("a.example", 80, "match: [{gateways: [gw]}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||my-egress.edge.svc.cluster.local | DISABLE | to 8080
      gateway edge/my-egress:8080 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) via egress gateway leaves as plain`,
  },
];

for (const { title, source, request, expected } of [...gateways]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
