// The first lines of a resource: one offer per kind where a document is still empty, and the values of apiVersion and kind.
import { docEntry } from "../../schema/docs";
import { apiVersionsOf, type IstioKind, ISTIO_KINDS, kindSchema, messageSchema } from "../../schema/structure";
import { entryOf } from "../../syntax/yaml-node";
import type { CompletionContext } from "./context";
import { ItemKind, rankOf, type Suggestion } from "./item";
import { snippetOf } from "./next-level";

/** A whole header per kind, for a document without any key. Without snippets only apiVersion and kind. */
export function headerSuggestions(cx: CompletionContext): readonly Suggestion[] {
  const { present, hasColon, isFollowed, flow, column, word } = cx.reading;
  if (present.length > 0 || hasColon || isFollowed || flow || word.quote !== "") return [];
  const { style } = cx.cursor;
  return ISTIO_KINDS.map((kind, position): Suggestion => {
    const lines = [`apiVersion: ${apiVersionsOf(kind)[0] ?? ""}`, `kind: ${kind}`];
    const text = cx.snippets
      ? snippetOf(
          [
            ...lines,
            ["metadata", { type: "message", message: "ObjectMeta" }],
            ["spec", { type: "message", message: kindSchema(kind).spec }],
          ],
          { column, flow, style },
        )
      : lines.join(style.eol + " ".repeat(column));
    return {
      label: `kind: ${kind}`,
      kind: ItemKind.snippet,
      text,
      isSnippet: cx.snippets,
      rank: rankOf(1, position),
      filter: `${kind} kind apiVersion`,
      detail: meaningOf(cx, kind),
      topic: { key: "Resource.kind", heading: kind, value: kind },
    };
  });
}

/** The kinds that the document may still become. */
export function kindSuggestions(cx: CompletionContext): readonly Suggestion[] {
  const { apiVersion, root } = cx.resource;
  const spec = entryOf(root, "spec")?.value;
  const keys = spec?.kind === "mapping" ? spec.entries.map((entry) => entry.key.source) : [];
  return ISTIO_KINDS.flatMap((kind, position): Suggestion[] => {
    if (apiVersion?.includes("/") === true && !apiVersionsOf(kind).includes(apiVersion)) return [];
    const { fields } = messageSchema(kindSchema(kind).spec);
    if (!keys.every((key) => Object.hasOwn(fields, key))) return [];
    const detail = meaningOf(cx, kind);
    const topic = { key: "Resource.kind", heading: kind, value: kind };
    return [scalar(cx, kind, position, detail, topic)];
  });
}

/** The apiVersion to write: that of the kind, where it is known. */
export function apiVersionSuggestions(cx: CompletionContext): readonly Suggestion[] {
  const kind = ISTIO_KINDS.find((known) => known === cx.resource.kindText);
  const versions =
    kind === undefined
      ? [...new Set(ISTIO_KINDS.flatMap((known) => apiVersionsOf(known).slice(0, 1)))]
      : apiVersionsOf(kind).slice(0, 1);
  return versions.map((version, position) => {
    const topic = { key: "Resource.apiVersion", heading: version, value: version };
    const detail = docEntry(`Resource.apiVersion=${version}`, cx.locale)?.summary;
    return scalar(cx, version, position, detail, topic);
  });
}

function scalar(
  cx: CompletionContext,
  value: string,
  position: number,
  detail: string | undefined,
  topic: Suggestion["topic"],
): Suggestion {
  const { quote } = cx.reading.word;
  return {
    label: value,
    kind: ItemKind.enumMember,
    text: `${quote}${value}${quote}`,
    isSnippet: false,
    rank: rankOf(1, position),
    detail,
    topic,
  };
}

function meaningOf(cx: CompletionContext, kind: IstioKind): string | undefined {
  return docEntry(`Resource.kind=${kind}`, cx.locale)?.summary;
}
