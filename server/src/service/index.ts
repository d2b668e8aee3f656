// The language service: YAML texts in, explanations and findings out. It does no I/O and knows no editor; the only file outsiders import.
export { applyEdits, type Edit } from "./base/edit";
export type { Locale, LocalizedText, TextArgs } from "./base/localized-text";
export type { Span } from "./base/span";
export { messageOf, messageParts } from "./features/message";
export { allRules } from "./rules/all";
export type { AnyRule, Finding, Repair } from "./rules/define";
export { findingsOf, type LocatedFinding, type OnCrash, repairsOf } from "./rules/run";
export { chooseLocale, fill, say } from "./words/words";
export { DEFAULT_SETTINGS, NEWEST_ISTIO, type Settings, type Severity } from "./workspace/settings";
export { type Change, Snapshot } from "./workspace/snapshot";
