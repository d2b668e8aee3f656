// What the light bulb offers at a place: the repairs of the findings there, ways to silence them, and repairing everything that is safe.
import { editsBetween } from "../base/line-changes";
import type { LocalizedText, TextArgs, Locale } from "../base/localized-text";
import { overlaps, type Span } from "../base/span";
import { findingsOf, type LocatedFinding, type OnCrash } from "../rules/run";
import { SUPPRESS_ANNOTATION } from "../rules/suppress";
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { say } from "../words/words";
import type { Snapshot } from "../workspace/snapshot";
import { repairAll } from "./repair-all";
import { fileEdits, type FileEdits } from "./repair-edits";
import { Offers } from "./repair-offers";
import { offsetAt, type Range } from "./position";

/** One entry of the light bulb. */
export interface CodeAction {
  readonly title: string;
  readonly kind: "quickfix" | "source.fixAll.istioEgress";
  readonly preferred: boolean;
  /** The code of the finding it answers; absent for fix-all. */
  readonly code?: string;
  /** The finding's span in the file, to find its diagnostic again. */
  readonly span?: Span;
  readonly edits: readonly FileEdits[];
  readonly settings: readonly { readonly key: string; readonly value: unknown }[];
}

/** Told how many characters have been judged so far; whoever answers true has had enough, and gets what there is. */
export type IsOver = (judged: number) => boolean;

/** The quick-fixes of all findings that a range of the file touches; of their repairs, those that cure and do no harm. */
export function codeActions(
  snapshot: Snapshot,
  uri: string,
  range: Range,
  locale: Locale,
  onCrash: OnCrash,
  isOver: IsOver = () => false,
): readonly CodeAction[] {
  const file = snapshot.file(uri);
  if (file === undefined) return [];
  const asked: Span = { start: offsetAt(file, range.start), end: offsetAt(file, range.end) };
  const here = findingsOf(snapshot, uri, onCrash).filter((located) => overlaps(located.span, asked));
  const offers = new Offers(snapshot, onCrash, isOver);
  const repairs = here.flatMap((located) =>
    offers.repairs(located).map((repair) => ({
      title: say(repair.title, locale, { ...located.finding.args, ...repair.args }),
      kind: "quickfix" as const,
      preferred: repair.preferred === true,
      code: located.rule.code,
      span: located.span,
      edits: fileEdits(snapshot, repair),
      settings: repair.settings ?? [],
    })),
  );
  return [...repairs, ...here.flatMap((located) => suppressions(snapshot, located, locale))];
}

/** One action with every safe repair of the file, or nothing when there is none to make. */
export function fixAll(
  snapshot: Snapshot,
  uri: string,
  locale: Locale,
  onCrash: OnCrash,
  isOver: IsOver = () => false,
): CodeAction | undefined {
  const { snapshot: repaired } = repairAll(snapshot, [uri], { onCrash, isOver });
  const edits = snapshot.files().flatMap((file): FileEdits[] => {
    const text = repaired.file(file.uri)?.text;
    return text === undefined || text === file.text ? [] : [{ uri: file.uri, edits: editsBetween(file.text, text) }];
  });
  if (edits.length === 0) return undefined;
  return { title: say(FIX_ALL, locale), kind: "source.fixAll.istioEgress", preferred: false, edits, settings: [] };
}

const FIX_ALL: LocalizedText = {
  en: "Apply all safe Istio Egress repairs",
  ko: "Istio Egress의 안전한 수정을 모두 적용",
};
const DISABLE_LINE: LocalizedText = {
  en: "Silence {code} on this line",
  ko: "이 줄에서 {code} 규칙 끄기",
};
const DISABLE_FILE: LocalizedText = {
  en: "Silence {code} in this file",
  ko: "이 파일에서 {code} 규칙 끄기",
};
const DISABLE_RESOURCE: LocalizedText = {
  en: "Silence {ist} on this resource, for istioctl as well",
  ko: "이 리소스에서 {ist} 코드 끄기(istioctl에도 적용)",
};
const DISABLE_RULE: LocalizedText = {
  en: "Turn {code} off in the settings",
  ko: "설정에서 {code} 규칙 끄기",
};

/** Ways to silence a finding, offered after its repairs. Mistakes that make Istio reject the resource cannot be silenced by a click. */
function suppressions(snapshot: Snapshot, located: LocatedFinding, locale: Locale): readonly CodeAction[] {
  const file = snapshot.file(located.uri);
  if (file === undefined || (located.rule.certainty === "local" && located.severity === "error")) return [];
  const { code } = located.rule;
  const newline = file.text.includes("\r\n") ? "\r\n" : "\n";
  // A byte order mark stays what a file begins with; behind a comment it would become a part of the first key.
  const fileStart = file.text.startsWith("\uFEFF") ? 1 : 0;
  const lineStart = Math.max(fileStart, file.text.lastIndexOf("\n", located.span.start - 1) + 1);
  const indent = /^[ ]*/.exec(file.text.slice(lineStart))?.[0] ?? "";
  const args: TextArgs = { code };
  const action = (title: LocalizedText, at: number, comment: string): CodeAction => ({
    title: say(title, locale, args),
    kind: "quickfix",
    preferred: false,
    code,
    span: located.span,
    edits: [{ uri: located.uri, edits: [{ span: { start: at, end: at }, newText: `${comment}${newline}` }] }],
    settings: [],
  });
  return [
    action(DISABLE_LINE, lineStart, `${indent}# istio-egress-disable-next-line ${code}`),
    action(DISABLE_FILE, fileStart, `# istio-egress-disable-file ${code}`),
    ...annotations(snapshot, located, locale),
    {
      title: say(DISABLE_RULE, locale, args),
      kind: "quickfix",
      preferred: false,
      code,
      span: located.span,
      edits: [],
      settings: [{ key: "rules", value: { [code]: "off" } }],
    },
  ];
}

/** Istio's own annotation, for rules that correspond to a code of istioctl. */
function annotations(snapshot: Snapshot, located: LocatedFinding, locale: Locale): readonly CodeAction[] {
  const { rule, resource, document } = located;
  const ist = rule.seeAlso.find((code) => code.startsWith("IST"));
  const metadata = entryOf(resource?.root, "metadata")?.value;
  const start = snapshot.startOf(document);
  if (ist === undefined || metadata?.kind !== "mapping" || start === undefined) return [];
  const given = entryOf(metadata, "annotations")?.value;
  const known = resource?.annotations[SUPPRESS_ANNOTATION];
  const codes = known === undefined ? ist : `${known},${ist}`;
  const edit =
    given?.kind === "mapping"
      ? setEntry(document, given, SUPPRESS_ANNOTATION, codes)
      : setEntry(document, metadata, "annotations", { [SUPPRESS_ANNOTATION]: codes });
  const moved = { span: { start: edit.span.start + start, end: edit.span.end + start }, newText: edit.newText };
  return [
    {
      title: say(DISABLE_RESOURCE, locale, { ist }),
      kind: "quickfix",
      preferred: false,
      code: rule.code,
      span: located.span,
      edits: [{ uri: located.uri, edits: [moved] }],
      settings: [],
    },
  ];
}
