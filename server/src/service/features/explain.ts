// The explanation of a field by its path, for a terminal: `DestinationRule.spec.trafficPolicy.tls.mode`. The texts are those of the hover;
// what a workspace would add is left out, and objects list their fields.
import { closest } from "../base/edit-distance";
import type { Locale, LocalizedText } from "../base/localized-text";
import { docEntry, docKeys } from "../schema/docs";
import { ISTIO_KINDS, type IstioKind, kindSchema, messageSchema, type Place, placeAt } from "../schema/structure";
import { type Block, code, renderBlocks, type TextFormat } from "../words/markup";
import { say } from "../words/words";
import { NEWEST_ISTIO } from "../schema/releases";
import { fieldsEnding } from "./explain-search";
import { explainField, explainOuter, explainValue, fieldList } from "./explanation";

/** Who reads. */
export interface ExplainView {
  readonly locale: Locale;
  readonly format: TextFormat;
  readonly istioVersion?: string;
}

/** What `explain` found: with `found` false the text says what was not understood and what may have been meant. */
export interface Explanation {
  readonly found: boolean;
  readonly text: string;
}

/**
 * Explains a kind, a field or a value: `DestinationRule`, `VirtualService.spec.http.match`, `ServiceEntry.spec.location=MESH_EXTERNAL`,
 * `Gateway.metadata.namespace`. Kinds may be written in any case or as kubectl's short names; `[]` behind a list may be left out. The end of a path
 * will do: one field is explained, of several it is said where they are.
 */
export function explain(path: string, view: ExplainView): Explanation {
  const [place, value] = splitValue(path.trim());
  const [first = "", ...steps] = place.split(".").map((step) => step.replace(/\[\d*\]$/, ""));
  const kind = kindNamed(first);
  if (kind === undefined) {
    return byEnding([first, ...steps], value, view) ?? unknown(UNKNOWN_KIND, first, first, kindWords(), view);
  }
  const reader = { locale: view.locale, istioVersion: view.istioVersion ?? NEWEST_ISTIO };
  const [top, ...below] = steps;
  if (top === undefined) return explainKind(kind, view);
  if (top !== "spec") {
    const keys = docKeys();
    const key = steps.length === 1 ? `Resource.${top}` : `ObjectMeta.${below.join(".")}`;
    const whole = value === undefined ? key : `${key}=${value}`;
    const isKnown = keys.includes(whole) && (steps.length === 1 || top === "metadata");
    if (!isKnown) return unknown(UNKNOWN_FIELD, steps.join("."), top, ["spec", "metadata", "apiVersion", "kind"], view);
    return { found: true, text: renderBlocks(explainOuter({ key: whole, heading: path.trim() }, reader), view.format) };
  }
  const followed = follow(kind, below);
  if ("step" in followed) return unknown(UNKNOWN_FIELD, followed.step, followed.step, followed.candidates, view);
  const subject = { kind, path: followed.path };
  if (value !== undefined) {
    const blocks = explainValue({ ...subject, value }, reader);
    if (blocks.length === 0) return unknown(UNKNOWN_VALUE, value, value, valuesOf(followed.place), view);
    return { found: true, text: renderBlocks([{ kind: "heading", text: code(path.trim()) }, ...blocks], view.format) };
  }
  const blocks = explainField(subject, reader);
  const fields = listOfFields(followed.place, view.locale);
  return { found: true, text: renderBlocks([...blocks.slice(0, -1), ...fields, ...blocks.slice(-1)], view.format) };
}

const UNKNOWN_KIND: LocalizedText = { en: "There is no kind {word}.", ko: "{word}: 그런 kind는 없습니다." };
const UNKNOWN_FIELD: LocalizedText = {
  en: "There is no field {word} there.",
  ko: "{word}: 그 위치에 그런 필드는 없습니다.",
};
const UNKNOWN_VALUE: LocalizedText = {
  en: "{word} is no value of this field.",
  ko: "{word}: 이 필드의 값이 아닙니다.",
};
const DID_YOU_MEAN: LocalizedText = { en: "Did you mean {word}?", ko: "{word} 아닌가요?" };
const POSSIBLE: LocalizedText = { en: "Possible: {words}", ko: "가능한 이름: {words}" };
const FOUND_AT: LocalizedText = { en: "Fields that end like this", ko: "경로가 이렇게 끝나는 필드" };
const ALSO_AT: LocalizedText = { en: "The same field elsewhere", ko: "같은 필드가 있는 다른 위치" };
const FIELDS: LocalizedText = { en: "Fields", ko: "필드" };

