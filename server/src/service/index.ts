// The language service: YAML texts in, explanations and findings out. It does no I/O and knows no editor; the only file outsiders import.
export { applyEdits, type Edit } from "./base/edit";
export type { Locale, LocalizedText, TextArgs } from "./base/localized-text";
export type { Span } from "./base/span";
export { changedLines, type LineChange, linesOf } from "./base/line-changes";
export { type CodeAction, codeActions, fixAll } from "./features/code-actions";
export {
  completion,
  type CompletionDocumentation,
  type CompletionItem,
  type CompletionList,
  type CompletionView,
  resolveCompletion,
} from "./features/completion";
export { type Diagnostic, diagnostics, type RelatedPlace, renderFinding } from "./features/diagnostics";
export { explain, type Explanation, type ExplainView } from "./features/explain";
export { type Hover, hover, type HoverView } from "./features/hover";
export { messageOf, messageParts } from "./features/message";
export { offsetAt, type Position, positionAt, type Range, rangeOf } from "./features/position";
export { repairAll, type RepairedAll, type RepairOptions } from "./features/repair-all";
export { applyRepair, type FileEdits, fileEdits } from "./features/repair-edits";
export {
  assumptionSentences,
  type DecidingPlace,
  decidingPlaces,
  renderTrace,
  verdictTexts,
} from "./features/render-trace";
export { allRules } from "./rules/all";
export type { AnyRule, Finding, Repair, RuleVariant } from "./rules/define";
export { findingsOf, judging, type LocatedFinding, type OnCrash, repairsOf } from "./rules/run";
export { type KnownForScaffold, knownForScaffold } from "./features/known-for-scaffold";
export { type PlacedScaffold, placeScaffold } from "./features/place-scaffold";
export { parametersOf } from "./scaffold/asked";
export { buildScaffold, renderResources } from "./scaffold/build";
export { DEFAULT_PARAMETERS, nameOfHost, type ScaffoldParameters } from "./scaffold/parameters";
export { fileTemplates, prefixOf, type Snippet, snippetBody, snippetFile } from "./scaffold/snippets";
export { type ScaffoldVariant, scaffoldVariant, scaffoldVariants } from "./scaffold/variants";
export { docEntry, type DocEntry } from "./schema/docs";
export { ISTIO_RELEASES, NEWEST_ISTIO, OLDEST_ISTIO } from "./schema/releases";
export { type AssumptionCode, assumptionTexts } from "./traffic/assumptions";
export { trace } from "./traffic/simulate";
export { parseTarget, type ReadTarget } from "./traffic/target";
export type {
  Assumption,
  Hop,
  HopTls,
  Origin,
  Question,
  Scheme,
  Step,
  Target,
  Trace,
  Verdict,
  WireTls,
} from "./traffic/trace";
export type { YamlStyle } from "./syntax/render";
export type { TextFormat } from "./words/markup";
export { escapeOf, printable } from "./words/printable";
export { chooseLocale, fill, say } from "./words/words";
export { readSettings, type ServerSettings } from "./workspace/read-settings";
export { DEFAULT_SETTINGS, type Settings, type Severity } from "./workspace/settings";
export { type Change, Snapshot } from "./workspace/snapshot";
export { viewOf } from "./workspace/view";

/** The name under which findings are shown, and the prefix of everything the product offers. */
export const SOURCE = "istio-egress";
