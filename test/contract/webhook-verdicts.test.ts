// One small resource for each thing that Istio's webhook judges in Gateways, DestinationRules and VirtualServices: refused, warned about, or
// accepted although it looks odd. Which rule tells is left open here; that one does, and how loudly, is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allFindings, snapshotOf } from "../support/check";
import { readFixture } from "../support/fixture";

function head(kind: string, name = "x"): string {
  return `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\n`;
}

const HTTP = "{ number: 80, name: http, protocol: HTTP }";
const HTTPS = "{ number: 443, name: https, protocol: HTTPS }";
const TO = "route: [{ destination: { host: a.example.com } }]";

function gateway(servers: string, name?: string): string {
  return `${head("Gateway", name)}spec:\n  selector: { a: b }\n  servers:\n${servers}`;
}

function server(parts: { port?: string; hosts?: string; tls?: string; rest?: string }): string {
  const { port = HTTP, hosts = "[a.example.com]", tls, rest = "" } = parts;
  return `  - port: ${port}\n    hosts: ${hosts}\n${tls === undefined ? "" : `    tls: ${tls}\n`}${rest}`;
}

function destinationRule(spec: string, host = "a.example.com"): string {
  return `${head("DestinationRule")}spec:\n  host: ${host}\n${spec}`;
}

function trafficPolicy(policy: string): string {
  return destinationRule(`  trafficPolicy: ${policy}\n`);
}

function virtualService(spec: string, hosts = "[a.example.com]"): string {
  return `${head("VirtualService")}spec:\n  hosts: ${hosts}\n${spec}`;
}

function httpRoute(route: string): string {
  return virtualService(`  http:\n  - { ${route} }\n`);
}

