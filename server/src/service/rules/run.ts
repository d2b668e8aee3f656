// Runs the rules over a snapshot. Findings of a resource are derived facts: they are computed again only when the resource changes or
// something that a rule read while judging it does. A rule that throws is reported to `onCrash` and the others go on.
import type { Span } from "../base/span";
import { isIstioResource, type Resource, resourcesOf } from "../model/lower";
import type { YamlDocument } from "../syntax/document";
import { resourcesAround, sourcesAbout, tracesOf } from "../traffic/paths";
import type { WitnessSource } from "../traffic/witnesses";
import type { Settings, Severity } from "../workspace/settings";
import type { Snapshot } from "../workspace/snapshot";
import type { WorkspaceView } from "../workspace/view";
import { allRules } from "./all";
import type { AnyRule, Finding, Repair } from "./define";
import { withoutYielding } from "./precedence";
import { isSuppressedByAnnotation, readSuppressions } from "./suppress";
import { type FoundOnPath, findOnPaths, gravestOnce } from "./path-findings";
import { GENERAL_RULE, mayExplain } from "./told-by";
import { walk, listenersOf } from "./walk";

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

interface RawFinding {
  readonly rule: AnyRule;
  readonly finding: Finding;
  readonly severity: Severity;
  readonly resource: Resource | undefined;
}

/** Told about a rule that threw; the host logs it. */
export type OnCrash = (code: string, uri: string, error: unknown) => void;

/** The text that makes a document ours: every kind of Istio's networking API says it. */
const OUR_GROUP = "networking.istio.io/";

/** All findings of a file, ordered by place, then code; silenced ones are left out. */
export function findingsOf(snapshot: Snapshot, uri: string, onCrash: OnCrash): readonly LocatedFinding[] {
  const file = snapshot.file(uri);
  if (!file?.text.includes(OUR_GROUP)) return [];
  const suppressions = readSuppressions(file);
  const found: LocatedFinding[] = [];
  for (const [position, document] of file.documents.entries()) {
    if (!document.text.includes(OUR_GROUP)) continue;
    const start = file.starts[position] ?? 0;
    for (const raw of rawFindings(snapshot, document, onCrash)) {
      const span = { start: raw.finding.at.start + start, end: raw.finding.at.end + start };
      if (suppressions.silences(raw.rule.code, span.start)) continue;
      if (raw.resource !== undefined && isSuppressedByAnnotation(raw.resource, raw.rule.seeAlso)) continue;
      found.push({ ...raw, document, uri, span });
    }
  }
  return found.sort(
    (a, b) =>
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      (a.rule.code < b.rule.code ? -1 : a.rule.code > b.rule.code ? 1 : 0),
  );
}

/**
 * Judges a file document by document. Once it has run to its end, findingsOf() answers from what is remembered: for hosts that let others have
 * their turn in between.
 */
export function* judging(snapshot: Snapshot, uri: string, onCrash: OnCrash): Generator<undefined, void> {
  const file = snapshot.file(uri);
  if (!file?.text.includes(OUR_GROUP)) return;
  for (const document of file.documents) {
    if (!document.text.includes(OUR_GROUP)) continue;
    rawFindings(snapshot, document, onCrash);
    yield;
  }
}

/** The repairs of a finding; none when its rule has none or the finding no longer stands. */
export function repairsOf(snapshot: Snapshot, located: LocatedFinding, onCrash: OnCrash): readonly Repair[] {
  const { rule, finding, document, resource } = located;
  const cx = { view: snapshot.view(located.uri) };
  try {
    if (resource === undefined) return [...(rule.repairDocument?.(cx, document, finding) ?? [])];
    return [...(rule.repairResource?.(cx, resource, finding) ?? [])];
  } catch (error) {
    onCrash(rule.code, located.uri, error);
    return [];
  }
}

/** The severity a rule has under the settings; nothing when it is off. */
export function severityOf(rule: AnyRule, snapshot: Snapshot): Severity | undefined {
  const chosen = snapshot.settings.severities[rule.code];
  if (chosen !== undefined) return chosen === "off" ? undefined : chosen;
  return rule.severity;
}

function rawFindings(snapshot: Snapshot, document: YamlDocument, onCrash: OnCrash): readonly RawFinding[] {
  const own = snapshot.derive(document, document.uri, "findings", (view) =>
    enabled(snapshot).flatMap(({ rule, severity }) => {
      const { checkDocument } = rule;
      if (checkDocument === undefined) return [];
      return guarded(rule, severity, undefined, view, onCrash, () => checkDocument({ view }, document));
    }),
  );
  const exclusive = own.filter((raw) => raw.rule.exclusive === true);
  if (exclusive.length > 0) return exclusive;
  const ofResources = resourcesOf(document).flatMap((resource) =>
    snapshot.derive(resource, document.uri, "findings", (view) =>
      withoutYielding([
        ...ownFindings(snapshot, resource, view, onCrash),
        ...onPathsOf(snapshot, resource, view, onCrash),
      ]),
    ),
  );
  return [...own, ...ofResources];
}

