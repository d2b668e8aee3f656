// Constructs in which istiod decides otherwise than one would expect, each in its smallest mesh, as istiod 1.31 was seen to answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { traceOf } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, routes, service, to, PLAIN, TLS } from "../../../../test/support/resources";

const EGRESS = "istio-egressgateway.istio-system.svc.cluster.local";
const sidecar = (egress: string): string => istio("Sidecar", "default", "shop", `egress: [${egress}]`);
const BOTH = `${PLAIN}, ${TLS}`;
const whole = { knowledge: "whole" } as const;

const cases: readonly {
  readonly title: string;
  readonly source: string;
  readonly to: string;
  readonly clusters: readonly string[];
  readonly verdict: string;
  readonly isWhole?: boolean;
}[] = [
  {
    title: "a Sidecar whose only listener is for another port knows no service on this one",
    source: set(
      entry("a.example", "shop", BOTH),
      sidecar("{port: {number: 443, name: x, protocol: TLS}, hosts: ['*/*']}"),
    ),
    to: "http://a.example/",
    clusters: ["PassthroughCluster"],
    verdict: "ok",
  },
  {
    title: "the protocol of a Sidecar's listener counts, not the service's",
    source: set(
      entry("a.example", "shop", BOTH),
      sidecar("{port: {number: 443, name: x, protocol: HTTP}, hosts: ['*/*']}, {hosts: ['*/*']}"),
    ),
    to: "https://a.example/",
    clusters: ["PassthroughCluster"],
    verdict: "ok",
  },
  {
    title: "a Sidecar's listener without services leaves its port to the one for all ports",
    source: set(
      entry("a.example", "istio-system", BOTH),
      sidecar("{port: {number: 443, name: x, protocol: TLS}, hosts: ['./*']}, {hosts: [istio-system/*]}"),
    ),
    to: "https://a.example/",
    clusters: ["outbound|443||a.example"],
    verdict: "ok",
  },
  {
    title: "a Sidecar's listener cuts services down to its port",
    source: set(
      entry("a.example", "shop", BOTH),
      routes("x", "shop", "a.example", `http: [${to(EGRESS, 443)}]`),
      service("istio-egressgateway", "istio-system", "ports: [{port: 80, name: http2}, {port: 443, name: https}]"),
      sidecar("{port: {number: 80, name: x, protocol: HTTP}, hosts: ['*/*']}"),
    ),
    to: "http://a.example/",
    clusters: [`outbound|443||${EGRESS}`],
    verdict: "no-cluster",
  },
  {
    title: "of two equally old ServiceEntries for a host, the one of the first namespace counts",
    source: set(entry("a.example", "z", PLAIN), entry("a.example", "b", TLS)),
    to: "http://a.example/",
    clusters: ["PassthroughCluster"],
    verdict: "ok",
  },
  {
    title: "an undeclared Service does not exist in a whole mesh",
    source: set(entry("a.example", "shop", PLAIN), routes("x", "shop", "a.example", `http: [${to("cart", 80)}]`)),
    to: "http://a.example/",
    clusters: ["outbound|80||cart.shop.svc.cluster.local"],
    verdict: "no-cluster",
    isWhole: true,
  },
  {
    title: "plain HTTP on port 80 goes by the shipped gateway's HTTP listener, not to a TCP service",
    source: entry("db.example", "shop", "{number: 80, name: tcp, protocol: TCP}"),
    to: "http://nobody.example/",
    clusters: ["PassthroughCluster"],
    verdict: "ok",
  },
  {
    title: "a Sidecar's ~namespace/host takes away",
    source: set(entry("a.example", "shop", PLAIN), sidecar("{hosts: ['*/*', '~shop/a.example']}")),
    to: "http://a.example/",
    clusters: ["PassthroughCluster"],
    verdict: "ok",
  },
];

for (const { title, source, to: url, clusters, verdict, isWhole } of cases) {
  test(title, () => {
    const found = traceOf(source, { from: "shop", to: url, ...(isWhole === true ? { settings: whole } : {}) });
    assert.deepEqual([found.hops.flatMap(({ cluster }) => cluster ?? []), found.verdict], [clusters, verdict]);
  });
}

test("a proxy that forwards bytes sends no server name of its own", () => {
  const rule = istio("DestinationRule", "t", "shop", "host: a.example, trafficPolicy: {tls: {mode: SIMPLE}}");
  const source = set(entry("a.example", "shop", TLS, "addresses: [203.0.113.9], resolution: DNS"), rule);
  const [hop] = traceOf(source, { from: "shop", to: "http://a.example:443/" }).hops;
  assert.deepEqual([hop?.cluster, hop?.tls?.mode, hop?.tls?.sni], ["outbound|443||a.example", "SIMPLE", undefined]);
});

test("a DestinationRule that is exported to others only does not count in its own namespace", () => {
  const rule = istio(
    "DestinationRule",
    "t",
    "shop",
    "host: a.example, exportTo: [other], trafficPolicy: {tls: {mode: SIMPLE}}",
  );
  const [hop] = traceOf(set(entry("a.example", "shop", PLAIN), rule), { from: "shop", to: "http://a.example/" }).hops;
  assert.equal(hop?.tls?.mode, "DISABLE");
});
