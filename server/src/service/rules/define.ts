// The shape of a rule: one file named after its code, readable from top to bottom as documentation. A rule holds its texts in both languages
// but never chooses one, and it knows the workspace only through its context.
import type { Edit } from "../base/edit";
import type { LocalizedText, TextArgs } from "../base/localized-text";
import type { Span } from "../base/span";
import { type IstioResource, isIstioResource, type Resource, type ResourceType } from "../model/lower";
import type { MessageNode, WrittenField } from "../model/message-walk";
import type { DocumentSpan } from "../model/resource";
import type { ScaffoldId } from "../scaffold/variants";
import { ISTIO_KINDS } from "../schema/structure";
import type { YamlDocument } from "../syntax/document";
import type { WitnessTrace } from "../traffic/paths";
import type { DecisionCode, Hop, Step } from "../traffic/trace";
import type { ResourceByType, WorkspaceView } from "../workspace/view";
import type { Severity } from "../workspace/settings";

/** What a rule says, in one language. `what` names the thing with its value, `why` the consequence for traffic, `next` what to do. */
export interface RuleText {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Wording for one form of the mistake; parts left out are those of the rule itself. */
export type RuleVariant = Readonly<Record<"en" | "ko", Partial<Omit<RuleText, "title">>>>;

/** One occurrence of a mistake. `at` is the smallest text its author would edit, relative to the document of the rule's subject. */
export interface Finding {
  readonly at: Span;
  readonly args: TextArgs;
  /** Which wording of the rule's variants; the rule's own text without it. */
  readonly variant?: string;
  /** Another severity than the rule's, for this occurrence. */
  readonly severity?: Severity;
  /** Other places that matter, in the order to read them. */
  readonly related?: readonly {
    readonly place: DocumentSpan;
    readonly text: LocalizedText;
    readonly args?: TextArgs;
  }[];
  /** The step of a trace that it speaks of: two findings about one step are about one cause (see `yieldsTo`). */
  readonly step?: Step;
  /** What the repair needs to know again; plain data. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** Edits of one document; spans are relative to its text. */
export interface DocumentEdits {
  readonly document: YamlDocument;
  readonly edits: readonly Edit[];
}

/** A way to repair a finding. */
export interface Repair {
  readonly title: LocalizedText;
  readonly args?: TextArgs;
  readonly changes: readonly DocumentEdits[];
  /** The one to take when somebody just says "fix it"; at most one of a finding's repairs. */
  readonly preferred?: boolean;
  /** Whether fix-all may apply it: it keeps what traffic does, or restores what the author evidently meant. The first safe repair is taken. */
  readonly safe?: boolean;
  /** Entries to add to settings (`istioEgress.<key>`), instead of or besides edits. */
  readonly settings?: readonly { readonly key: string; readonly value: unknown }[];
}

/** What a rule may look at. */
export interface RuleContext {
  readonly view: WorkspaceView;
}

/** Fixtures (docs/how-to.md): each bad one carries its expected findings as carets, each good one raises none of this rule. */
export interface RuleExamples {
  /** The set that every example begins with, writing only what differs. The set itself is a good example, then. */
  readonly base?: ScaffoldId;
  readonly bad: readonly string[];
  readonly good?: readonly string[];
}

/** What a finding means besides its severity: the text is on its way out, or has no effect. */
export type RuleTag = "deprecated" | "unnecessary";

interface RuleBase {
  /** Lower-case words naming the defect; permanent. */
  readonly code: string;
  readonly severity: Severity;
  /** `local`: judged from the resource alone. `seen`: from what the workspace shows. */
  readonly certainty: "local" | "seen";
  /** Codes of istioctl (ISTxxxx) and Kiali (KIAxxxx) that concern the same mistake. */
  readonly seeAlso: readonly string[];
  readonly text: Readonly<Record<"en" | "ko", RuleText>>;
  readonly variants?: Readonly<Record<string, RuleVariant>>;
  readonly examples: RuleExamples;
  /** Whether it judges parts of resources too (patches of a kustomization): it speaks of what is written, never of what is missing. */
  readonly judgesPatches?: boolean;
  /** Whether other findings of the document are meaningless while this one stands. */
  readonly exclusive?: boolean;
  readonly tags?: readonly RuleTag[];
  /**
   * Rules that tell the same fault better: a finding is left out where one of theirs, about the same resource, speaks of the same step of a trace
   * or lies on text that this one's overlaps.
   */
  readonly yieldsTo?: readonly string[];
  /** Whether a general YAML extension says it as well. */
  readonly alsoSaidByYaml?: boolean;
}

/** A rule over resources of some types. */
export interface ResourceRule<T extends ResourceType = ResourceType> extends RuleBase {
  readonly subjects: readonly T[];
  readonly check: (cx: RuleContext, resource: ResourceByType[T]) => Iterable<Finding>;
  readonly repair?: (cx: RuleContext, resource: ResourceByType[T], finding: Finding) => Iterable<Repair>;
}

/** A rule over the YAML of documents that speak of Istio's networking kinds. */
export interface DocumentRule extends RuleBase {
  readonly subjects: "document";
  readonly check: (cx: RuleContext, document: YamlDocument) => Iterable<Finding>;
  readonly repair?: (cx: RuleContext, document: YamlDocument, finding: Finding) => Iterable<Repair>;
}

/** What a local rule may look at besides the message or field it is called for. */
export interface LocalContext {
  readonly resource: IstioResource;
}

/**
 * A rule about what stands in one resource: it names the API messages (`HTTPRetry`) and fields (`HTTPRetry.perTryTimeout`) it judges, and one walk
 * of the resource calls all rules. Resources whose text is not what is applied (templates, broken YAML) are not walked.
 */
export interface LocalRule extends Omit<RuleBase, "certainty"> {
  /** The kinds whose resources are walked for it; all of Istio's without it. */
  readonly subjects?: readonly IstioResource["type"][];
  readonly on?: Readonly<Record<string, (cx: LocalContext, message: MessageNode) => Iterable<Finding>>>;
  readonly onField?: Readonly<
    Record<`${string}.${string}`, (cx: LocalContext, field: WrittenField) => Iterable<Finding>>
  >;
  readonly repair?: (cx: RuleContext, resource: IstioResource, finding: Finding) => Iterable<Repair>;
}

/** A finding on a request's path: it says itself which document it belongs to, that of the text which decides. */
export interface PathFinding extends Omit<Finding, "at"> {
  readonly at: DocumentSpan;
  /** Whether it stands with the severity it has, whoever asks and whatever the trace takes for granted. */
  readonly isSure?: boolean;
}

/**
 * A rule that tells the cause of what a trace decided. The runner follows the requests that the resources raise (traffic/witnesses.ts) and calls it
 * for every step that decided one of `on`. For a decision that ends a path, the rules are asked in the order of told-by.ts, until one speaks.
 */
export interface PathRule extends Omit<RuleBase, "certainty"> {
  /** The kinds in whose text its findings lie. */
  readonly subjects: readonly IstioResource["type"][];
  readonly on: readonly DecisionCode[];
  readonly check: (cx: RuleContext, path: WitnessTrace, hop: Hop, step: Step) => Iterable<PathFinding>;
  readonly repair?: (cx: RuleContext, resource: IstioResource, finding: Finding) => Iterable<Repair>;
}

/** A rule as the runner sees it. */
export interface AnyRule extends RuleBase {
  readonly subjects: "document" | readonly ResourceType[];
  readonly checkResource?: (cx: RuleContext, resource: Resource) => Iterable<Finding>;
  readonly checkDocument?: (cx: RuleContext, document: YamlDocument) => Iterable<Finding>;
  readonly checkStep?: PathRule["check"];
  readonly decisions?: readonly DecisionCode[];
  readonly onMessage?: LocalRule["on"];
  readonly onField?: LocalRule["onField"];
  readonly repairResource?: (cx: RuleContext, resource: Resource, finding: Finding) => Iterable<Repair>;
  readonly repairDocument?: (cx: RuleContext, document: YamlDocument, finding: Finding) => Iterable<Repair>;
}

/** Declares a rule over resources; `T` is inferred from `subjects`, so `check` gets resources of just these types. */
export function defineRule<T extends ResourceType>(rule: ResourceRule<T>): AnyRule {
  const { check, repair, ...rest } = rule;
  // The runner hands a rule only resources whose type is among its subjects.
  const narrow = (resource: Resource): ResourceByType[T] => resource as ResourceByType[T];
  return {
    ...rest,
    checkResource: (cx, resource) => check(cx, narrow(resource)),
    ...(repair === undefined
      ? {}
      : {
          repairResource: (cx: RuleContext, resource: Resource, finding: Finding) =>
            repair(cx, narrow(resource), finding),
        }),
  };
}

/** Declares a rule over documents. */
export function defineDocumentRule(rule: DocumentRule): AnyRule {
  const { check, repair, ...rest } = rule;
  return {
    ...rest,
    checkDocument: check,
    ...(repair === undefined ? {} : { repairDocument: repair }),
  };
}

/** Declares a rule about the messages and fields of single resources. */
export function defineLocalRule(rule: LocalRule): AnyRule {
  const { on, onField, repair, subjects = ISTIO_KINDS, ...rest } = rule;
  return {
    ...rest,
    certainty: "local",
    subjects,
    ...(on === undefined ? {} : { onMessage: on }),
    ...(onField === undefined ? {} : { onField }),
    ...repairOfIstio(repair),
  };
}

/** Declares a rule about what traces decided. */
export function definePathRule(rule: PathRule): AnyRule {
  const { on, check, repair, ...rest } = rule;
  return { ...rest, certainty: "seen", decisions: on, checkStep: check, ...repairOfIstio(repair) };
}

function repairOfIstio(repair: LocalRule["repair"]): Pick<AnyRule, "repairResource"> {
  if (repair === undefined) return {};
  return {
    repairResource: (cx, resource, finding) => (isIstioResource(resource) ? repair(cx, resource, finding) : []),
  };
}
