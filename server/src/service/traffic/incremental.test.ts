// A trace reached by edits equals one over the same files read afresh: nothing remembered outlives what it was made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTrace } from "../../../../test/support/check-trace";
import {
  ENTRY,
  GATEWAY,
  HOP,
  MUTUAL_GATEWAY,
  ORIGINATE,
  ROUTES,
  SUBSET_ROUTES,
} from "../../../../test/support/egress-set";
import { service } from "../../../../test/support/resources";
import { sameList } from "../workspace/same-data";
import { DEFAULT_SETTINGS } from "../workspace/settings";
import { Snapshot } from "../workspace/snapshot";
import { httpServersFor } from "./gateway-entrances";
import { gatewayBehind } from "./gateways";
import { rivalServers } from "./server-index";
import { trace } from "./simulate";
import type { Question } from "./trace";
import { lastingViewOf, viewOf } from "../workspace/view";

const EGRESS_SERVICE = service(
  "istio-egressgateway",
  "istio-system",
  "selector: {istio: egressgateway}, ports: [{port: 80, targetPort: 8080}, {port: 443, targetPort: 8443}]",
);

/** The texts that each file may hold; nothing means the file is gone. */
const FILES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  entry: [ENTRY, ENTRY.replace("443", "8443"), `${ENTRY}  exportTo: ["."]\n`, undefined],
  gateway: [GATEWAY, MUTUAL_GATEWAY, GATEWAY.replace("api.", "www."), undefined],
  origination: [ORIGINATE, ORIGINATE.replace("SIMPLE", "DISABLE"), ORIGINATE.replace("shop", "other"), undefined],
  hop: [undefined, HOP, HOP.replace(/ +sni: .*\n/, "")],
  routes: [ROUTES, SUBSET_ROUTES, ROUTES.replace("- mesh\n  http", "- mesh\n  exportTo: ['.']\n  http"), undefined],
  sidecar: [
    undefined,
    "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: shop}\nspec: {egress: [{hosts: ['./b.example']}]}\n",
  ],
  service: [undefined, EGRESS_SERVICE, EGRESS_SERVICE.replace("8080", "80")],
  mesh: [
    undefined,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n",
  ],
  pods: [
    undefined,
    "apiVersion: v1\nkind: Pod\nmetadata: {name: egress, namespace: istio-system, labels: {istio: egressgateway, app: x}}\n",
  ],
};

const QUESTIONS: readonly Question[] = [
  { from: { namespace: "shop" }, target: { scheme: "http", host: "api.partner.example", port: 80 } },
  { from: { namespace: "cart" }, target: { scheme: "https", host: "api.partner.example", port: 443 } },
];

test("traces after random edits equal fresh ones", () => {
  const random = seeded(4);
  const names = Object.keys(FILES);
  const texts = new Map<string, string | undefined>();
  let snapshot = Snapshot.empty(DEFAULT_SETTINGS);
  for (let round = 0; round < 300; round++) {
    const name = names[Math.floor(random() * names.length)] ?? "";
    const choices = FILES[name] ?? [];
    const text = choices[Math.floor(random() * choices.length)];
    const uri = `file:///w/${name}.yaml`;
    texts.set(uri, text);
    snapshot = snapshot.apply([{ uri, text }]);
    const fresh = Snapshot.empty(DEFAULT_SETTINGS).apply([...texts].map(([key, value]) => ({ uri: key, text: value })));
    for (const question of QUESTIONS) {
      const reached = renderTrace(trace(question, viewOf(snapshot, uri)));
      assert.equal(reached, renderTrace(trace(question, viewOf(fresh, uri))), `after edit ${round} of ${name}`);
    }
  }
});

test("an edit of a Gateway leaves what is known of the servers for other hosts the same objects", () => {
  const other = GATEWAY.replace("api.", "www.").replace("partner-egress", "z-egress");
  const texts = { entry: ENTRY, gateway: GATEWAY, routes: ROUTES, other };
  let snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply(
    Object.entries(texts).map(([name, text]) => ({ uri: `file:///w/${name}.yaml`, text })),
  );
  const uri = "file:///w/other.yaml";
  const asked = (): readonly unknown[] => {
    const view = lastingViewOf(snapshot, uri);
    const workload = gatewayBehind(view, "istio-egressgateway.istio-system.svc.cluster.local");
    assert.ok(workload !== undefined);
    const servers = httpServersFor(view, workload, 8080, "api.partner.example");
    return [...servers, ...servers.flatMap((server) => rivalServers(view, workload, server)), servers];
  };
  const first = asked();
  for (const edited of [other.replace("www.", "web."), other.replace("number: 80", "number: 81")]) {
    assert.notEqual(edited, other);
    snapshot = snapshot.apply([{ uri, text: edited }]);
    assert.ok(sameList(asked(), first));
  }
});

/** Numbers between 0 and 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
