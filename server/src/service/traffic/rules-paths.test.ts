// Which rule of a VirtualService takes a request, and what it does.
import { test } from "node:test";
import { checkTrace, type TraceRequest } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, routes, to, PLAIN } from "../../../../test/support/resources";

const TO_A: TraceRequest = { from: "shop", to: "http://a.example/orders" };

interface Path {
  readonly title: string;
  readonly source: string;
  readonly request: TraceRequest;
  readonly expected: string;
}

const rules: readonly Path[] = [
  {
    title: "source labels, headers and prefixes",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        `http: [${to("b.example", 80, "match: [{uri: {prefix: /orders}, headers: {x-stage: {exact: canary}}}], ")}, ${to("b.example", 80, "match: [{sourceLabels: {app: other}}], ")}, ${to("a.example", 80, "match: [{uri: {regex: '/(orders|carts)'}}], ")}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[2]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ workload-labels-unknown VirtualService shop/a`,
  },
  {
    title: "no rule takes the path",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes("a", "shop", "a.example", `http: [${to("a.example", 80, "match: [{uri: {exact: /carts}}], ")}]`),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80
      = no-route 404 (no-rule-matches)`,
  },
  {
    title: "a redirect ends the path",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes("a", "shop", "a.example", "http: [{redirect: {scheme: https}}]"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]]
      = ok 301 (redirected)`,
  },
  {
    title: "a direct response ends the path",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes("a", "shop", "a.example", "http: [{directResponse: {status: 418}}]"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]]
      = ok 418 (answered-by-proxy)`,
  },
  {
    title: "a delegate's rules",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        "http: [{match: [{uri: {prefix: /orders}}], delegate: {name: orders, namespace: team}}]",
      ),
      istio("VirtualService", "orders", "team", `http: [${to("b.example", 80)}]`),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [team/orders http[0]] | outbound|80||b.example | DISABLE | to 80
      external b.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "a delegate that is not among the files",
    source: set(
      entry("a.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        `http: [{match: [{uri: {prefix: /orders}}], delegate: {name: orders}}, ${to("a.example", 80)}]`,
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[1]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ delegate-not-seen shop/orders`,
  },
  {
    title: "the largest share is followed",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", PLAIN),
      routes(
        "a",
        "shop",
        "a.example",
        "http: [{route: [{destination: {host: a.example}, weight: 10}, {destination: {host: b.example}, weight: 90}]}]",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||b.example | DISABLE | to 80
      external b.example:80
      = ok 200 (server-reached) leaves as plain
      ~ weights`,
  },
  {
    title: "a rewritten Host header is the server name",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", "{number: 443, name: https, protocol: HTTPS}"),
      routes("a", "shop", "a.example", `http: [${to("b.example", 443, "rewrite: {authority: b.example}, ")}]`),
      istio("DestinationRule", "b", "shop", "host: b.example, trafficPolicy: {tls: {mode: SIMPLE}}"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|443||b.example | SIMPLE sni=b.example names=b.example | to 443
      external b.example:443
      = ok 200 (server-reached) leaves as tls`,
  },
  {
    title: "two VirtualServices for a host: the first by name",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", PLAIN),
      routes("aa", "shop", "a.example", `http: [${to("a.example", 80)}]`),
      routes("bb", "shop", "a.example", `http: [${to("b.example", 80)}]`),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/aa http[0]] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ order-by-name shop/aa shop/bb`,
  },
];

for (const { title, source, request, expected } of [...rules]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