const REFUSED: readonly string[] = [
  gateway(server({ port: "{ number: 0, name: a, protocol: HTTP }", rest: "    bind: unix://\n" })),
  gateway(server({ port: "{ number: 0, name: a, protocol: HTTP }", rest: "    bind: unix://a\n" })),
  gateway(server({}), "a.b"),
  head("Gateway") + "spec: { selector: { a: b } }\n",
  gateway("  - null\n"),
  gateway("  -\n"),
  gateway(server({}) + server({ port: "{ number: 81, name: http, protocol: HTTP }" })),
  gateway(server({ hosts: "[]" })),
  gateway(server({ port: HTTPS })),
  gateway(server({ tls: "{ mode: SIMPLE, credentialName: c }" })),
  gateway(server({ tls: "{ caCertificates: c, httpsRedirect: true }" })),
  gateway(server({ port: "{ number: 80, name: a, protocol: TCP }", tls: "{ mode: PASSTHROUGH }" })),
  gateway("  - hosts: [a.example.com]\n"),
  gateway("  - hosts: [a.example.com]\n    port: null\n"),
  gateway(server({ port: "{ number: 80, name: a, protocol: kafka }" })),
  gateway(server({ port: '{ number: 80, name: a, protocol: "" }' })),
  gateway(server({ port: "{ number: 80, name: a, protocol: HTTP, targetPort: 8080 }" })),
  gateway(server({ port: '{ number: 80, name: "", protocol: HTTP }' })),
  gateway(server({ rest: "    bind: unix:///a\n" })),
  gateway(server({ rest: "    bind: 300.0.0.1\n" })),
  gateway(server({ hosts: '["*a.example.com"]' })),
  gateway(server({ hosts: "[short]" })),
  gateway(server({ hosts: "[a.123]" })),
  gateway(server({ hosts: '["/a.example.com"]' })),
  gateway(
    server({ port: HTTPS, tls: "{ mode: ISTIO_MUTUAL, tlsCertificates: [{ serverCertificate: a, privateKey: b }] }" }),
  ),
  gateway(server({ port: HTTPS, tls: "{ mode: PASSTHROUGH, caCrl: a, credentialName: b }" })),
  destinationRule("", '""'),
  destinationRule("", "a_b.c"),
  destinationRule("  subsets: [null]\n"),
  destinationRule("  subsets: [{ name: a }, { name: a }]\n"),
  trafficPolicy("{}"),
  trafficPolicy("{ tunnel: { targetHost: a.b, targetPort: 1 }, proxyProtocol: {} }"),
  trafficPolicy("{ tunnel: { targetHost: a.b, targetPort: 1, protocol: x } }"),
  trafficPolicy("{ tunnel: { targetHost: '*.b', targetPort: 1 } }"),
  trafficPolicy("{ tunnel: { targetHost: a.b, targetPort: 0 } }"),
  trafficPolicy("{ portLevelSettings: [null] }"),
  trafficPolicy("{ portLevelSettings: [{ tls: { mode: SIMPLE } }] }"),
  trafficPolicy("{ portLevelSettings: [{ port: { number: 1 } }] }"),
  destinationRule("  workloadSelector: { matchLabels: { '': a } }\n"),
  destinationRule("  workloadSelector: { matchLabels: { a: '*' } }\n"),
  destinationRule("  subsets: [{ name: '' }]\n"),
  trafficPolicy("{ connectionPool: { tcp: { connectTimeout: 0s } } }"),
  trafficPolicy("{ connectionPool: { tcp: { idleTimeout: 1.5ms } } }"),
  trafficPolicy("{ connectionPool: { http: { http2KeepAlive: { interval: 1us, timeout: 1s } } } }"),
  trafficPolicy("{ connectionPool: { tcp: { tcpKeepalive: { time: 1us } } } }"),
  trafficPolicy("{ loadBalancer: { warmup: { duration: 1us } } }"),
  trafficPolicy("{ loadBalancer: { warmup: {} } }"),
  trafficPolicy("{ loadBalancer: { localityLbSetting: { distribute: [{ from: a, to: { a: 0 } }] } } }"),
  destinationRule("  exportTo: ['~']\n"),
  destinationRule("  exportTo: ['a.b']\n"),
  destinationRule("  subsets: [{ name: a, labels: { a: 'b*' } }]\n"),
  destinationRule("  subsets: [{ name: a, labels: { 'a*': b } }]\n"),
  httpRoute(`${TO}, corsPolicy: { allowHeaders: ["a b"] }`),
  httpRoute("route: [{ destination: { host: a.b }, weight: -1 }]"),
  httpRoute(`${TO}, fault: { abort: { httpStatus: 500, percentage: { value: 101 } } }`),
  virtualService(`  gateways: [a]\n  http: [{ ${TO} }]\n`, "[]"),
  httpRoute(`match: [{ headers: { "@request.auth.claims.a": { exact: b } } }], ${TO}`),
  virtualService(`  http: [{ ${TO} }]\n`, '["*"]'),
  virtualService(`  http: [{ ${TO} }]\n`, "[a.b, a.b]"),
  virtualService(""),
  virtualService("  http: [null]\n"),
  virtualService("  http:\n  -\n"),
  virtualService(`  tls: [{ match: [], ${TO} }]\n`),
  virtualService("  tls: [{ match: [{ sniHosts: [a.example.com] }] }]\n"),
  virtualService(`  tls: [{ match: [null], ${TO} }]\n`),
  virtualService(`  tls: [{ match: [{ sniHosts: [] }], ${TO} }]\n`),
  virtualService(`  tls: [{ match: [{ sniHosts: [b.example.com] }], ${TO} }]\n`),
  virtualService("  tcp: [{ match: [{ port: 1 }] }]\n"),
  virtualService(`  tcp: [{ match: [null], ${TO} }]\n`),
  httpRoute(`match: [{ scheme: { prefix: "" } }], ${TO}`),
  httpRoute(`match: [{ uri: { regex: ${"a".repeat(1025)} } }], ${TO}`),
  virtualService(`  gateways: ["*/b"]\n  http: [{ ${TO} }]\n`),
  httpRoute("route: [null]"),
  httpRoute("route: [{}]"),
  httpRoute("route: [{ destination: { host: a.b } }, { destination: { host: c.b } }]"),
  virtualService("  tcp: [{ route: [{ destination: { host: a.b } }, { destination: { host: c.b } }] }]\n"),
  httpRoute(`${TO}, corsPolicy: { maxAge: 1500ms }`),
  httpRoute(`${TO}, corsPolicy: { allowOrigins: [{}] }`),
  httpRoute("route: [{ destination: { host: '*' } }]"),
  httpRoute("route: [{ destination: { host: a.b, subset: a_b } }]"),
  httpRoute("redirect: {}"),
  httpRoute("redirect: { redirectCode: 301 }"),
  httpRoute(`${TO}, mirrors: [null]`),
  httpRoute(`${TO}, mirrors: [{ destination: { host: a.b }, percentage: { value: 101 } }]`),
  httpRoute(`${TO}, rewrite: {}`),
  httpRoute(`${TO}, mirrorPercent: 101`),
  httpRoute(`${TO}, rewrite: { authority: a.b }, headers: { request: { set: { Host: b.c } } }`),
  httpRoute(`match: [{ headers: { a: null } }], ${TO}`),
  virtualService(`  http:\n  - match:\n    - headers:\n        a:\n    ${TO}\n`),
  httpRoute(`match: [{ sourceNamespace: a.b }], ${TO}`),
  httpRoute(`${TO}, timeout: 0s`),
  httpRoute(`${TO}, retries: { attempts: 1, perTryTimeout: 1.0001s }`),
  httpRoute(`${TO}, retries: { attempts: 1, backoff: 1us }`),
  httpRoute(`match: [{ port: 70000 }], ${TO}`),
  httpRoute("route: [{ destination: { host: a.b, port: {} } }]"),
  virtualService(
    `  gateways: [g]\n  tls: [{ match: [{ sniHosts: [outbound_.a_._.b.c] }], ${TO} }]\n`,
    "[outbound_.a_._.b.c]",
  ),
  virtualService(`  http: [{ ${TO} }]\n`, "[outbound_.80_._.b.c]"),
  virtualService(`  gateways: [g]\n  http: [{ ${TO} }]\n`, "[outbound_.80_._.b.c]"),
  virtualService(`  tcp: [{ match: [{ destinationSubnets: [a.b] }], ${TO} }]\n`),
  virtualService(`  tcp: [{ match: [{ destinationSubnets: [10.0.0.0/40] }], ${TO} }]\n`),
  virtualService(`  tls: [{ match: [{ sniHosts: [a.example.com], destinationSubnets: [10.0.0.0/40] }], ${TO} }]\n`),
  httpRoute(`match: [{ sourceLabels: { a: "b*" } }], ${TO}`),
  virtualService(`  exportTo: ["*", a]\n  http: [{ ${TO} }]\n`),
  virtualService(`  http: [{ ${TO} }]\n`, '[""]'),
  httpRoute(`match: [{ gateways: ["a/b@"] }], ${TO}`),
  httpRoute(`match: [{ queryParams: { q: { prefix: "" } } }], ${TO}`),
  httpRoute(`${TO}, mirror: { host: "*" }`),
];

