// Names of fields where a key may stand: required ones first, then those of the egress path, then the rest; never one that is there already or
// that another one excludes. A new key brings its next level along.
import type { LocalizedText } from "../../base/localized-text";
import { compareReleases, type FieldSchema } from "../../schema/structure";
import { nodeAtPath } from "../../syntax/yaml-node";
import { say } from "../../words/words";
import { typeWords } from "../explanation";
import type { CompletionContext } from "./context";
import { isFieldContradicted } from "./contradictions";
import { isEgressField, orderedFields } from "./field-order";
import { fits, isExcluded } from "./fit";
import { ItemKind, literal, rankOf, type Suggestion } from "./item";
import { isNested, nextLevel } from "./next-level";
import type { ObjectSpot } from "./place";
import type { Topic } from "./topic";

const REQUIRED: LocalizedText = { en: "required", ko: "필수" };
const DEPRECATED: LocalizedText = { en: "deprecated", ko: "더 이상 권장하지 않음" };
const SINCE: LocalizedText = { en: "needs Istio {release}", ko: "Istio {release} 이상 필요" };

/** The fields that may be typed at a key of an object. */
export function fieldSuggestions(cx: CompletionContext, spot: ObjectSpot): readonly Suggestion[] {
  const { present, word, hasColon, isFollowed, current } = cx.reading;
  const typed = word.before + word.after;
  const object = nodeAtPath(cx.resource.root, cx.path);
  const known = Object.hasOwn(spot.fields, typed) ? spot.fields[typed] : undefined;
  return orderedFields(spot.owner, spot.fields).flatMap(([name, field], position): Suggestion[] => {
    // A key that is whole and has a value stands: another name for that value would say something else.
    if (known !== undefined && isFollowed && hasColon && name !== typed) return [];
    if (field.hidden === true && name !== typed) return [];
    if (present.includes(name) || isExcluded(spot.owner, name, present, object)) return [];
    if (name !== typed && isFieldContradicted(cx, spot.owner, name)) return [];
    if (current !== undefined && name !== typed && !fits(field, current)) return [];
    return [suggestField(cx, spot.owner, name, field, position)];
  });
}

/** What follows the name when a key is new: a colon, and its next level where snippets can be inserted. */
function keyText(cx: CompletionContext, name: string, field: FieldSchema): { text: string; isSnippet: boolean } {
  const { word, hasColon, isFollowed, column, flow } = cx.reading;
  const key = `${word.quote}${name}${word.quote}`;
  if (hasColon) return { text: key, isSnippet: false };
  if (isFollowed) return { text: `${key}:`, isSnippet: false };
  if (!cx.snippets) return { text: `${key}:${isNested(field) ? "" : " "}`, isSnippet: false };
  const { style } = cx.cursor;
  return { text: `${literal(key)}:${nextLevel(field, { column, flow, style })}`, isSnippet: true };
}

/** How young a field or value is, when it is younger than the release in use. */
export function youngerThanIstio(cx: CompletionContext, since: string | undefined): string | undefined {
  if (since === undefined || compareReleases(since, cx.view.settings.istioVersion) <= 0) return undefined;
  return say(SINCE, cx.locale, { release: since });
}

function suggestField(
  cx: CompletionContext,
  owner: string,
  name: string,
  field: FieldSchema,
  position: number,
): Suggestion {
  const younger = youngerThanIstio(cx, field.since);
  const isDeprecated = field.deprecated === true;
  const details = [
    ...(field.required === true ? [say(REQUIRED, cx.locale)] : []),
    ...(isDeprecated ? [say(DEPRECATED, cx.locale)] : []),
    ...(younger === undefined ? [] : [younger]),
    typeWords(field, cx.locale),
  ];
  const tier = isDeprecated
    ? 4
    : younger !== undefined
      ? 3
      : field.required === true
        ? 0
        : isEgressField(owner, name)
          ? 1
          : 2;
  const { text, isSnippet } = keyText(cx, name, field);
  // The first key of a new item stands beside keys of other objects in one list; its dash tells it apart.
  const isNewItem = cx.reading.lead.endsWith("- ");
  return {
    label: isNewItem ? `- ${name}` : name,
    filter: name,
    kind: isNested(field) ? ItemKind.module : ItemKind.property,
    text,
    isSnippet,
    rank: rankOf(tier, position),
    detail: details.join(" · "),
    isDeprecated,
    retrigger: isSnippet,
    topic: topicOf(cx, name),
  };
}

function topicOf(cx: CompletionContext, name: string): Topic | undefined {
  const { kind } = cx.resource;
  const [top, ...below] = [...cx.path, name];
  if (top === "spec" && below.length > 0) return kind === undefined ? undefined : { kind, path: below };
  if (below.length === 0) return { key: `Resource.${String(top)}`, heading: String(top) };
  return { key: `ObjectMeta.${below.join(".")}`, heading: `metadata.${below.join(".")}` };
}
