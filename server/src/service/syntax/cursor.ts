// Where the cursor is, in finished and half-typed text alike: which mapping a key typed here would belong to, or which value is being typed,
// and what has to be replaced and put in front so that the document stays whole. The only place that answers this.
import type { Span } from "../base/span";
import { flowReadings } from "./cursor-in-flow";
import { readingsBelow, readingsOnBlankLine } from "./cursor-lines";
import { type Outline, type OutlineEntry, outlineOf } from "./cursor-outline";
import {
  type CursorReading,
  keyReading,
  lineStartOf,
  keysBeside,
  itemsBeside,
  noWord,
  pathOfContainer,
  pathOfEntry,
  valueReading,
  wordAt,
} from "./cursor-reading";
import { cursorStyle } from "./cursor-style";
import { nodeOf, treeOf } from "./cursor-tree";
import type { YamlDocument, YamlFile } from "./document";
import type { YamlStyle } from "./render";
import type { YamlNode } from "./yaml-node";

/** Everything known about a cursor. */
export interface Cursor {
  /** What could be typed here, the likeliest first; the schema decides which readings make sense. Empty in comments, block scalars and the like. */
  readonly readings: readonly CursorReading[];
  readonly style: YamlStyle;
  /** The document as a tree. While the YAML is broken or a template it is read leniently, so that there is one. */
  readonly tree: YamlNode | undefined;
}

/** Answers for an offset of a document; `file` tells how neighbouring documents are written. Offsets beyond the text are clamped. */
export function cursorAt(document: YamlDocument, offset: number, file?: YamlFile): Cursor {
  const outline = outlineOf(document);
  const style = cursorStyle(document, file);
  const { text } = document;
  const clamped = Math.min(Math.max(0, offset), text.length);
  // Between the two characters of a line break no cursor stands.
  const at = text[clamped] === "\n" && text[clamped - 1] === "\r" ? clamped - 1 : clamped;
  return { readings: readingsAt(outline, at, style), style, tree: isSound(document) ? document.root : treeOf(outline) };
}

/** Whether the tree of a document says all there is. */
function isSound({ root, problems, templated }: YamlDocument): boolean {
  return root !== undefined && problems.length === 0 && !templated;
}

function readingsAt(outline: Outline, offset: number, style: YamlStyle): readonly CursorReading[] {
  const { text, rootFlow } = outline;
  if (isClosed(outline, offset)) return [];
  const before = lastBefore(outline, offset);
  const flow = rootFlow ?? (before?.value?.kind === "flow" ? before.value.flow : undefined);
  if (
    flow !== undefined &&
    flow.span.start < offset &&
    (offset < flow.span.end || (!flow.closed && offset === flow.span.end))
  ) {
    const lineStart = lineStartOf(text, offset);
    const isOwn = flow.closed || rootFlow !== undefined || lineStart === before?.lineStart;
    // A line that stands no deeper than the owner of an unclosed collection belongs to the block around.
    if (isOwn || offset - lineStart > (before?.column ?? -1)) {
      return flowReadings(
        text,
        flow,
        offset,
        before === undefined || rootFlow !== undefined ? [] : pathOfEntry(before),
      );
    }
  }
  const lineStart = lineStartOf(text, offset);
  if (before?.lineStart !== lineStart) {
    const value = before?.value;
    if (value !== undefined && value.kind !== "flow" && offset <= value.span.end) return [];
    return isBlankLine(text, lineStart) ? readingsOnBlankLine(outline, offset, style) : [];
  }
  switch (before.kind) {
    case "key":
      return onKeyLine(outline, before, offset, style);
    case "item":
      return behindDash(outline, before, offset);
    case "word":
      return onWord(before, offset);
  }
}

/** In the key, between key and colon, or behind the colon. */
function onKeyLine(outline: Outline, entry: OutlineEntry, offset: number, style: YamlStyle): readonly CursorReading[] {
  const { name, value } = entry;
  const { text } = outline;
  if (name === undefined) return [];
  if (offset <= name.span.end) {
    const { present, column } = keysBeside(entry);
    const path = pathOfContainer(entry.container);
    const word = wordAt(name, offset);
    return [keyReading({ path, word, column, present, hasColon: true, current: nodeOf(entry) })];
  }
  if (offset < entry.markEnd) return [];
  const path = pathOfEntry(entry);
  const lead = offset === entry.markEnd ? " " : "";
  if (value === undefined) {
    if (entry.child !== undefined) return [];
    const isLast = text.slice(offset, entry.lineEnd).trim() === "";
    const word = noWord(offset, isLast ? entry.lineEnd : offset);
    const tail = isLast || /\s/.test(text[offset] ?? "") ? "" : " ";
    const inline = valueReading({ path, word, lead, tail, column: entry.column });
    return isLast ? [inline, ...readingsBelow(entry, offset, style)] : [inline];
  }
  if (value.kind !== "scalar" || offset > value.span.end || text.slice(value.span.start, value.span.end).includes("\n"))
    return [];
  const word = wordAt(value, offset);
  return [valueReading({ path, word, lead: offset < value.span.start ? lead : "", column: entry.column })];
}

