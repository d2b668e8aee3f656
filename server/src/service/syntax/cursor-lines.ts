// The cursor where a line is still to be written: which containers may take a line here without tearing apart what stands below, and where such
// a line must begin. The indentation typed so far chooses between them; where it fits none, the nearest one is meant.
import type { Outline, OutlineContainer, OutlineEntry } from "./cursor-outline";
import {
  type CursorReading,
  type CursorWord,
  itemsOf,
  keyReading,
  lineStartOf,
  keysOf,
  noWord,
  pathOfContainer,
  pathOfEntry,
  valueReading,
} from "./cursor-reading";
import type { YamlStyle } from "./render";
import type { YamlPath } from "./yaml-node";

/** A line that may be written: a key of a mapping, or a new item of a list, at a column. */
interface Candidate {
  /** Whether the indentation typed can mean nothing else, though the line belongs elsewhere. */
  readonly isMeant?: boolean;
  readonly column: number;
  readonly isItem: boolean;
  /** The path of the mapping, or of the new item. */
  readonly path: YamlPath;
  readonly present: readonly string[];
  readonly siblings: readonly string[];
}

/** What could be typed on a blank line. */
export function readingsOnBlankLine(outline: Outline, offset: number, style: YamlStyle): readonly CursorReading[] {
  const { text, entries } = outline;
  const lineStart = lineStartOf(text, offset);
  const column = offset - lineStart;
  const position = firstAfter(entries, offset);
  const next = entries[position];
  const previous = position === 0 ? undefined : entries[position - 1];
  if (previous?.value?.kind === "block" && column > previous.column) return [];
  const candidates = candidatesBetween(outline, previous, next, column, style);
  const exact = candidates.filter((candidate) => candidate.column === column || candidate.isMeant === true);
  const chosen = exact.length > 0 ? exact : nearest(candidates, column);
  const lineEnd = lineEndAt(text, offset);
  const isClean = /^ *$/.test(text.slice(lineStart, offset));
  return chosen.flatMap((candidate) => {
    const fits = isClean && candidate.column === column;
    const word = noWord(fits ? offset : lineStart, lineEnd);
    return readingsOf(candidate, word, fits ? "" : " ".repeat(candidate.column));
  });
}

/** What could be typed below a key without a value, though the cursor still stands behind its colon. */
export function readingsBelow(entry: OutlineEntry, offset: number, style: YamlStyle): readonly CursorReading[] {
  const word: CursorWord = { ...noWord(offset), span: { start: entry.markEnd, end: entry.lineEnd } };
  return childrenOf(entry, undefined, style).flatMap((candidate) =>
    readingsOf(candidate, word, style.eol + " ".repeat(candidate.column)),
  );
}

function readingsOf(candidate: Candidate, word: CursorWord, lead: string): readonly CursorReading[] {
  const { column, isItem, path, present, siblings } = candidate;
  if (!isItem) return [keyReading({ path, word, lead, column, present })];
  const behindDash = { path, word, lead: `${lead}- `, column: column + 2 };
  return [valueReading({ ...behindDash, siblings }), keyReading({ ...behindDash, present: [] })];
}

/** Every line that may stand between two entries. */
function candidatesBetween(
  outline: Outline,
  previous: OutlineEntry | undefined,
  next: OutlineEntry | undefined,
  column: number,
  style: YamlStyle,
): readonly Candidate[] {
  if (previous === undefined) {
    const root = next?.container;
    if (root === undefined) return outline.rootFlow === undefined ? [{ ...EMPTY, column: 0, isItem: false }] : [];
    return [inside(root, 0)];
  }
  const own: Candidate[] = [];
  if (isPending(previous)) {
    if (previous.child === undefined) own.push(...childrenOf(previous, column, style));
    else if (next?.container === previous.child) return [inside(previous.child, 0)];
    else return [];
  }
  for (let container: OutlineContainer | undefined = previous.container; container !== undefined;) {
    const { owner }: OutlineContainer = container;
    const position = container.entries.filter((entry) => entry.offset <= previous.offset).length;
    if (!isScalar(container)) own.push(inside(container, position));
    if (container === next?.container) return own;
    container = owner?.container;
  }
  // Nothing above continues below: only where nothing follows at all may every open container take the line.
  return next === undefined ? own : [];
}

/** Whether a container is only a word so far: a value, below which nothing can be written. */
function isScalar(container: OutlineContainer): boolean {
  return container.kind === "mapping" && container.entries.every((entry) => entry.kind === "word");
}

const EMPTY = { path: [], present: [], siblings: [] };

function inside(container: OutlineContainer, position: number): Candidate {
  const path = pathOfContainer(container);
  const { column } = container;
  return container.kind === "mapping"
    ? { ...EMPTY, column, isItem: false, path, present: keysOf(container) }
    : { ...EMPTY, column, isItem: true, path: [...path, position], siblings: itemsOf(container) };
}

/** What may begin below a key or dash that has nothing yet. An object stands where it was typed; a list follows the document's style. */
function childrenOf(entry: OutlineEntry, typed: number | undefined, style: YamlStyle): readonly Candidate[] {
  const path = pathOfEntry(entry);
  const { column } = entry;
  const isDeeper = typed !== undefined && typed > column;
  if (entry.kind === "item") return [{ ...EMPTY, column: isDeeper ? typed : column + 2, isItem: false, path }];
  const dash = column + (style.indentedLists ? style.step : 0);
  return [
    { ...EMPTY, column: dash, isItem: true, path: [...path, 0], isMeant: isDeeper },
    { ...EMPTY, column: isDeeper ? typed : column + style.step, isItem: false, path },
  ];
}

function isPending(entry: OutlineEntry): boolean {
  return entry.kind !== "word" && entry.value === undefined;
}

function nearest(candidates: readonly Candidate[], column: number): readonly Candidate[] {
  const distance = (candidate: Candidate): number => Math.abs(candidate.column - column);
  const best = [...candidates].sort((a, b) => distance(a) - distance(b) || a.column - b.column)[0];
  return best === undefined ? [] : candidates.filter((candidate) => candidate.column === best.column);
}

/** The position of the first entry that begins at an offset or behind it. */
function firstAfter(entries: readonly OutlineEntry[], offset: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  const end = newline < 0 ? text.length : newline;
  return end > offset && text[end - 1] === "\r" ? end - 1 : end;
}
