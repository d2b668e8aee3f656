// One way to understand what is being typed at a cursor, with all that is needed to put something in its place. Pure data and its builders.
import type { Span } from "../base/span";
import type { OutlineScalar } from "./cursor-flow";
import type { OutlineContainer, OutlineEntry } from "./cursor-outline";
import type { YamlNode, YamlPath } from "./yaml-node";

/** The word the cursor touches. `span` includes its quotes; an unclosed quote reaches to the end of the text it would swallow. */
export interface CursorWord {
  readonly span: Span;
  readonly quote: "" | "'" | '"';
  /** What stands between the quotes, in front of and behind the cursor. */
  readonly before: string;
  readonly after: string;
}

/** A key or a value that could be typed here. */
export interface CursorReading {
  readonly side: "key" | "value";
  /** For a key the path of its mapping; for a value its own. */
  readonly path: YamlPath;
  readonly word: CursorWord;
  /** What gives way to the new text: the word, and white space that would be wrong beside it. */
  readonly replaced: Span;
  /** What the new text must begin and end with: indentation, a dash, a space behind a colon. */
  readonly lead: string;
  readonly tail: string;
  /** Where keys of the mapping stand; for a value, where its key or dash does. */
  readonly column: number;
  readonly flow: boolean;
  /** Keys that the mapping has, besides the one at the cursor. */
  readonly present: readonly string[];
  /** Texts of the other items, when the value is an item of a list. */
  readonly siblings: readonly string[];
  /** Whether the key at the cursor has its colon, and whether a value stands behind or below it. */
  readonly hasColon: boolean;
  readonly isFollowed: boolean;
  /** The value that the key at the cursor has. */
  readonly current: YamlNode | undefined;
}

interface ReadingParts {
  readonly path: YamlPath;
  readonly word: CursorWord;
  readonly column: number;
  readonly replaced?: Span;
  readonly lead?: string;
  readonly tail?: string;
  readonly flow?: boolean;
}

/** A key that could be typed. */
export function keyReading(
  parts: ReadingParts & {
    readonly present: readonly string[];
    readonly hasColon?: boolean;
    readonly isFollowed?: boolean;
    readonly current?: YamlNode | undefined;
  },
): CursorReading {
  const { present, hasColon = false, current } = parts;
  const isFollowed = parts.isFollowed ?? current !== undefined;
  return { ...common(parts), side: "key", present, siblings: [], hasColon, isFollowed, current };
}

/** A value that could be typed. */
export function valueReading(parts: ReadingParts & { readonly siblings?: readonly string[] }): CursorReading {
  const { siblings = [] } = parts;
  return {
    ...common(parts),
    side: "value",
    present: [],
    siblings,
    hasColon: false,
    isFollowed: false,
    current: undefined,
  };
}

function common({ path, word, column, replaced = word.span, lead = "", tail = "", flow = false }: ReadingParts) {
  return { path, word, column, replaced, lead, tail, flow };
}

/** No word at all, between two offsets. */
export function noWord(start: number, end: number = start): CursorWord {
  return { span: { start, end }, quote: "", before: "", after: "" };
}

/** The word that a scalar is, seen from an offset in it or in the gap before it. */
export function wordAt(scalar: OutlineScalar, offset: number): CursorWord {
  const { text, span, quote } = scalar;
  const inside = Math.min(text.length, Math.max(0, offset - span.start - quote.length));
  return {
    span: { start: Math.min(span.start, offset), end: span.end },
    quote: offset < span.start ? "" : quote,
    before: text.slice(0, inside),
    after: text.slice(inside),
  };
}

/** The path of a container: that of the entry it belongs to. */
export function pathOfContainer(container: OutlineContainer): YamlPath {
  return container.owner === undefined ? [] : pathOfEntry(container.owner);
}

/** The path of what stands behind a key or dash. */
export function pathOfEntry(entry: OutlineEntry): YamlPath {
  const steps: (string | number)[] = [];
  for (let at: OutlineEntry | undefined = entry; at !== undefined; at = at.container.owner) {
    steps.push(at.kind === "item" ? at.index : (at.name?.text ?? ""));
  }
  return steps.reverse();
}

/** The keys beside an entry, and the column they stand in. */
export function keysBeside(entry: OutlineEntry): { present: readonly string[]; column: number } {
  return { present: keysOf(entry.container, entry), column: entry.container.column };
}

/** The keys of a container, leaving one entry out. */
export function keysOf(container: OutlineContainer, except?: OutlineEntry): readonly string[] {
  return container.entries.flatMap((entry) => (entry === except || entry.name === undefined ? [] : [entry.name.text]));
}

/** The texts of the other items of a list. */
export function itemsBeside(entry: OutlineEntry): readonly string[] {
  return itemsOf(entry.container, entry);
}

/** The texts of a list's items, leaving one out. */
export function itemsOf(container: OutlineContainer, except?: OutlineEntry): readonly string[] {
  return container.entries.flatMap((entry) => {
    if (entry === except) return [];
    if (entry.value?.kind === "scalar") return [entry.value.text];
    const [only] = entry.child?.entries ?? [];
    return only?.kind === "word" && only.name !== undefined ? [only.name.text] : [];
  });
}

/** Where the line begins that an offset lies on. */
export function lineStartOf(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}
