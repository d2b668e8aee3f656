// What is said about a field, a value or a message, wherever it is shown: hover, completion and the terminal read the same entry through this
// one renderer. It knows the API alone; what a workspace adds is the hover's business.
import type { Locale, LocalizedText } from "../base/localized-text";
import { docEntry, docKeyAt, docKeyOfValue, placeNote, placePath, protocolNames } from "../schema/docs";
import {
  compareReleases,
  type FieldSchema,
  type IstioKind,
  messageSchema,
  type Place,
  placeAt,
  referenceUrl,
} from "../schema/structure";
import { type Block, code } from "../words/markup";
import { say } from "../words/words";

/** Who reads the explanation. */
export interface Reader {
  readonly locale: Locale;
  /** The Istio release the files are written for; what is younger says so. */
  readonly istioVersion: string;
}

/** What is explained: a path below `spec` of a kind, and the value that stands there, if one does. */
export interface Subject {
  readonly kind: IstioKind;
  readonly path: readonly (string | number)[];
  readonly value?: string;
}

/**
 * The blocks about a field: heading, facts, what it is and does, default, mistake, example, reference. `here`, what the workspace knows, stands
 * behind the first sentence, where it is seen without scrolling. Nothing when the path leaves the structure.
 */
export function explainField(subject: Subject, reader: Reader, here: readonly Block[] = []): readonly Block[] {
  const place = placeAt(subject.kind, subject.path);
  if (place === undefined) return [];
  const entry = docEntry(docKeyAt(place), reader.locale);
  const note = noteAt(place, subject, reader.locale);
  return [
    { kind: "heading", text: code(placePath(subject.kind, subject.path)) },
    ...factsOf(place, reader),
    ...valueBlocks(place, subject, reader),
    ...paragraph(entry?.summary),
    ...(subject.value === undefined ? valueList(place, reader.locale) : []),
    ...here,
    ...paragraph(entry?.traffic, note),
    ...details(docKeyAt(place), reader.locale),
    reference(place, reader.locale),
  ];
}

/** The blocks about a value of an enum field or a port's protocol, as a completion list shows them. Nothing when there is no entry. */
export function explainValue(subject: Subject & { readonly value: string }, reader: Reader): readonly Block[] {
  const place = placeAt(subject.kind, subject.path);
  return place === undefined ? [] : valueBlocks(place, subject, reader);
}

/** What stands beside the spec: `key` is that of its entry (`Resource.kind`, `ObjectMeta.name`), `value` the text that stands there. */
export interface OuterSubject {
  readonly key: string;
  readonly heading: string;
  readonly value?: string | undefined;
}

/** The blocks about something beside the spec; nothing for keys that have no entry. */
export function explainOuter(subject: OuterSubject, reader: Reader, here: readonly Block[] = []): readonly Block[] {
  const { key, heading, value } = subject;
  const entry = docEntry(key, reader.locale);
  if (entry === undefined) return [];
  const ofValue = value === undefined ? undefined : docEntry(`${key}=${value}`, reader.locale);
  const valueNote: readonly Block[] =
    ofValue === undefined
      ? []
      : [{ kind: "note", label: code(value ?? ""), text: sentences(ofValue.summary, ofValue.traffic) }];
  return [
    { kind: "heading", text: code(heading) },
    ...valueNote,
    ...paragraph(entry.summary),
    ...here,
    ...paragraph(entry.traffic),
    ...details(key, reader.locale),
  ];
}

/** The type of a field in words: `list of text`, `object`. */
export function typeWords(field: FieldSchema, locale: Locale): string {
  const single = say(TYPES[field.type], locale);
  if (field.shape === "list") return say(LIST_OF, locale, { type: single });
  return field.shape === "map" ? say(MAP_OF, locale, { type: single }) : single;
}

