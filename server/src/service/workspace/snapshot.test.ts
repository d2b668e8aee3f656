// A workspace reached by edits equals one read afresh, in its index and in every detail of what is found in it, whatever was tried out beside it and
// under whatever settings. A document keeps its identity as long as its text does, and its resources theirs as long as they say the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allFindings, rethrow } from "../../../../test/support/check";
import { seeded } from "../../../../test/support/random";
import { buildScaffold } from "../scaffold/build";
import { scaffoldVariants } from "../scaffold/variants";
import type { LocatedFinding } from "../rules/run";
import { repairsOf } from "../rules/run";
import { defineFact } from "./facts";
import { DEFAULT_SETTINGS, type Settings } from "./settings";
import { type Change, Snapshot } from "./snapshot";
import { viewOf, type WorkspaceView } from "./view";

const URIS = [
  "file:///w/a.yaml",
  "file:///w/b.yaml",
  "file:///w/deep/c.yaml",
  "file:///w/dev/d.yaml",
  "file:///w/prod/d.yaml",
];
const SETTINGS: readonly Settings[] = [
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, knowledge: "whole" },
  { ...DEFAULT_SETTINGS, mesh: { clusterDomain: "corp.example", outboundTrafficPolicy: "REGISTRY_ONLY" } },
  { ...DEFAULT_SETTINGS, severities: { "unknown-host": "off", "protocol-missing": "hint" } },
];

/** Whole sets for two hosts, the first of them in every variant, and documents that change how others are read. */
const DOCUMENTS: readonly string[] = [
  ...scaffoldVariants.flatMap((variant) => [
    ...buildScaffold(variant, { host: "api.example.com" }).split(/^---\n/m),
    ...(variant.id === "classic" ? buildScaffold(variant, { host: "www.example.com" }).split(/^---\n/m) : []),
  ]),
  "apiVersion: v1\nkind: Service\nmetadata: {name: istio-egressgateway, namespace: istio-system}\nspec:\n  selector: {istio: egressgateway}\n  ports:\n  - {name: https, port: 443, targetPort: 8443}\n",
  "apiVersion: v1\nkind: Pod\nmetadata: {name: egress, namespace: istio-system, labels: {istio: egressgateway}}\n",
  "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: istio-system}\nspec: {egress: [{hosts: ['./*']}]}\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n",
  "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\npatches:\n- path: b.yaml\n",
  "# istio-egress-disable-file unknown-host\nkind: Nothing\n",
];

