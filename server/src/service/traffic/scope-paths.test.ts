// What a Sidecar shows to a workload.
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

const scope: readonly Path[] = [
  {
    title: "a Sidecar that does not import the host",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio("Sidecar", "default", "shop", "egress: [{hosts: ['./b.example']}]"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | PassthroughCluster | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ outbound-policy-default`,
  },
  {
    title: "a Sidecar that imports it and refuses the rest",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio(
        "Sidecar",
        "default",
        "shop",
        "egress: [{hosts: ['./a.example']}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "the root namespace's Sidecar holds where there is no other",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio(
        "Sidecar",
        "default",
        "istio-system",
        "egress: [{hosts: ['./*']}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}",
      ),
    ),
    request: { ...TO_A, from: "cart" },
    expected: `
      sidecar cart:80 | BlackHoleCluster
      = blackhole 502 (refused)`,
  },
  {
    title: "a Sidecar for selected workloads goes first",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio("Sidecar", "default", "shop", "egress: [{hosts: ['./*']}]"),
      istio("Sidecar", "one", "shop", "workloadSelector: {labels: {app: one}}, egress: [{hosts: ['./b.example']}]"),
    ),
    request: { ...TO_A, from: { namespace: "shop", labels: { app: "one" } } },
    expected: `
      sidecar shop:80 | PassthroughCluster | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ outbound-policy-default`,
  },
  {
    title: "an imported VirtualService brings its destinations along",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "other", PLAIN),
      routes("a", "shop", "a.example", `http: [${to("b.example", 80)}]`),
      istio("Sidecar", "default", "shop", "egress: [{hosts: ['./*']}]"),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/a http[0]] | outbound|80||b.example | DISABLE | to 80
      external b.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
  {
    title: "an egress listener of a Sidecar for the port",
    source: set(
      entry("a.example", "shop", PLAIN),
      istio(
        "Sidecar",
        "default",
        "shop",
        "egress: [{port: {number: 80, protocol: HTTP, name: x}, hosts: ['./b.example']}, {hosts: ['./*']}]",
      ),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | allow_any | [allow_any] | PassthroughCluster | DISABLE | to 80
      external a.example:80
      = ok 200 (server-reached) leaves as plain
      ~ outbound-policy-default`,
  },
  {
    title: "a private VirtualService goes before a public, older one",
    source: set(
      entry("a.example", "shop", PLAIN),
      entry("b.example", "shop", PLAIN),
      routes("aa", "shop", "a.example", `http: [${to("a.example", 80)}]`),
      routes("zz", "shop", "a.example", `exportTo: ["."], http: [${to("b.example", 80)}]`),
    ),
    request: TO_A,
    expected: `
      sidecar shop:80 | a.example:80 | [shop/zz http[0]] | outbound|80||b.example | DISABLE | to 80
      external b.example:80
      = ok 200 (server-reached) leaves as plain`,
  },
];

for (const { title, source, request, expected } of [...scope]) {
  test(title, () => {
    checkTrace(source, request, expected);
  });
}