/** The fields whose paths end with some names; nothing when there is none. One field in several places is explained at the first of them. */
function byEnding(names: readonly string[], value: string | undefined, view: ExplainView): Explanation | undefined {
  const found = fieldsEnding(names);
  const [first] = found;
  if (first === undefined) return undefined;
  const paths = found.map((field) => [field.kind, "spec", ...field.names].join("."));
  const [path = "", ...others] = paths;
  const list = (label: LocalizedText, items: readonly string[]): Block => ({
    kind: "list",
    label: say(label, view.locale),
    items: items.map(code),
  });
  if (found.some(({ owner }) => owner !== first.owner))
    return { found: true, text: renderBlocks([list(FOUND_AT, paths)], view.format) };
  const explained = explain(value === undefined ? path : `${path}=${value}`, view);
  if (!explained.found || others.length === 0) return explained;
  return { found: true, text: `${explained.text}\n\n${renderBlocks([list(ALSO_AT, others)], view.format)}` };
}

function explainKind(kind: IstioKind, view: ExplainView): Explanation {
  const message = kindSchema(kind).spec;
  const entry = docEntry(message, view.locale);
  const short = docEntry(`Resource.kind=${kind}`, view.locale);
  const reader = { locale: view.locale, istioVersion: view.istioVersion ?? NEWEST_ISTIO };
  const own: Block[] = [{ kind: "heading", text: code(kind) }];
  if (short !== undefined) own.push({ kind: "paragraph", text: [short.summary, short.traffic ?? ""].join(" ").trim() });
  if (entry !== undefined) own.push({ kind: "paragraph", text: [entry.summary, entry.traffic ?? ""].join(" ").trim() });
  const fields = listOfFields(placeAt(kind, []), view.locale);
  const rest = explainField({ kind, path: [] }, reader).filter((block) => block.kind === "link");
  return { found: true, text: renderBlocks([...own, ...fields, ...rest], view.format) };
}

function listOfFields(place: Place | undefined, locale: Locale): readonly Block[] {
  const message = messageOf(place);
  if (message === undefined) return [];
  return [{ kind: "list", label: say(FIELDS, locale), items: fieldList(message, locale).map(({ text }) => text) }];
}

/** Follows steps that name fields alone: elements of lists and maps are entered without being named, a map's key may be. */
function follow(
  kind: IstioKind,
  steps: readonly string[],
): { path: readonly (string | number)[]; place: Place } | { step: string; candidates: readonly string[] } {
  let path: readonly (string | number)[] = [];
  let place = placeAt(kind, path);
  for (const step of steps) {
    const options: readonly (readonly (string | number)[])[] = [
      [...path, step],
      [...path, 0, step],
      [...path, "<key>", step],
    ];
    // A map takes any key, so a field of its elements is tried first.
    const order = place?.kind === "map" ? [options[2], options[0]] : [options[0], options[1]];
    const next = order.find((option) => option !== undefined && placeAt(kind, option) !== undefined);
    if (next === undefined) return { step, candidates: fieldNames(place) };
    path = next;
    place = placeAt(kind, path);
  }
  if (place === undefined) return { step: steps.at(-1) ?? "", candidates: [] };
  return { path, place };
}

/** The message of an object, or of the elements of a list or map. */
function messageOf(place: Place | undefined): string | undefined {
  return place?.kind === "message" ? place.message : place?.field.message;
}

function fieldNames(place: Place | undefined): readonly string[] {
  const message = messageOf(place);
  return message === undefined ? [] : Object.keys(messageSchema(message).fields);
}

function valuesOf(place: Place): readonly string[] {
  return (place.field?.values ?? []).map((value) => value.name);
}

function splitValue(path: string): [string, string | undefined] {
  const at = path.indexOf("=");
  return at < 0 ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

function kindNamed(word: string): IstioKind | undefined {
  const lower = word.toLowerCase();
  return ISTIO_KINDS.find((kind) => {
    const { plural, shortNames } = kindSchema(kind);
    return kind.toLowerCase() === lower || plural === lower || shortNames.includes(lower);
  });
}

function kindWords(): readonly string[] {
  return ISTIO_KINDS.flatMap((kind) => [kind, ...kindSchema(kind).shortNames]);
}

function unknown(
  text: LocalizedText,
  word: string,
  typed: string,
  candidates: readonly string[],
  view: ExplainView,
): Explanation {
  const suggestion = closest(typed, candidates);
  const sentences = [say(text, view.locale, { word: code(word) })];
  if (suggestion !== undefined) sentences.push(say(DID_YOU_MEAN, view.locale, { word: code(suggestion) }));
  else if (candidates.length > 0) {
    sentences.push(say(POSSIBLE, view.locale, { words: candidates.map((candidate) => code(candidate)).join(", ") }));
  }
  return { found: false, text: renderBlocks([{ kind: "paragraph", text: sentences.join(" ") }], view.format) };
}