const WARNED: readonly string[] = [
  gateway(server({ port: HTTPS, tls: "{ mode: SIMPLE, credentialName: c, httpsRedirect: true }" })),
  gateway(server({ port: HTTPS, tls: "{ mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_1 }" })),
  trafficPolicy("{ outlierDetection: { consecutiveErrors: 1 } }"),
  destinationRule("  workloadSelector: {}\n"),
  virtualService(`  http: [{ ${TO} }, { ${TO} }]\n`),
  httpRoute(`match: [{ port: 80 }, { port: 80, name: x }], ${TO}`),
  virtualService(`  tls: [{ match: [{ sniHosts: [10.0.0.1] }], ${TO} }]\n`),
  virtualService(`  gateways: [a.b]\n  http: [{ ${TO} }]\n`),
  httpRoute(`${TO}, fault: { abort: {} }`),
  httpRoute(`${TO}, mirrorPercent: 10`),
];

const ACCEPTED: readonly string[] = [
  gateway(server({ port: "{ number: 0, name: a, protocol: HTTP }", rest: "    bind: unix:///a\n" })),
  trafficPolicy("{ connectionPool: { tcp: { idleTimeout: 0s } } }"),
  trafficPolicy("{ portLevelSettings: [{ port: {}, tls: { mode: SIMPLE } }] }"),
  virtualService(`  gateways: [g]\n  http: [{ ${TO} }]\n`, '["*"]'),
  httpRoute(`match: [{ headers: { a: {} } }], ${TO}`),
  virtualService(
    `  gateways: [g]\n  tls: [{ match: [{ sniHosts: [outbound_.80_._.b.c] }], ${TO} }]\n`,
    "[outbound_.80_._.b.c]",
  ),
  virtualService(`  http: [{ ${TO} }]\n`, "[10.0.0.1]"),
  virtualService("  http: [{ delegate: { name: a } }]\n"),
];

/** The resources of a list for which a judgement does not hold. */
function strays(texts: readonly string[], holds: (severities: readonly string[]) => boolean): readonly string[] {
  return texts.filter((text) => {
    const severities = allFindings(snapshotOf(readFixture(text))).map(({ severity }) => severity);
    return !holds(severities);
  });
}

test("what the webhook refuses is an error", () => {
  assert.deepEqual(
    strays(REFUSED, (severities) => severities.includes("error")),
    [],
  );
});

test("what the webhook warns about is a warning and no error", () => {
  assert.deepEqual(
    strays(WARNED, (severities) => severities.includes("warning") && !severities.includes("error")),
    [],
  );
});

test("what the webhook accepts is no error", () => {
  assert.deepEqual(
    strays(ACCEPTED, (severities) => !severities.includes("error")),
    [],
  );
});
