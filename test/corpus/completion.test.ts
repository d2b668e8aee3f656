// Accepting any offered item, anywhere in real resources, leaves good YAML: it parses, every other value stays, and no finding comes up but that
// something required is still missing. A seeded sample of places; every place with NIGHTLY in the environment.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import {
  allRules,
  type CompletionItem,
  DEFAULT_SETTINGS,
  type LocatedFinding,
  Snapshot,
} from "../../server/src/service/index";
import type { MappingEntry, YamlNode } from "../../server/src/service/syntax/yaml-node";
import { allFindings } from "../support/check";
import { accepted, itemsAt } from "../support/check-completion";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";

const isNightly = process.env.NIGHTLY !== undefined && process.env.NIGHTLY !== "";

/** Places tried in each file when not every one is. */
const PLACES_PER_FILE = 3;

/** Files of valid resources. */
function validFiles(): readonly string[] {
  // The shapes are those of the corpus' manifests.
  const shipped = corpusJson("valid-corpus.json") as readonly { file: string; verdict: string }[];
  const pages = corpusJson("docs-yaml.json") as readonly { file: string; api: string; crdErrors: readonly string[] }[];
  return [
    ...shipped.filter(({ verdict }) => verdict === "valid").map(({ file }) => file),
    ...pages.filter(({ api, crdErrors }) => api === "istio" && crdErrors.length === 0).map(({ file }) => file),
  ];
}

const URI = "file:///w/corpus.yaml";

/** A way to bring a cursor into a file. */
type Prepare = (text: string, random: () => number) => readonly { readonly text: string; readonly offset: number }[];

/** The cursor somewhere in the text as it is. */
const inText: Prepare = (text, random) => {
  if (isNightly) return Array.from({ length: text.length + 1 }, (_, offset) => ({ text, offset }));
  return Array.from({ length: PLACES_PER_FILE }, () => ({ text, offset: Math.floor(random() * (text.length + 1)) }));
};

/** The cursor on a new line with some indentation. */
const onNewLine: Prepare = (text, random) => {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const at = (start: number, indentation: number): { text: string; offset: number } => ({
    text: `${text.slice(0, start)}${" ".repeat(indentation)}\n${text.slice(start)}`,
    offset: start + indentation,
  });
  if (isNightly)
    return starts.flatMap((start) => [0, 1, 2, 3, 4, 6, 8, 10].map((indentation) => at(start, indentation)));
  return Array.from({ length: PLACES_PER_FILE }, () =>
    at(starts[Math.floor(random() * starts.length)] ?? 0, Math.floor(random() * 6) * 2),
  );
};

/** The cursor at the end of what has been typed so far. */
const halfTyped: Prepare = (text, random) =>
  inText(text, random).map(({ offset }) => ({ text: text.slice(0, offset), offset }));

/** In half-typed text findings say little: much is missing, and much is only judged once it parses. */
const PREPARATIONS = [
  { name: "in the text", prepare: inText, isJudged: true },
  { name: "on a new line", prepare: onNewLine, isJudged: true },
  { name: "half typed", prepare: halfTyped, isJudged: false },
];

for (const { name, prepare, isJudged } of PREPARATIONS) {
  test(`accepting any completion in the corpus keeps the document whole, ${name}`, (t) => {
    if (!hasCorpus(t)) return;
    const random = seeded(20_260_801);
    const broken = new Map<string, string[]>();
    let places = 0;
    let items = 0;
    for (const file of validFiles()) {
      const text = corpusText(file);
      const tried = new Set<string>();
      for (const place of prepare(text, random)) {
        places++;
        items += tryPlace(file, place, { tried, broken, isJudged });
      }
    }
    t.diagnostic(`${places} places, ${items} items accepted`);
    report(t, broken);
  });
}

function report(t: TestContext, broken: ReadonlyMap<string, readonly string[]>): void {
  for (const [what, where] of broken) t.diagnostic(`${where.length} x ${what}: ${where.slice(0, 3).join(" | ")}`);
  assert.deepEqual([...broken.keys()], []);
}