const TYPES: Readonly<Record<FieldSchema["type"], LocalizedText>> = {
  string: { en: "text", ko: "문자열" },
  integer: { en: "integer", ko: "정수" },
  number: { en: "number", ko: "숫자" },
  boolean: { en: "true or false", ko: "true 또는 false" },
  bytes: { en: "bytes (base64)", ko: "바이트(base64)" },
  duration: { en: "duration", ko: "시간 길이" },
  enum: { en: "one of several words", ko: "정해진 값 중 하나" },
  message: { en: "object", ko: "객체" },
};
const LIST_OF: LocalizedText = { en: "list of {type}", ko: "{type} 목록" };
const MAP_OF: LocalizedText = { en: "map to {type}", ko: "{type} 맵" };
const REQUIRED: LocalizedText = { en: "required", ko: "필수" };
const DEFAULT_IS: LocalizedText = { en: "default {value}", ko: "기본값 {value}" };
const ALLOWED: LocalizedText = { en: "allowed: {values}", ko: "쓸 수 있는 값: {values}" };
const LIMITS: LocalizedText = { en: "{minimum} to {maximum}", ko: "{minimum}~{maximum}" };
const AT_LEAST: LocalizedText = { en: "at least {minimum}", ko: "{minimum} 이상" };
const SINCE: LocalizedText = { en: "since Istio {release}", ko: "Istio {release}부터" };
const DEPRECATED: LocalizedText = { en: "deprecated", ko: "더 이상 권장하지 않음" };
const TOO_YOUNG: LocalizedText = {
  en: "Istio {version}, the release in your settings, does not know it yet: it came with {release}.",
  ko: "설정에 적힌 Istio {version} 버전에는 아직 없습니다. {release} 버전에서 추가되었습니다.",
};
const LABEL_DEFAULT: LocalizedText = { en: "Default", ko: "기본값" };
const LABEL_VALUES: LocalizedText = { en: "Values", ko: "값" };
const LABEL_MISTAKE: LocalizedText = { en: "Common mistake", ko: "흔한 실수" };
const LABEL_EXAMPLE: LocalizedText = { en: "Example", ko: "예" };
const LABEL_NOTE: LocalizedText = { en: "Note", ko: "참고" };
const REFERENCE: LocalizedText = { en: "Istio's reference", ko: "Istio 레퍼런스" };

/** Type, duty, default, allowed values and age on one line, and a warning when it is too young. */
function factsOf(place: Place, reader: Reader): readonly Block[] {
  const { locale } = reader;
  const { field } = place;
  if (field === undefined) return [{ kind: "paragraph", text: say(TYPES.message, locale) }];
  // What is not required by the schema may still be by the webhook, so nothing is called optional.
  const facts = [typeWords(field, locale), ...(field.required === true ? [say(REQUIRED, locale)] : [])];
  if (field.default !== undefined) facts.push(say(DEFAULT_IS, locale, { value: code(field.default) }));
  const values =
    field.values?.map((value) => value.name) ?? (field.format === "protocol" ? protocolNames() : undefined);
  if (values !== undefined) facts.push(say(ALLOWED, locale, { values: values.map(code).join(", ") }));
  const limits = limitsOf(field, locale);
  if (limits !== undefined) facts.push(limits);
  if (field.deprecated === true) facts.push(say(DEPRECATED, locale));
  if (field.since !== undefined) facts.push(say(SINCE, locale, { release: field.since }));
  return [{ kind: "paragraph", text: facts.join(" · ") }, ...tooYoung(field.since, reader)];
}

/** The limits that a reader can use: ports are 1 to 65535 to Istio, and limits of the integer type itself say nothing. */
function limitsOf(field: FieldSchema, locale: Locale): string | undefined {
  const isPort = field.format === "port";
  const minimum = isPort ? 1 : (field.minimum ?? field.itemMinimum ?? 0);
  const maximum = isPort ? 65535 : (field.maximum ?? field.itemMaximum ?? Infinity);
  if (maximum < 2 ** 31 - 1) return say(LIMITS, locale, { minimum, maximum });
  return minimum > 0 ? say(AT_LEAST, locale, { minimum }) : undefined;
}

