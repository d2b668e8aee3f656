// Judges one document: calls the rules that concern it and its resources. What a rule finds in a document's own text, or in one resource alone, is
// kept as long as the text is; what it finds among several resources is a fact that is computed again when something it read has another value.
import { isIstioResource, type Resource, type ResourceType } from "../model/lower";
import type { YamlDocument } from "../syntax/document";
import { defineFact } from "../workspace/facts";
import { compareText } from "../workspace/names";
import type { Settings, Severity } from "../workspace/settings";
import type { WorkspaceView } from "../workspace/view";
import { allRules } from "./all";
import type { AnyRule, Finding } from "./define";
import { type Directive, readDirectives } from "./suppress";
import { type Listeners, listenersOf, walk } from "./walk";

/** A rule that is on, with the severity that the settings leave it. */
interface EnabledRule {
  readonly rule: AnyRule;
  readonly severity: Severity;
}

/** A finding with its rule and its subject. */
export interface RawFinding extends EnabledRule {
  readonly finding: Finding;
  readonly resource: Resource | undefined;
}

/** A rule that threw. */
export interface Crash {
  readonly code: string;
  readonly error: unknown;
}

/** What came out of judging something. */
export interface Judgement {
  readonly found: readonly RawFinding[];
  readonly crashes: readonly Crash[];
}

/** What is found in the text of a document, and what its author does not want to hear. */
export interface TextJudgement extends Judgement {
  readonly directives: readonly Directive[];
}

/** The text that makes a document ours: every kind of Istio's networking API says it. */
export const OUR_GROUP = "networking.istio.io/";

/** What the rules find in the document's own text. */
export function judgeText(view: WorkspaceView, document: YamlDocument): TextJudgement {
  const { settings } = view;
  const { documentRules, ofTexts } = planOf(settings);
  return kept(ofTexts, document, () => {
    const judging = new Judging(settings, undefined);
    if (document.text.includes(OUR_GROUP)) {
      for (const entry of documentRules) {
        const { checkDocument } = entry.rule;
        if (checkDocument !== undefined) judging.call(entry, () => checkDocument({ view }, document));
      }
    }
    const { found, crashes } = judging;
    return { found: found.sort(byPlace), crashes, directives: readDirectives(document.text) };
  });
}

/** What rules find in a resource that look at it directly, and not at the paths of requests. */
export const ownFindings = defineFact("found in a resource", (view: WorkspaceView, resource: Resource): Judgement => {
  const parts = [view.get(judgedAlone, resource), view.get(judgedAmongOthers, resource), judgeAlone(view, resource)];
  return joined(parts);
});

/** Several judgements as one. */
export function joined(parts: readonly Judgement[]): Judgement {
  const [first, ...rest] = parts.filter(({ found, crashes }) => found.length > 0 || crashes.length > 0);
  if (first === undefined || rest.length === 0) return first ?? NOTHING;
  return { found: parts.flatMap(({ found }) => found), crashes: parts.flatMap(({ crashes }) => crashes) };
}

/** Nothing to say. */
export const NOTHING: Judgement = { found: [], crashes: [] };

/** Order by place, then by code. */
export function byPlace(a: RawFinding, b: RawFinding): number {
  return (
    a.finding.at.start - b.finding.at.start ||
    a.finding.at.end - b.finding.at.end ||
    compareText(a.rule.code, b.rule.code)
  );
}

/** What the rules find that listen to a resource's messages and fields. */
function judgeAlone(view: WorkspaceView, resource: Resource): Judgement {
  const { settings } = view;
  const plan = planOf(settings);
  const isPatch = view.isPatch(resource.document.uri);
  return kept(isPatch ? plan.ofPatches : plan.ofResources, resource, () => {
    const judging = new Judging(settings, resource);
    if (isIstioResource(resource)) {
      walk(resource, rulesFor(plan, resource.type, isPatch).listeners, (entry, check) => {
        judging.call(entry, check);
      });
    }
    return judging.found.length === 0 && judging.crashes.length === 0 ? NOTHING : judging;
  });
}