/** Accepts every item at a place, one at a time. */
function tryPlace(
  file: string,
  { text, offset }: { readonly text: string; readonly offset: number },
  { tried, broken, isJudged }: { tried: Set<string>; broken: Map<string, string[]>; isJudged: boolean },
): number {
  const before = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri: URI, text }]);
  // Within a word every place brings up the same edits.
  const found = itemsAt(before, URI, offset).filter((item) => {
    const key = `${text.length} ${JSON.stringify(item.textEdit)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    return true;
  });
  if (found.length === 0) return 0;
  const known = isJudged ? counts(allFindings(before)) : undefined;
  // Each attempt follows the one before, so that only what differs is judged again.
  let after = before;
  for (const item of found) {
    after = after.apply([{ uri: URI, text: accepted(before, URI, item) }]);
    const line = text.slice(0, offset).split("\n").length;
    for (const what of harm(before, after, item, known)) {
      const places = broken.get(what) ?? [];
      places.push(`${file}:${line} ${item.label}`);
      broken.set(what, places);
    }
  }
  return found.length;
}

/** What accepting an item has broken. */
function harm(
  before: Snapshot,
  after: Snapshot,
  item: CompletionItem,
  known: ReadonlyMap<string, number> | undefined,
): readonly string[] {
  const old = before.file(URI)?.documents ?? [];
  const documents = after.file(URI)?.documents ?? [];
  const brought = item.textEdit.newText.match(/^---/gm)?.length ?? 0;
  if (old.length + brought !== documents.length) return ["another number of documents"];
  // A whole set leaves the other documents untouched and reads well itself.
  if (brought > 0) {
    const added = documents.filter((document) => !old.includes(document));
    return added.length > brought + 1 || added.some((document) => document.problems.length > 0)
      ? ["a set changes other documents"]
      : [];
  }
  const harms: string[] = [];
  const { range } = item.textEdit;
  for (const [position, document] of documents.entries()) {
    const was = old[position];
    if (was === undefined || was === document) continue;
    if (document.problems.length > was.problems.length) harms.push("the document does not parse");
    const start = before.startOf(was) ?? 0;
    const lines = (before.file(URI)?.text ?? "").split("\n");
    const offsetOf = (line: number, character: number): number =>
      lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + character - start;
    const edited = {
      start: offsetOf(range.start.line, range.start.character),
      end: offsetOf(range.end.line, range.end.character),
    };
    if (!holds(document.root, was.root, edited)) harms.push("another value changed");
  }
  if (known === undefined) return harms;
  for (const [code, count] of counts(allFindings(after))) {
    if (count > (known.get(code) ?? 0) && !isExpected(code, item)) harms.push(`new finding ${code}`);
  }
  return harms;
}

/** Findings (with their variant) that only say that something more is to be typed: what accepting an item may bring up. */
const STILL_MISSING: ReadonlySet<string> = new Set([
  "missing-field",
  "wrong-type nothing",
  // An endpoint's address, or the network that stands for it.
  "invalid-address empty-endpoint",
  "missing-address",
  "missing-address network",
  // Servers, routes, the settings of a policy.
  "incomplete-gateway",
  "incomplete-route",
  "incomplete-route http",
  "incomplete-route connection",
  "incomplete-traffic-policy",
  "incomplete-traffic-policy no-port",
  "incomplete-traffic-policy port-settings",
  // The protocol of a port, and addresses for a TCP one.
  "hosts-share-tcp-port unset",
  "tcp-entry-without-address",
  "tcp-entry-without-address unset",
  "tcp-port-captures-all",
  // A name for the resource, hosts for a VirtualService that is no delegate, a port for a listener that is not the last.
  "invalid-resource-name missing",
  "invalid-delegate",
  "sidecar-listener",
  "sidecar-listener socket",
  // Both ends of a failover, and a mode: without one the settings are those of PASSTHROUGH.
  "invalid-locality same-region",
  "server-tls-settings passthrough",
  // The certificates that a TLS mode demands, the TLS settings that a protocol demands.
  "client-tls-settings",
  "server-tls-settings",
  "server-needs-tls-settings",
  // Weights, once there are several destinations.
  "invalid-weight total",
  // A match for a route that stands before others.
  "unreachable-route",
  "unreachable-route match",
  // What limits a new match, what a new match compares with, and a server for a new kind of route.
  "gateway-routes-to-itself",
  "invalid-match-value empty-origin",
  "route-kind-mismatch",
  // A resolution for the endpoints.
  "resolution-conflict",
]);

/** Findings that advise against a value which is one of few and legal: it is offered all the same. */
const ADVICE: ReadonlySet<string> = new Set(["external-host-declared-internal"]);

/** Icons of values. A value is chosen first, and what other resources say about it is put right afterwards. */
const VALUES: ReadonlySet<number> = new Set([12, 18, 20]);

function isExpected(finding: string, item: CompletionItem): boolean {
  const [code = ""] = finding.split(" ");
  if (STILL_MISSING.has(finding) || ADVICE.has(code)) return true;
  if (VALUES.has(item.kind) && allRules.some((rule) => rule.code === code && rule.certainty !== "local")) return true;
  if (code === "deprecated-field") return item.tags?.includes(1) === true;
  if (code === "newer-than-istio") return item.detail?.includes("needs Istio") === true;
  return false;
}

/** How often each finding comes up; where it stands does not count. */
function counts(findings: readonly LocatedFinding[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { rule, finding } of findings) {
    const isNothing = rule.code === "wrong-type" && finding.args.actual === "nothing";
    const kind = isNothing ? "wrong-type nothing" : [rule.code, finding.variant ?? ""].join(" ").trim();
    found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  return found;
}

/** Whether a node still holds all that another one held, leaving out what the edit touched. */
function holds(
  after: YamlNode | undefined,
  before: YamlNode | undefined,
  edited: { start: number; end: number },
): boolean {
  const touched = (span: { start: number; end: number }): boolean =>
    span.start <= edited.end && edited.start <= span.end;
  if (before === undefined) return true;
  switch (before.kind) {
    case "scalar":
      return touched(before.span) || (after?.kind === "scalar" && after.value === before.value);
    case "mapping": {
      if (before.entries.length === 0 && touched(before.span)) return true;
      if (after?.kind !== "mapping") return false;
      const entries = new Map(after.entries.map((entry) => [entry.key.source, entry]));
      return before.entries.every((entry: MappingEntry) => {
        if (touched(entry.key.span)) return true;
        const now = entries.get(entry.key.source);
        return now !== undefined && holds(now.value, entry.value, edited);
      });
    }
    case "sequence": {
      if (before.items.length === 0 && touched(before.span)) return true;
      if (after?.kind !== "sequence") return false;
      let at = 0;
      for (const item of before.items) {
        while (at < after.items.length && !holds(after.items[at], item, edited)) at++;
        if (at++ >= after.items.length) return false;
      }
      return true;
    }
  }
}

/** Numbers between 0 and 1, the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