/** Small changes of a text: of its comments, its layout, its values, its order. */
const EDITS: readonly ((text: string, at: (length: number) => number) => string)[] = [
  (text, at) => atLine(text, at, (line) => `# a note\n${line}`),
  (text, at) => atLine(text, at, (line) => `${line} # a note`),
  (text, at) => atLine(text, at, (line) => `${line}\n`),
  (text) => text.replace(/ *# a note\n?/, ""),
  (text) => text.replace(/^( *)# a note/m, "$1# istio-egress-disable-next-line"),
  (text) => text.replace("443", "8443"),
  (text) => text.replace("SIMPLE", "DISABLE"),
  (text) => text.replace("api.example.com", "apj.example.com"),
  (text) => text.replace("egressgateway", "egressgatway"),
  (text) => text.replace(/namespace: .*/, "namespace: other"),
  (text, at) => text.slice(0, at(text.length)),
  (text, at) => atLine(text, at, () => ""),
  (text, at) => atLine(text, at, (line) => `${line}{{ x }}`),
];

function atLine(text: string, at: (length: number) => number, change: (line: string) => string): string {
  const lines = text.split("\n");
  const chosen = at(lines.length);
  return lines.map((line, position) => (position === chosen ? change(line) : line)).join("\n");
}

/** All that is found, in every detail, with what could be done about it. */
function shown(snapshot: Snapshot): unknown {
  return allFindings(snapshot).map((located) => ({
    code: located.rule.code,
    severity: located.severity,
    uri: located.uri,
    span: located.span,
    resource: located.resource?.name?.value,
    variant: located.finding.variant,
    args: located.finding.args,
    related: (located.finding.related ?? []).map(({ place, text, args }) => ({
      at: snapshot.locate(place.document, place.span),
      text,
      args,
    })),
    repairs: repairsShown(snapshot, located),
  }));
}

function repairsShown(snapshot: Snapshot, located: LocatedFinding): unknown {
  return repairsOf(snapshot, located, rethrow).map(({ title, args, changes, preferred, safe, settings }) => ({
    title,
    args,
    preferred,
    safe,
    settings,
    changes: changes.map(({ document, edits }) => ({ at: [document.uri, snapshot.startOf(document)], edits })),
  }));
}

function fresh(snapshot: Snapshot): Snapshot {
  return Snapshot.empty(snapshot.settings).apply(snapshot.files().map(({ uri, text }) => ({ uri, text })));
}

for (const seed of [1, 2, 3, 4]) {
  test(`random edits reach the same index and the same findings as a fresh read (${seed})`, () => {
    const random = seeded(seed);
    const below = (length: number): number => Math.floor(random() * length);
    const pick = <T>(list: readonly T[]): T => {
      const item = list[below(list.length)];
      assert.ok(item !== undefined);
      return item;
    };
    const change = (snapshot: Snapshot): Change => {
      const uri = pick(URIS);
      const text = snapshot.file(uri)?.text;
      if (text !== undefined && random() < 0.75) return { uri, text: pick(EDITS)(text, below) };
      if (text !== undefined && random() < 0.1) return { uri, text: undefined };
      const documents = Array.from({ length: 1 + below(5) }, () => pick(DOCUMENTS));
      return { uri, text: documents.join("---\n") };
    };
    let snapshot = Snapshot.empty(DEFAULT_SETTINGS);
    const older: Snapshot[] = [];
    for (let round = 0; round < 40; round++) {
      if (random() < 0.05) snapshot = snapshot.withSettings(pick(SETTINGS));
      const tried = random() < 0.3 ? snapshot.fork().apply([change(snapshot)]) : undefined;
      if (tried !== undefined && random() < 0.7) allFindings(tried);
      const next = snapshot.apply([change(snapshot), ...(random() < 0.2 ? [change(snapshot)] : [])]);
      older.push(snapshot);
      snapshot = next;
      if (random() < 0.2) continue;
      const anew = fresh(snapshot);
      assert.deepEqual(snapshot.dump(), anew.dump(), `index after round ${round}`);
      assert.deepEqual(shown(snapshot), shown(anew), `findings after round ${round}`);
      if (tried !== undefined) assert.deepEqual(shown(tried), shown(fresh(tried)), `what was tried in round ${round}`);
    }
    const old = pick(older);
    assert.deepEqual(shown(old), shown(fresh(old)), "an older snapshot");
  });
}

test("an old snapshot answers as before after newer ones were made from it", () => {
  const uri = "file:///w/a.yaml";
  const before = Snapshot.empty().apply([
    { uri, text: "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: one}\n" },
  ]);
  const dump = before.dump();
  before.apply([{ uri, text: undefined }]);
  assert.deepEqual(before.dump(), dump);
});

test("two snapshots made from one do not answer for each other", () => {
  const gateway = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec: {}\n";
  const gateways = defineFact("gateways", (view: WorkspaceView) => view.all("Gateway").length);
  const count = (snapshot: Snapshot): number => viewOf(snapshot, "file:///w/a.yaml").get(gateways, undefined);
  const start = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri: "file:///w/a.yaml", text: "kind: Service\n" }]);
  const tried = start.apply([{ uri: "file:///w/b.yaml", text: gateway }]);
  assert.equal(count(tried), 1);
  const other = start.apply([{ uri: "file:///w/c.yaml", text: "kind: Service\n" }]);
  assert.equal(count(other), 0);
  assert.equal(count(tried), 1);
  assert.equal(count(start), 0);
});

test("documents above and below an edit are taken over", () => {
  const uri = "file:///w/a.yaml";
  const make = (middle: string): string => `kind: A\n---\nkind: ${middle}\n---\nkind: C\n`;
  const before = Snapshot.empty().apply([{ uri, text: make("B") }]);
  const after = before.apply([{ uri, text: make("Bee") }]);
  const [first, second, third] = before.file(uri)?.documents ?? [];
  const [newFirst, newSecond, newThird] = after.file(uri)?.documents ?? [];
  assert.deepEqual([newFirst === first, newSecond === second, newThird === third], [true, false, true]);
});
