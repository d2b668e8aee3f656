// What can be typed at the cursor: fields where a key may stand, values where a value may, and nothing in other people's resources. Accepting an
// item leaves good YAML behind: each carries its own range and its own indentation, in the style of the document.
import type { Locale, LocalizedText } from "../base/localized-text";
import { buildScaffold } from "../scaffold/build";
import { scaffoldVariant } from "../scaffold/variants";
import { cursorAt } from "../syntax/cursor";
import type { CursorReading } from "../syntax/cursor-reading";
import { documentAt } from "../syntax/document";
import { type Block, renderBlocks } from "../words/markup";
import { say } from "../words/words";
import type { Snapshot } from "../workspace/snapshot";
import type { CompletionContext } from "./completion/context";
import { fieldSuggestions } from "./completion/fields";
import { apiVersionSuggestions, headerSuggestions, kindSuggestions } from "./completion/headers";
import { type CompletionItem, type CompletionList, ItemKind, itemOf, type Suggestion } from "./completion/item";
import { isOurResource, resourceAt, spotAt } from "./completion/place";
import { scaffoldSuggestions } from "./completion/scaffolds";
import { readTopic, type Topic } from "./completion/topic";
import { labelSuggestions, valueSuggestions } from "./completion/values";
import { explainField, explainOuter, explainValue, type Reader } from "./explanation";
import { offsetAt, type Position } from "./position";
import { viewOf } from "../workspace/view";

export type { CompletionItem, CompletionList } from "./completion/item";

/** Who asks, and what their editor can do. */
export interface CompletionView {
  readonly locale: Locale;
  readonly snippetSupport: boolean;
  /** Whether transforms of snippet variables are applied. */
  readonly snippetTransforms?: boolean;
  /**
   * Whether the editor asks by itself while words are typed, and takes Enter for accepting as long as a list is open. Then no list opens behind
   * a colon that has no blank yet, where the next key is a line break.
   */
  readonly asksWhileTyping?: boolean;
  readonly markdown: boolean;
}

/** The explanation of an item. */
export interface CompletionDocumentation {
  readonly kind: "markdown" | "plaintext";
  readonly value: string;
}

const NOTHING: CompletionList = { isIncomplete: false, isOurs: false, items: [] };

/**
 * All that is offered at a position. A word that stands there in full gets no list: the next key may be a line break, and longer words come up as
 * soon as one types on.
 */
export function completion(snapshot: Snapshot, uri: string, position: Position, view: CompletionView): CompletionList {
  const file = snapshot.file(uri);
  const found = file === undefined ? undefined : documentAt(file, offsetAt(file, position));
  if (file === undefined || found === undefined) return NOTHING;
  const cursor = cursorAt(found.document, found.offset, file);
  const items = new Map<string, CompletionItem>();
  let isIncomplete = false;
  let isOurs = false;
  for (const [order, reading] of cursor.readings.entries()) {
    const resource = resourceAt(cursor.tree, reading.path);
    const path = reading.path.slice(resource.depth);
    const { locale, snippetSupport: snippets, snippetTransforms: transforms = false, asksWhileTyping = false } = view;
    isOurs ||= isOurResource(resource);
    if (asksWhileTyping && isBehindBareColon(reading)) continue;
    const behind = found.document.text.slice(reading.word.span.end);
    const asked = { view: viewOf(snapshot, uri), locale, snippets, transforms };
    const offer = offerFor({ ...asked, cursor, reading, resource, path, behind });
    if (isTyped(reading, offer.suggestions, asksWhileTyping ? 1 : 0)) {
      return { isIncomplete: true, isOurs: true, items: [] };
    }
    isIncomplete ||= !offer.isWhole;
    for (const suggestion of offer.suggestions) {
      const item = itemOf(suggestion, reading, { file, start: found.start, order });
      if (changesNothing(item, reading, found.document.text)) continue;
      const key = `${item.label}\n${item.textEdit.newText}`;
      if (!items.has(key)) items.set(key, item);
    }
  }
  return { isIncomplete, isOurs, items: [...items.values()] };
}

/**
 * Whether the cursor stands behind a word that is one of those offered, up to `rest` letters. Where the editor asks by itself, one letter before
 * the end is time to close the list: its answer may come later than a quick typist's Enter. The prefix of a whole set is no such word: the set is
 * meant.
 */
function isTyped({ word }: CursorReading, suggestions: readonly Suggestion[], rest: number): boolean {
  const { before, after } = word;
  if (before === "" || after !== "") return false;
  return suggestions.some(
    ({ kind, label, filter = label }) =>
      kind !== ItemKind.snippet && filter.startsWith(before) && filter.length - before.length <= rest,
  );
}

/** Whether nothing is typed yet and what is offered would have to begin with a blank or on the next line. */
function isBehindBareColon({ word, lead }: CursorReading): boolean {
  return word.before === "" && word.after === "" && /^[\s:]/.test(lead);
}

function changesNothing({ textEdit, insertTextFormat }: CompletionItem, reading: CursorReading, text: string): boolean {
  return insertTextFormat === 1 && textEdit.newText === text.slice(reading.replaced.start, reading.replaced.end);
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
  const blocks = blocksOf(topic, reader);
  if (blocks.length === 0) return undefined;
  const kind = view.markdown ? "markdown" : "plaintext";
  return { kind, value: renderBlocks(blocks, kind) };
}

function blocksOf(topic: Topic, reader: Reader): readonly Block[] {
  if ("scaffold" in topic) return explainScaffold(topic.scaffold, reader.locale);
  if ("key" in topic) return explainOuter(topic, reader);
  const { value } = topic;
  return value === undefined ? explainField(topic, reader) : explainValue({ ...topic, value }, reader);
}

const WRITES: LocalizedText = { en: "Inserts", ko: "넣는 내용" };

function explainScaffold(id: string, locale: Locale): readonly Block[] {
  const variant = scaffoldVariant(id);
  if (variant === undefined) return [];
  return [
    { kind: "heading", text: variant.title[locale] },
    { kind: "paragraph", text: variant.description[locale] },
    { kind: "code", label: say(WRITES, locale), language: "yaml", text: buildScaffold(variant).trimEnd() },
  ];
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
