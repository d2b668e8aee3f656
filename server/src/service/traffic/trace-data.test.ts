// What a trace tells besides its path: on which decision an assumption rests, and what each hop knows as data.
import assert from "node:assert/strict";
import { test } from "node:test";
import { traceOf } from "../../../../test/support/check-trace";
import {
  ENTRY,
  GATEWAY,
  MUTUAL_GATEWAY,
  HOP,
  ORIGINATE,
  ROUTES,
  SUBSET_ROUTES,
  set,
} from "../../../../test/support/egress-set";
import { entry, PLAIN } from "../../../../test/support/resources";

const REQUEST = { from: "shop", to: "http://api.partner.example/" };

test("an assumption has a kind and belongs to the decision that needed it first", () => {
  const { assumptions } = traceOf(set(ENTRY, GATEWAY, ROUTES, ORIGINATE), REQUEST);
  assert.deepEqual(
    assumptions.map(({ code, kind, step }) => [code, kind, step.stage, step.code]),
    [["gateway-as-shipped", "default", "cluster", "cluster-found"]],
  );
});

test("what may live in the cluster is told apart from Istio's defaults", () => {
  const { assumptions } = traceOf(entry("a.example", "shop", PLAIN), { from: "shop", to: "http://cart/" });
  assert.deepEqual(
    assumptions.map(({ code, kind }) => [code, kind]),
    [
      ["service-not-seen", "cluster"],
      ["port-not-seen", "cluster"],
    ],
  );
});

test("a hop knows its destination, the declared port and the rules it chose from", () => {
  const [sidecar, gateway] = traceOf(set(ENTRY, MUTUAL_GATEWAY, HOP, SUBSET_ROUTES, ORIGINATE), REQUEST).hops;
  assert.deepEqual(sidecar?.destination, {
    host: "istio-egressgateway.istio-system.svc.cluster.local",
    port: 80,
    subset: "partner",
    isPortWritten: true,
  });
  assert.deepEqual(
    sidecar.candidates?.map(({ route }) => route.name?.value),
    ["to-gateway"],
  );
  assert.equal(gateway?.servicePort?.name, "https");
  assert.equal(gateway.taken?.route.name?.value, "to-partner");
});

test("a cluster tells which DestinationRules do not hold, and why", () => {
  const elsewhere = HOP.replace("namespace: shop", "namespace: other");
  const [sidecar] = traceOf(set(ENTRY, MUTUAL_GATEWAY, elsewhere, SUBSET_ROUTES, ORIGINATE), REQUEST).hops;
  assert.deepEqual(
    sidecar?.policy?.rejected.map(({ rule, reason }) => [rule.namespace, reason]),
    [["other", "namespace"]],
  );
});

test("a gateway that takes nothing tells which servers it has instead", () => {
  const named = GATEWAY.replace("api.partner.example", "www.partner.example").replace(
    "  servers:\n",
    "  servers:\n  - port: {number: 8443, name: tls, protocol: TCP}\n    hosts: ['*']\n",
  );
  const { hops, verdict } = traceOf(set(ENTRY, named, ROUTES, ORIGINATE), REQUEST);
  assert.equal(verdict, "no-route");
  assert.deepEqual(
    hops.at(-1)?.passedServers.map(({ port, reason }) => [port, reason]),
    [
      [8080, "other-name"],
      [8443, "other-port"],
    ],
  );
});
