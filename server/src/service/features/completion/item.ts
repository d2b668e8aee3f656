// What is offered, before and after it has been turned into what an editor applies: plain data in the shape of the protocol's completion items.
import { shift } from "../../base/span";
import type { CursorReading } from "../../syntax/cursor-reading";
import type { YamlFile } from "../../syntax/document";
import { type Range, rangeOf } from "../position";
import type { Topic } from "./topic";

/** The protocol's numbers for the icons that are used. */
export const ItemKind = {
  module: 9,
  property: 10,
  value: 12,
  enum: 13,
  keyword: 14,
  snippet: 15,
  reference: 18,
  enumMember: 20,
};

/** A completion item; `insertTextFormat` 2 is a snippet, `insertTextMode` 1 means that the text is indented already. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: number;
  readonly detail?: string;
  readonly sortText: string;
  readonly filterText: string;
  readonly tags?: readonly 1[];
  readonly textEdit: { readonly range: Range; readonly newText: string };
  readonly insertTextFormat: 1 | 2;
  readonly insertTextMode: 1;
  /** Whether accepting it leads to a place where the next list should open at once. */
  readonly retrigger?: boolean;
  /** What resolveCompletion() needs to say more. */
  readonly data?: Topic;
}

/** All that is offered at a position; incomplete when typing on may bring up items that were left out. */
export interface CompletionList {
  readonly isIncomplete: boolean;
  /** Whether the position lies in a resource of ours, so that words from elsewhere in the file are no answer either. */
  readonly isOurs: boolean;
  readonly items: readonly CompletionItem[];
}

/** Something to offer for one reading of the cursor. */
export interface Suggestion {
  readonly label: string;
  readonly kind: number;
  /** What to insert between the reading's lead and tail; snippet syntax when `isSnippet`. */
  readonly text: string;
  readonly isSnippet: boolean;
  /** Sorts among the suggestions of one reading; compared as text. */
  readonly rank: string;
  /** What the typed word is compared with, quotes left out; the label without it. */
  readonly filter?: string;
  readonly detail?: string | undefined;
  readonly isDeprecated?: boolean;
  readonly retrigger?: boolean;
  readonly topic?: Topic | undefined;
}

/** A suggestion as an item. `order` puts the readings of one cursor in their order, `start` is where the document begins in its file. */
export function itemOf(
  suggestion: Suggestion,
  reading: CursorReading,
  place: { readonly file: YamlFile; readonly start: number; readonly order: number },
): CompletionItem {
  const { label, kind, text, isSnippet, rank, detail, isDeprecated, retrigger, topic } = suggestion;
  const { quote } = reading.word;
  const filter = suggestion.filter ?? label;
  // Editors compare with the text from the start of the range, which an open quote belongs to.
  const filterText = quote === "" ? filter : `${quote}${filter}`;
  return {
    label,
    kind,
    ...(detail === undefined || detail === "" ? {} : { detail }),
    sortText: `${place.order}${rank}`,
    filterText,
    ...(isDeprecated === true ? { tags: [1] as const } : {}),
    textEdit: {
      range: rangeOf(place.file, shift(reading.replaced, place.start)),
      newText: `${reading.lead}${text}${reading.tail}`,
    },
    insertTextFormat: isSnippet ? 2 : 1,
    insertTextMode: 1,
    ...(retrigger === true ? { retrigger } : {}),
    ...(topic === undefined ? {} : { data: topic }),
  };
}

/** Text that a snippet inserts as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** A number that sorts as text. */
export function rankOf(tier: number, position: number): string {
  return `${tier}${String(position).padStart(5, "0")}`;
}
