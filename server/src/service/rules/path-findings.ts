// What path rules find on the paths of the requests that one resource raises. Each step of each path is walked once; a fault that several requests
// meet is one finding, with the gravest severity. Which of the findings belong to a document is for run.ts to choose.
import type { YamlDocument } from "../syntax/document";
import { mayLiveElsewhere, restsOn } from "../traffic/certainty";
import { OTHER_NAMESPACE } from "../traffic/clients";
import type { WitnessTrace } from "../traffic/paths";
import type { DecisionCode, Hop, Step } from "../traffic/trace";
import type { Severity } from "../workspace/settings";
import type { WorkspaceView } from "../workspace/view";
import type { AnyRule, PathFinding } from "./define";
import { GENERAL_RULE, isFailing, tellersOf } from "./told-by";

/** A finding of a path rule with what it was found on. */
export interface FoundOnPath {
  readonly rule: AnyRule;
  readonly finding: PathFinding;
  readonly severity: Severity;
  readonly path: WitnessTrace;
}

/** Told about a rule that threw. */
export type OnThrow = (rule: AnyRule, error: unknown) => void;

const ORDER: readonly Severity[] = ["error", "warning", "information", "hint"];

/** Everything that path rules find on some paths, each fault once, in the order of the paths. */
export function findOnPaths(
  view: WorkspaceView,
  paths: readonly WitnessTrace[],
  rules: readonly AnyRule[],
  onThrow: OnThrow,
): readonly FoundOnPath[] {
  const listeners = listenersOf(rules);
  return gravestOnce(
    paths.filter(({ standing }) => standing !== "stray").flatMap((path) => [...onPath(view, path, listeners, onThrow)]),
  );
}

/** Each fault once, with the gravest severity of those that it was found with. */
export function gravestOnce(all: readonly FoundOnPath[]): readonly FoundOnPath[] {
  const found = new Map<string, FoundOnPath>();
  const documents = new Map<YamlDocument, number>();
  for (const one of all) {
    const key = keyOf(one, documents);
    const known = found.get(key);
    if (known === undefined || isGraver(one.severity, known.severity)) found.set(key, one);
  }
  return [...found.values()];
}

/** Path rules by the decisions they listen to. */
type Listeners = ReadonlyMap<DecisionCode, readonly AnyRule[]>;

function listenersOf(rules: readonly AnyRule[]): Listeners {
  const listeners = new Map<DecisionCode, AnyRule[]>();
  for (const rule of rules) {
    for (const code of rule.decisions ?? []) {
      const known = listeners.get(code);
      if (known === undefined) listeners.set(code, [rule]);
      else known.push(rule);
    }
  }
  return listeners;
}

/** On the way every listener is called; of those that may tell why the path fails, the first that has something to say is the last one called. */
function* onPath(
  view: WorkspaceView,
  path: WitnessTrace,
  listeners: Listeners,
  onThrow: OnThrow,
): Iterable<FoundOnPath> {
  const { trace } = path;
  for (const hop of trace.hops) {
    for (const step of hop.steps) {
      const listening = listeners.get(step.code) ?? [];
      const isEnd = step === trace.end && trace.verdict !== "ok" && isFailing(step.code);
      // What ends in doubt says nothing about its end.
      if (step === trace.end && trace.verdict === "unknown") continue;
      for (const rule of isEnd ? inOrder(listening, tellersOf(step.code)) : listening) {
        const findings = [...guarded(rule, onThrow, () => rule.checkStep?.({ view }, path, hop, step) ?? [])];
        for (const finding of findings)
          yield { rule, finding, severity: severityOn(view, path, { rule, finding, hop, step }), path };
        if (isEnd && findings.length > 0) return;
      }
    }
  }
}

/** Listeners in the order of the table of tellers. One that is not in it only watches, and the general rule has the last word. */
function inOrder(listening: readonly AnyRule[], tellers: readonly string[]): readonly AnyRule[] {
  const place = ({ code }: AnyRule): number =>
    code === GENERAL_RULE ? Number.MAX_SAFE_INTEGER : tellers.includes(code) ? tellers.indexOf(code) : -1;
  return [...listening].sort((a, b) => place(a) - place(b));
}

function guarded(rule: AnyRule, onThrow: OnThrow, check: () => Iterable<PathFinding>): readonly PathFinding[] {
  try {
    return [...check()];
  } catch (error) {
    onThrow(rule, error);
    return [];
  }
}

/**
 * How serious a finding is on a path. A failure that rests on what may be otherwise, or that only clients meet whom nobody evidently means, is worth
 * a note; one that rests on nothing unseen, in a mesh that is wholly seen, is an error.
 */
function severityOn(
  view: WorkspaceView,
  { trace, standing, question }: WitnessTrace,
  {
    rule,
    finding,
    hop,
    step,
  }: { readonly rule: AnyRule; readonly finding: PathFinding; readonly hop: Hop; readonly step: Step },
): Severity {
  const own = finding.severity ?? rule.severity;
  if (finding.isSure === true) return own;
  if (question.from.namespace === OTHER_NAMESPACE) return atMost(own, "hint");
  if (standing === "bystander") return atMost(own, "information");
  if (trace.verdict === "ok" || step !== trace.end) return own;
  if (restsOn(trace).length > 0 || mayLiveElsewhere(view, trace, hop, step)) return atMost(own, "information");
  return own === "warning" && view.settings.knowledge === "whole" ? "error" : own;
}

function atMost(own: Severity, most: Severity): Severity {
  return isGraver(own, most) ? most : own;
}

function isGraver(one: Severity, other: Severity): boolean {
  return ORDER.indexOf(one) < ORDER.indexOf(other);
}

/** What makes a finding the same one wherever it is met; `documents` numbers them as they come. */
function keyOf({ rule, finding }: FoundOnPath, documents: Map<YamlDocument, number>): string {
  const { document, span } = finding.at;
  const number = documents.get(document) ?? documents.size;
  documents.set(document, number);
  return [rule.code, finding.variant ?? "", number, span.start, span.end].join(" ");
}