function tooYoung(since: string | undefined, reader: Reader): readonly Block[] {
  if (since === undefined || compareReleases(since, reader.istioVersion) <= 0) return [];
  const text = say(TOO_YOUNG, reader.locale, { version: reader.istioVersion, release: since });
  return [{ kind: "note", label: say(LABEL_NOTE, reader.locale), text }];
}

function valueBlocks(place: Place, subject: Subject, reader: Reader): readonly Block[] {
  const { value } = subject;
  if (value === undefined) return [];
  const entry = docEntry(docKeyOfValue(place, value), reader.locale);
  if (entry === undefined) return [];
  const known = place.field?.values?.find((candidate) => candidate.name === value);
  const note = placeNote(entry, subject.kind, subject.path);
  const text = sentences(entry.summary, entry.traffic, note);
  const mistake: readonly Block[] =
    entry.mistake === undefined
      ? []
      : [{ kind: "note", label: say(LABEL_MISTAKE, reader.locale), text: entry.mistake }];
  return [{ kind: "note", label: code(value), text }, ...mistake, ...tooYoung(known?.since, reader)];
}

/** The values of an enum with their meaning. */
function valueList(place: Place, locale: Locale): readonly Block[] {
  const items = (place.field?.values ?? []).flatMap((value) => {
    const entry = docEntry(docKeyOfValue(place, value.name), locale);
    return entry === undefined ? [] : [`${code(value.name)}: ${entry.summary}`];
  });
  return items.length === 0 ? [] : [{ kind: "list", label: say(LABEL_VALUES, locale), items }];
}

/** The sentence that holds at this place only: of the field, else of the message it holds. */
function noteAt(place: Place, subject: Subject, locale: Locale): string | undefined {
  const message = place.kind === "message" ? place.message : place.field.message;
  for (const key of [docKeyAt(place), message]) {
    const entry = key === undefined ? undefined : docEntry(key, locale);
    const note = entry === undefined ? undefined : placeNote(entry, subject.kind, subject.path);
    if (note !== undefined) return note;
  }
  return undefined;
}

/** A paragraph of these sentences, when there are any. */
function paragraph(...parts: readonly (string | undefined)[]): readonly Block[] {
  const text = sentences(...parts);
  return text === "" ? [] : [{ kind: "paragraph", text }];
}

function details(key: string, locale: Locale): readonly Block[] {
  const entry = docEntry(key, locale);
  const blocks: Block[] = [];
  if (entry?.default !== undefined) {
    blocks.push({ kind: "note", label: say(LABEL_DEFAULT, locale), text: entry.default });
  }
  if (entry?.mistake !== undefined) {
    blocks.push({ kind: "note", label: say(LABEL_MISTAKE, locale), text: entry.mistake });
  }
  if (entry?.example !== undefined) {
    blocks.push({ kind: "code", label: say(LABEL_EXAMPLE, locale), language: "yaml", text: entry.example });
  }
  return blocks;
}

function reference(place: Place, locale: Locale): Block {
  const isSpec = place.kind === "message" && place.name === "";
  const url = isSpec ? referenceUrl(place.message) : referenceUrl(place.owner, place.name);
  return { kind: "link", text: say(REFERENCE, locale), url };
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** The fields of an object with type and summary, for a reader who looks for the right one. */
export function fieldList(
  message: string,
  locale: Locale,
): readonly { readonly name: string; readonly text: string }[] {
  return Object.entries(messageSchema(message).fields).map(([name, field]) => {
    const entry = docEntry(`${message}.${name}`, locale);
    const facts = [typeWords(field, locale), ...(field.required === true ? [say(REQUIRED, locale)] : [])].join(", ");
    return { name, text: `${code(name)} (${facts}): ${entry?.summary ?? ""}` };
  });
}
