// The shape of a rule: one file named after its code, readable from top to bottom as documentation. A rule holds its texts in both languages
// but never chooses one, and it knows the workspace only through its context.
import type { Edit } from "../base/edit";
import type { LocalizedText, TextArgs } from "../base/localized-text";
import type { Span } from "../base/span";
import type { Resource, ResourceType } from "../model/lower";
import type { DocumentSpan } from "../model/resource";
import type { ScaffoldId } from "../scaffold/variants";
import type { YamlDocument } from "../syntax/document";
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

/** A rule as the runner sees it. */
export interface AnyRule extends RuleBase {
  readonly subjects: "document" | readonly ResourceType[];
  readonly checkResource?: (cx: RuleContext, resource: Resource) => Iterable<Finding>;
  readonly checkDocument?: (cx: RuleContext, document: YamlDocument) => Iterable<Finding>;
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
    checkDocument: (cx, document) => check(cx, document),
    ...(repair === undefined
      ? {}
      : {
          repairDocument: (cx: RuleContext, document: YamlDocument, finding: Finding) => repair(cx, document, finding),
        }),
  };
}