/** Behind a dash that nothing follows on its line. */
function behindDash(outline: Outline, entry: OutlineEntry, offset: number): readonly CursorReading[] {
  if (offset < entry.markEnd || entry.value !== undefined) return [];
  const { text } = outline;
  if (text.slice(offset, entry.lineEnd).trim() !== "" || text.slice(entry.markEnd, offset).trim() !== "") return [];
  const lead = offset === entry.markEnd ? " " : "";
  const column = offset + lead.length - entry.lineStart;
  const word = noWord(offset, entry.lineEnd);
  const path = pathOfEntry(entry);
  const { child } = entry;
  if (child !== undefined) {
    if (child.kind !== "mapping" || child.column !== column) return [];
    const present = child.entries.flatMap((inner) => (inner.name === undefined ? [] : [inner.name.text]));
    return [keyReading({ path, word, lead, column, present })];
  }
  return [
    valueReading({ path, word, lead, column, siblings: itemsBeside(entry) }),
    keyReading({ path, word, lead, column, present: [] }),
  ];
}

/** In a word without a colon: a key in the making, or the scalar that an item or key holds. */
function onWord(entry: OutlineEntry, offset: number): readonly CursorReading[] {
  const { name, container } = entry;
  if (name === undefined || offset > name.span.end) return [];
  const { present, column } = keysBeside(entry);
  const path = pathOfContainer(container);
  const readings: CursorReading[] = [];
  const isWhole = container.entries.length === 1;
  const { owner } = container;
  if (isWhole && owner !== undefined && owner.value === undefined) {
    const word = wordAt(name, offset);
    const siblings = owner.kind === "item" ? itemsBeside(owner) : [];
    readings.push(valueReading({ path, word, column, siblings }));
  }
  const space = name.quote === "" ? name.text.search(/\s/) : -1;
  if (space < 0) {
    const word = wordAt(name, offset);
    const hasChild = entry.child !== undefined;
    readings.push(
      keyReading({ path, word, column, present, current: hasChild ? nodeOf(entry) : undefined, isFollowed: hasChild }),
    );
    return readings;
  }
  const wordEnd = name.span.start + space;
  if (offset <= wordEnd) {
    // `mo SIMPLE`: the key is typed, its colon is missing, and what follows is its value.
    const first = { ...name, text: name.text.slice(0, space), span: { start: name.span.start, end: wordEnd } };
    const word = wordAt(first, offset);
    readings.push(keyReading({ path, word, column, present, isFollowed: true }));
  } else {
    const key = name.text.slice(0, space);
    const text = name.text.slice(space).trimStart();
    const rest = { ...name, text, span: { start: name.span.end - text.length, end: name.span.end } };
    const replaced = { start: wordEnd, end: name.span.end };
    readings.push(valueReading({ path: [...path, key], word: wordAt(rest, offset), replaced, lead: ": ", column }));
  }
  return readings;
}

/** Whether an offset lies in a comment, a marker, or text that is nothing to complete in. The end counts. */
function isClosed(outline: Outline, offset: number): boolean {
  const area = lastAtOrBefore(outline.closedAreas, offset, (candidate: Span) => candidate.start);
  if (area === undefined || offset > area.end) return false;
  // In front of a comment one may still type.
  return offset > area.start || outline.text[area.start] !== "#";
}

function lastBefore(outline: Outline, offset: number): OutlineEntry | undefined {
  return lastAtOrBefore(outline.entries, offset, (entry: OutlineEntry) => entry.offset);
}

function lastAtOrBefore<T>(sorted: readonly T[], offset: number, startOf: (element: T) => number): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = sorted[middle];
    if (element !== undefined && startOf(element) <= offset) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

function isBlankLine(text: string, lineStart: number): boolean {
  const newline = text.indexOf("\n", lineStart);
  return text.slice(lineStart, newline < 0 ? text.length : newline).trim() === "";
}
