// What can be typed at the cursor: fields where a key may stand, values where a value may, and nothing in other people's resources. Accepting an
// item leaves good YAML behind: each carries its own range and its own indentation, in the style of the document.
import type { Locale } from "../base/localized-text";
import { cursorAt } from "../syntax/cursor";
import { documentAt } from "../syntax/document";
import { renderBlocks } from "../words/markup";
import type { Snapshot } from "../workspace/snapshot";
import type { CompletionContext } from "./completion/context";
import { fieldSuggestions } from "./completion/fields";
import { apiVersionSuggestions, headerSuggestions, kindSuggestions } from "./completion/headers";
import { type CompletionItem, type CompletionList, itemOf, type Suggestion } from "./completion/item";
import { resourceAt, spotAt } from "./completion/place";
import { scaffoldSuggestions } from "./completion/scaffolds";
import { readTopic } from "./completion/topic";
import { labelSuggestions, valueSuggestions } from "./completion/values";
import { explainField, explainOuter, explainValue } from "./explanation";
import { offsetAt, type Position } from "./position";

export type { CompletionItem, CompletionList } from "./completion/item";

/** Who asks, and what their editor can do. */
export interface CompletionView {
  readonly locale: Locale;
  readonly snippetSupport: boolean;
  /** Whether whole sets of resources are offered, because the editor has no snippet files of ours. */
  readonly scaffolds?: boolean;
  readonly markdown: boolean;
}

/** The explanation of an item. */
export interface CompletionDocumentation {
  readonly kind: "markdown" | "plaintext";
  readonly value: string;
}

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/** All that is offered at a position. */
export function completion(snapshot: Snapshot, uri: string, position: Position, view: CompletionView): CompletionList {
  const file = snapshot.file(uri);
  const found = file === undefined ? undefined : documentAt(file, offsetAt(file, position));
  if (file === undefined || found === undefined) return NOTHING;
  const cursor = cursorAt(found.document, found.offset, file);
  const items = new Map<string, CompletionItem>();
  let isIncomplete = false;
  for (const [order, reading] of cursor.readings.entries()) {
    const resource = resourceAt(cursor.tree, reading.path);
    const path = reading.path.slice(resource.depth);
    const { locale, snippetSupport: snippets, scaffolds = false } = view;
    const offer = offerFor({ view: snapshot.view(uri), locale, snippets, scaffolds, cursor, reading, resource, path });
    isIncomplete ||= !offer.isWhole;
    for (const suggestion of offer.suggestions) {
      const item = itemOf(suggestion, reading, { file, start: found.start, order });
      const key = `${item.label}\n${item.textEdit.newText}`;
      if (!items.has(key)) items.set(key, item);
    }
  }
  return items.size === 0 ? NOTHING : { isIncomplete, items: [...items.values()] };
}

/** What an item is about, in words; `data` is what the item carried. Nothing when there is nothing to say. */
export function resolveCompletion(
  snapshot: Snapshot,
  data: unknown,
  view: CompletionView,
): CompletionDocumentation | undefined {
  const topic = readTopic(data);
  if (topic === undefined) return undefined;
  const reader = { locale: view.locale, istioVersion: snapshot.settings.istioVersion };
  const { value } = topic;
  const blocks =
    "key" in topic
      ? explainOuter(topic, reader)
      : value === undefined
        ? explainField(topic, reader)
        : explainValue({ ...topic, value }, reader);
  if (blocks.length === 0) return undefined;
  const kind = view.markdown ? "markdown" : "plaintext";
  return { kind, value: renderBlocks(blocks, kind) };
}

interface Offer {
  readonly suggestions: readonly Suggestion[];
  readonly isWhole: boolean;
}

function offerFor(cx: CompletionContext): Offer {
  const spot = spotAt(cx.resource, cx.path);
  if (spot === undefined) return { suggestions: [], isWhole: true };
  const whole = (suggestions: readonly Suggestion[]): Offer => ({ suggestions, isWhole: true });
  if (cx.reading.side === "key") {
    if (spot.kind === "map") return whole(labelSuggestions(cx, spot));
    if (spot.kind !== "object") return whole([]);
    const fields = fieldSuggestions(cx, spot);
    return whole(cx.path.length === 0 ? [...fields, ...headerSuggestions(cx), ...scaffoldSuggestions(cx)] : fields);
  }
  if (spot.kind !== "value") return whole([]);
  if (spot.owner === "Resource") {
    return whole(spot.name === "kind" ? kindSuggestions(cx) : apiVersionSuggestions(cx));
  }
  return valueSuggestions(cx, spot);
}
