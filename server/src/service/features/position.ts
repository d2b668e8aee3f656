// Offsets <-> line and character, the one place that knows both. Lines are counted document by document and kept with the document, so that a key
// in a long file counts those of one document. Lines end at \n, \r\n or a lone \r, and characters count UTF-16 units, as
// the Language Server Protocol has it. Positions beyond the text are clamped, so what an editor sends late never throws.
import type { Span } from "../base/span";
import type { YamlDocument, YamlFile } from "../syntax/document";

/** A place in an editor, counted from zero. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Two places in an editor; the end is not included. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The position of an offset of the file. An offset between \r and \n counts as in front of the line's end. */
export function positionAt(file: YamlFile, offset: number): Position {
  const at = clamp(offset, 0, lengthOf(file));
  const position = lastNotAbove(file.starts, at);
  const start = file.starts[position] ?? 0;
  const document = file.documents[position];
  // Only a byte order mark stands in front of the first document.
  if (document === undefined || at < start) return { line: 0, character: at };
  const breaks = breaksOf(document);
  const line = breaks.length === 0 || (breaks[0] ?? 0) > at - start ? -1 : lastNotAbove(breaks, at - start);
  const place = { document: position, line: line + 1 };
  const lineStart = startOfLine(file, place);
  return {
    line: (linesBefore(file)[position] ?? 0) + line + 1,
    character: Math.min(at, endOfLine(file, place)) - lineStart,
  };
}

/** The offset of a position of the file; a character beyond its line counts as the line's end, before the line break. */
export function offsetAt(file: YamlFile, position: Position): number {
  if (position.line < 0) return 0;
  const before = linesBefore(file);
  const document = lastNotAbove(before, position.line);
  const place = { document, line: position.line - (before[document] ?? 0) };
  const text = file.documents[document];
  if (text === undefined || place.line > breaksOf(text).length) return lengthOf(file);
  const start = startOfLine(file, place);
  return clamp(start + Math.max(0, position.character), start, endOfLine(file, place));
}

/** The range of a span whose offsets are relative to the file. */
export function rangeOf(file: YamlFile, span: Span): Range {
  return { start: positionAt(file, span.start), end: positionAt(file, span.end) };
}

/** A line, counted from the one in which its document begins. */
interface DocumentLine {
  readonly document: number;
  readonly line: number;
}

function startOfLine(file: YamlFile, { document, line }: DocumentLine): number {
  const text = file.documents[document];
  if (line === 0 || text === undefined) return document === 0 ? 0 : (file.starts[document] ?? 0);
  return (file.starts[document] ?? 0) + (breaksOf(text)[line - 1] ?? 0);
}

/** Where the line's own text ends, in front of its line break. */
function endOfLine(file: YamlFile, { document, line }: DocumentLine): number {
  const text = file.documents[document]?.text ?? "";
  const start = file.starts[document] ?? 0;
  const found = file.documents[document];
  const next = found === undefined ? undefined : breaksOf(found)[line];
  if (next === undefined) return start + text.length;
  const isPair = text.charCodeAt(next - 1) === 10 && text.charCodeAt(next - 2) === 13;
  return start + next - (isPair ? 2 : 1);
}

function lengthOf(file: YamlFile): number {
  return (file.starts.at(-1) ?? 0) + (file.documents.at(-1)?.text.length ?? 0);
}

/** Behind which offsets of a document a line begins; a document is frozen, so they stay true as long as it lives. */
const breaksByDocument = new WeakMap<YamlDocument, readonly number[]>();

function breaksOf(document: YamlDocument): readonly number[] {
  let breaks = breaksByDocument.get(document);
  if (breaks === undefined) {
    breaks = readBreaks(document.text);
    breaksByDocument.set(document, breaks);
  }
  return breaks;
}

function readBreaks(text: string): readonly number[] {
  const breaks: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
    if (code === 10 || code === 13) breaks.push(at + 1);
  }
  return breaks;
}

/** How many lines end in front of each document. Documents end with their line, but for the last one of a file. */
const linesByFile = new WeakMap<YamlFile, readonly number[]>();

function linesBefore(file: YamlFile): readonly number[] {
  let lines = linesByFile.get(file);
  if (lines === undefined) {
    let count = 0;
    lines = file.documents.map((document) => {
      const before = count;
      count += breaksOf(document).length;
      return before;
    });
    linesByFile.set(file, lines);
  }
  return lines;
}

/** The position of the last of some rising numbers that is not above a value; the first when all are. */
function lastNotAbove(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
