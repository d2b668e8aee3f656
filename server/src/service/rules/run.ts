// Runs the rules over a snapshot: puts a file's findings together from those of its documents, with their places in the text at hand. A rule that
// throws is reported to `onCrash` and the others go on.
import type { Span } from "../base/span";
import { type Resource, resourcesOf } from "../model/lower";
import type { YamlDocument } from "../syntax/document";
import { sameData } from "../workspace/same-data";
import type { Severity } from "../workspace/settings";
import type { Snapshot } from "../workspace/snapshot";
import { lastingViewOf, viewOf, type WorkspaceView } from "../workspace/view";
import type { AnyRule, Finding, Repair } from "./define";
import { byPlace, type Crash, judgeText, type RawFinding } from "./judge";
import { foundInResources } from "./judge-paths";
import { type Directive, isSilenced, isSilencedInFile, isSuppressedByAnnotation } from "./suppress";

/** A finding with its rule, its subject and its place in the file. */
export interface LocatedFinding {
  readonly rule: AnyRule;
  readonly finding: Finding;
  readonly severity: Severity;
  readonly document: YamlDocument;
  readonly resource: Resource | undefined;
  readonly uri: string;
  /** Offsets relative to the file. */
  readonly span: Span;
}

/** Told about a rule that threw; the host logs it. */
export type OnCrash = (code: string, uri: string, error: unknown) => void;

/** All findings of a file, ordered by place, then code; silenced ones are left out. */
export function findingsOf(snapshot: Snapshot, uri: string, onCrash: OnCrash): readonly LocatedFinding[] {
  const file = snapshot.file(uri);
  if (file === undefined) return [];
  const view = lastingViewOf(snapshot, uri);
  const found: LocatedFinding[] = [];
  const forFile: Directive[] = [];
  for (let position = 0; position < file.documents.length; position++) {
    const document = file.documents[position];
    if (document === undefined) continue;
    const text = judgeText(view, document);
    if (text.directives.length > 0) forFile.push(...text.directives.filter(({ whole }) => whole));
    for (const crash of text.crashes) tell(crash, uri, onCrash);
    const lasting = snapshot.lastingOf(document);
    const resources = view.get(foundInResources, lasting);
    for (const crash of resources.crashes) tell(crash, uri, onCrash);
    const all = combined(text.found, resources.found);
    const start = file.starts[position] ?? 0;
    for (const raw of all) {
      const placed = raw.resource === undefined ? raw : settled(snapshot, raw, lasting, document);
      if (isSilenced(text.directives, raw.rule.code, placed.finding.at.start)) continue;
      if (raw.resource !== undefined && isSuppressedByAnnotation(raw.resource, raw.rule.seeAlso)) continue;
      const { at } = placed.finding;
      found.push({ ...placed, document, uri, span: { start: at.start + start, end: at.end + start } });
    }
  }
  return forFile.length === 0 ? found : found.filter(({ rule }) => !isSilencedInFile(forFile, rule.code));
}

/**
 * Judges a file document by document. Once it has run to its end, findingsOf() answers from what is remembered: for hosts that let others have
 * their turn in between.
 */
export function* judging(snapshot: Snapshot, uri: string): Generator<undefined, void> {
  const view = lastingViewOf(snapshot, uri);
  for (const document of snapshot.file(uri)?.documents ?? []) {
    judgeText(view, document);
    view.get(foundInResources, snapshot.lastingOf(document));
    yield;
  }
}

/** The repairs of a finding; none when its rule has none or the finding no longer stands. */
export function repairsOf(snapshot: Snapshot, located: LocatedFinding, onCrash: OnCrash): readonly Repair[] {
  const { rule, document, resource } = located;
  const cx = { view: viewOf(snapshot, located.uri) };
  try {
    if (resource === undefined) return [...(rule.repairDocument?.(cx, document, located.finding) ?? [])];
    const finding = snapshot.lastingOf(document) === document ? located.finding : foundAnew(cx.view, located);
    return finding === undefined ? [] : [...(rule.repairResource?.(cx, resource, finding) ?? [])];
  } catch (error) {
    onCrash(rule.code, located.uri, error);
    return [];
  }
}

/** A finding of an earlier text with the same content, as it is found in the text at hand: what it notes for its repair are places too. */
function foundAnew(view: WorkspaceView, { rule, finding, document }: LocatedFinding): Finding | undefined {
  const { at, args, variant } = finding;
  return view
    .get(foundInResources, document)
    .found.filter((raw) => raw.rule === rule)
    .map((raw) => raw.finding)
    .find((other) => sameData([other.at, other.args, other.variant], [at, args, variant]));
}

/** What was found in a document's text and in its resources; both ordered. */
function combined(text: readonly RawFinding[], resources: readonly RawFinding[]): readonly RawFinding[] {
  if (text.length === 0) return resources;
  const exclusive = text.filter(({ rule }) => rule.exclusive === true);
  if (exclusive.length > 0) return exclusive;
  if (resources.length === 0) return text;
  return [...text, ...resources].sort(byPlace);
}

/** A finding about the resource of the text at hand, when it was found in an earlier text with the same content. */
function settled(snapshot: Snapshot, raw: RawFinding, lasting: YamlDocument, document: YamlDocument): RawFinding {
  if (lasting === document) return raw;
  const position = raw.resource === undefined ? -1 : resourcesOf(lasting).indexOf(raw.resource);
  const { finding } = raw;
  return {
    ...raw,
    resource: resourcesOf(document)[position],
    finding: { ...finding, at: snapshot.settle(lasting, finding.at).span },
  };
}

/** Crashes that the host knows of: a judgement is kept, and told once. */
const told = new WeakSet<Crash>();

function tell(crash: Crash, uri: string, onCrash: OnCrash): void {
  if (told.has(crash)) return;
  told.add(crash);
  onCrash(crash.code, uri, crash.error);
}