/** What the rules find that are given the whole resource: those that look at it alone, and those that look around. */
const judgedAlone = defineFact("found in a resource alone", (view: WorkspaceView, resource: Resource) =>
  judgeWith(view, resource, "local"),
);
const judgedAmongOthers = defineFact("found among resources", (view: WorkspaceView, resource: Resource) =>
  judgeWith(view, resource, "seen"),
);

function judgeWith(view: WorkspaceView, resource: Resource, certainty: AnyRule["certainty"]): Judgement {
  const { settings } = view;
  const rules = rulesFor(planOf(settings), resource.type, view.isPatch(resource.document.uri));
  const judging = new Judging(settings, resource);
  for (const entry of rules[certainty]) {
    const { checkResource } = entry.rule;
    if (checkResource !== undefined) judging.call(entry, () => checkResource({ view }, resource));
  }
  return judging.found.length === 0 && judging.crashes.length === 0 ? NOTHING : judging;
}

/** Collects what rules find, and which of them threw. */
class Judging implements Judgement {
  readonly found: RawFinding[] = [];
  readonly crashes: Crash[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly resource: Resource | undefined,
  ) {}

  call({ rule, severity }: EnabledRule, check: () => Iterable<Finding>): void {
    try {
      const chosen = this.settings.severities[rule.code];
      for (const finding of check()) {
        this.found.push({
          rule,
          finding,
          // A severity that the user set for the rule counts for every occurrence.
          severity: chosen === undefined || chosen === "off" ? (finding.severity ?? severity) : severity,
          resource: this.resource,
        });
      }
    } catch (error) {
      this.crashes.push({ code: rule.code, error });
    }
  }
}

/** The rules for resources of one type. */
interface TypeRules {
  readonly local: readonly EnabledRule[];
  readonly seen: readonly EnabledRule[];
  readonly listeners: Listeners<EnabledRule>;
}

/** Which rules are on under some settings, and what they found in single texts and resources. */
interface Plan {
  readonly documentRules: readonly EnabledRule[];
  readonly rules: readonly EnabledRule[];
  readonly byType: Map<string, TypeRules>;
  readonly ofTexts: WeakMap<YamlDocument, TextJudgement>;
  readonly ofResources: WeakMap<Resource, Judgement>;
  readonly ofPatches: WeakMap<Resource, Judgement>;
}

const plans = new WeakMap<Settings, Plan>();

function planOf(settings: Settings): Plan {
  let plan = plans.get(settings);
  if (plan === undefined) {
    const rules = allRules.flatMap((rule) => {
      const severity = severityOf(rule, settings);
      return severity === undefined ? [] : [{ rule, severity }];
    });
    plan = {
      documentRules: rules.filter(({ rule }) => rule.subjects === "document"),
      rules: rules.filter(({ rule }) => rule.subjects !== "document"),
      byType: new Map(),
      ofTexts: new WeakMap(),
      ofResources: new WeakMap(),
      ofPatches: new WeakMap(),
    };
    plans.set(settings, plan);
  }
  return plan;
}

function rulesFor({ rules, byType }: Plan, type: ResourceType, isPatch: boolean): TypeRules {
  const key = isPatch ? `${type} patch` : type;
  let found = byType.get(key);
  if (found === undefined) {
    const fitting = rules.filter(
      ({ rule }) =>
        rule.subjects !== "document" && rule.subjects.includes(type) && !(isPatch && rule.judgesPatches !== true),
    );
    const whole = fitting.filter(({ rule }) => rule.checkResource !== undefined);
    found = {
      local: whole.filter(({ rule }) => rule.certainty === "local"),
      seen: whole.filter(({ rule }) => rule.certainty === "seen"),
      listeners: listenersOf(fitting, ({ rule }) => rule),
    };
    byType.set(key, found);
  }
  return found;
}

/** The severity a rule has under the settings; nothing when it is off. */
export function severityOf(rule: AnyRule, settings: Settings): Severity | undefined {
  const chosen = settings.severities[rule.code];
  if (chosen !== undefined) return chosen === "off" ? undefined : chosen;
  return rule.severity;
}

function kept<K extends object, J>(judgements: WeakMap<K, J>, subject: K, judge: () => J): J {
  let found = judgements.get(subject);
  if (found === undefined) {
    found = judge();
    judgements.set(subject, found);
  }
  return found;
}