/** What path rules find in the text of a resource, on the paths of all requests that may pass it. */
function onPathsOf(
  snapshot: Snapshot,
  resource: Resource,
  view: WorkspaceView,
  onCrash: OnCrash,
): readonly RawFinding[] {
  if (!isIstioResource(resource) || snapshot.isPatch(resource.document.uri)) return [];
  const severities = new Map(enabled(snapshot).map(({ rule, severity }) => [rule, severity]));
  const found = sourcesAbout(view, resource).flatMap((source) => foundFrom(view, source, onCrash));
  const inside = found.filter(
    ({ finding: { at } }) => at.document === resource.document && contains(resource, at.span),
  );
  return gravestOnce(inside).flatMap((one): readonly RawFinding[] => {
    const { rule, finding } = one;
    const chosen = severities.get(rule);
    if (chosen === undefined || (rule.code === GENERAL_RULE && isToldBetter(snapshot, view, one, onCrash))) return [];
    const isChosen = snapshot.settings.severities[rule.code] !== undefined;
    const { at, ...rest } = finding;
    return [{ rule, finding: { ...rest, at: at.span }, severity: isChosen ? chosen : one.severity, resource }];
  });
}

function contains(resource: Resource, span: Span): boolean {
  return resource.root.span.start <= span.start && span.end <= resource.root.span.end;
}

/** What path rules find on the requests that one resource raises: shared by all resources on their way. */
function foundFrom(view: WorkspaceView, source: WitnessSource, onCrash: OnCrash): readonly FoundOnPath[] {
  return view.remember(`rules/paths ${identityOf(source)}`, (own) =>
    findOnPaths(own, tracesOf(own, source), allRules, (rule, error) => {
      onCrash(rule.code, source.document.uri, error);
    }),
  );
}

/** Whether another rule, or what makes istiod refuse one of the resources, explains a failure of which the general rule would speak. */
function isToldBetter(snapshot: Snapshot, view: WorkspaceView, one: FoundOnPath, onCrash: OnCrash): boolean {
  return resourcesAround(view, one.path).some((resource) => {
    const own = view.remember(`rules/own ${identityOf(resource)}`, (fact) =>
      ownFindings(snapshot, resource, fact.from(resource.document.uri), onCrash),
    );
    return own.some(
      ({ rule, severity }) => mayExplain(rule.code) || (severity === "error" && rule.certainty === "local"),
    );
  });
}

let identities = 0;
const identityByResource = new WeakMap<Resource, number>();

/** A number for a resource as it stands; another text is another resource. */
function identityOf(resource: Resource): number {
  const known = identityByResource.get(resource) ?? ++identities;
  identityByResource.set(resource, known);
  return known;
}

/** What rules find in a resource that look at it directly, and not at the paths of requests. */
function ownFindings(
  snapshot: Snapshot,
  resource: Resource,
  view: WorkspaceView,
  onCrash: OnCrash,
): readonly RawFinding[] {
  const isPatch = snapshot.isPatch(resource.document.uri);
  const rules = enabled(snapshot).filter(
    ({ rule }) =>
      rule.subjects !== "document" &&
      rule.subjects.includes(resource.type) &&
      !(isPatch && rule.judgesPatches !== true),
  );
  const found = rules.flatMap(({ rule, severity }) => {
    const { checkResource } = rule;
    if (checkResource === undefined) return [];
    return guarded(rule, severity, resource, view, onCrash, () => checkResource({ view }, resource));
  });
  if (isIstioResource(resource)) {
    walk(
      resource,
      listenersOf(rules, ({ rule }) => rule),
      ({ rule, severity }, check) => {
        found.push(...guarded(rule, severity, resource, view, onCrash, check));
      },
    );
  }
  return found;
}

function guarded(
  rule: AnyRule,
  severity: Severity,
  resource: Resource | undefined,
  view: WorkspaceView,
  onCrash: OnCrash,
  check: () => Iterable<Finding>,
): readonly RawFinding[] {
  try {
    const own = view.settings.severities[rule.code];
    return [...check()].map((finding) => ({
      rule,
      finding,
      // A severity that the user set for the rule counts for every occurrence.
      severity: own === undefined || own === "off" ? (finding.severity ?? severity) : severity,
      resource,
    }));
  } catch (error) {
    onCrash(rule.code, view.origin, error);
    return [];
  }
}

interface EnabledRule {
  readonly rule: AnyRule;
  readonly severity: Severity;
}

/** The rules that are on, by settings: the same for every resource of a snapshot. */
const enabledBySettings = new WeakMap<Settings, readonly EnabledRule[]>();

function enabled(snapshot: Snapshot): readonly EnabledRule[] {
  let rules = enabledBySettings.get(snapshot.settings);
  if (rules === undefined) {
    rules = allRules.flatMap((rule) => {
      const severity = severityOf(rule, snapshot);
      return severity === undefined ? [] : [{ rule, severity }];
    });
    enabledBySettings.set(snapshot.settings, rules);
  }
  return rules;
}
