// Offsets <-> line and character, the one place that knows both. Lines end at \n, \r\n or a lone \r, and characters count UTF-16 units, as
// the Language Server Protocol has it. Positions beyond the text are clamped, so what an editor sends late never throws.
import type { Span } from "../base/span";
import type { YamlFile } from "../syntax/document";

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
  const starts = lineStarts(file);
  const at = clamp(offset, 0, file.text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const start = starts[low] ?? 0;
  return { line: low, character: Math.min(at, lineEnd(file, starts, low)) - start };
}

/** The offset of a position of the file; a character beyond its line counts as the line's end, before the line break. */
export function offsetAt(file: YamlFile, position: Position): number {
  const starts = lineStarts(file);
  if (position.line < 0) return 0;
  const start = starts[position.line];
  if (start === undefined) return file.text.length;
  return clamp(start + Math.max(0, position.character), start, lineEnd(file, starts, position.line));
}

/** The range of a span whose offsets are relative to the file. */
export function rangeOf(file: YamlFile, span: Span): Range {
  return { start: positionAt(file, span.start), end: positionAt(file, span.end) };
}

/** Line starts by file; a file is frozen, so they stay true as long as it lives. */
const startsByFile = new WeakMap<YamlFile, readonly number[]>();

function lineStarts(file: YamlFile): readonly number[] {
  let starts = startsByFile.get(file);
  if (starts === undefined) {
    starts = readLineStarts(file.text);
    startsByFile.set(file, starts);
  }
  return starts;
}

function readLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
    if (code === 10 || code === 13) starts.push(at + 1);
  }
  return starts;
}

/** Where the line's own text ends, in front of its line break. */
function lineEnd(file: YamlFile, starts: readonly number[], line: number): number {
  const next = starts[line + 1];
  if (next === undefined) return file.text.length;
  const start = starts[line] ?? 0;
  let end = next - 1;
  if (end > start && file.text.charCodeAt(end) === 10 && file.text.charCodeAt(end - 1) === 13) end--;
  return end;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
