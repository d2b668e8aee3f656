// Block scalars: `|` keeps line breaks, `>` folds them. Indentation indicators, `+`, and tabs where indentation is meant are left to others.
import { DASH, HASH, NEWLINE, RETURN, SPACE, TAB } from "./characters";
import { CompactScalar, FOLDED, LITERAL, PLACEHOLDER } from "./compact-nodes";
import { hasPlaceholder } from "./plain-value";
import type { Scanner } from "./scanner";

/** A line of a block scalar: where it begins, its first text that is no space, and its end without the line break. */
interface Line {
  readonly start: number;
  readonly first: number;
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/**
 * Reads the block scalar whose `|` or `>` is at the scanner's place and whose key or dash stands in column `parent`. The scanner is left at the
 * start of the line behind it.
 */
export function readBlockScalar(scanner: Scanner, parent: number): CompactScalar | undefined {
  const { text } = scanner;
  const start = scanner.at;
  const folded = text[start] === ">";
  scanner.at++;
  const strip = scanner.code() === DASH;
  if (strip) scanner.at++;
  scanner.endLine();
  if (scanner.isOdd()) return undefined;
  const lines = bodyOf(scanner, parent);
  const first = lines.find((line) => line.first < line.end);
  if (first === undefined || scanner.isOdd()) return scanner.giveUp();
  const column = first.first - first.start;
  const last = lastKept(lines, column);
  const kept = lines.slice(0, last + 1);
  const body = folded ? foldedText(scanner, kept, column) : literalText(text, kept, column);
  const end = lines[last]?.next ?? text.length;
  scanner.at = end;
  const source = strip ? body : `${body}\n`;
  return CompactScalar.of(start, end, (folded ? FOLDED : LITERAL) | (hasPlaceholder(source) ? PLACEHOLDER : 0), source);
}

/** The lines below that are blank or stand at least as deep as the first that is not. */
function bodyOf(scanner: Scanner, parent: number): readonly Line[] {
  const { text } = scanner;
  const lines: Line[] = [];
  let column = -1;
  let deepestBlank = 0;
  for (let start = scanner.at; start < text.length;) {
    let first = start;
    while (text.charCodeAt(first) === SPACE) first++;
    const newline = text.indexOf("\n", first);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (end > first && text.charCodeAt(end - 1) === RETURN) {
      if (newline < 0) scanner.giveUp();
      end--;
    }
    const width = first - start;
    if (first < end) {
      if (width <= (column < 0 ? parent : column - 1)) {
        // A tab that stands where the scalar's indentation should be.
        if (text.charCodeAt(first) === TAB) scanner.giveUp();
        return lines;
      }
      if (column < 0) {
        column = width;
        if (deepestBlank > column) scanner.giveUp();
      }
    } else {
      // Spaces at the very end belong to the scalar only where they are as many as its indentation.
      if (newline < 0 && (column < 0 || width < column)) return lines;
      if (column < 0) deepestBlank = Math.max(deepestBlank, width);
    }
    lines.push({ start, first, end, next });
    start = next;
  }
  return lines;
}

/** The last line that counts: blank ones at the end do not, unless they hold more spaces than the indentation. */
function lastKept(lines: readonly Line[], column: number): number {
  let last = lines.length - 1;
  for (; last > 0; last--) {
    const line = lines[last];
    if (line === undefined || line.first < line.end || line.first - line.start > column) break;
  }
  return last;
}

function literalText(text: string, lines: readonly Line[], column: number): string {
  return lines.map((line) => text.slice(Math.min(line.start + column, line.end), line.end)).join("\n");
}

/** Line breaks between lines of text become spaces; lines that stand deeper, and blank ones, keep theirs. */
function foldedText(scanner: Scanner, lines: readonly Line[], column: number): string {
  const { text } = scanner;
  let folded = "";
  let separator = "";
  let wasDeeper = false;
  let begun = false;
  for (const { start, first, end } of lines) {
    if (text.charCodeAt(first) === TAB) scanner.giveUp();
    const content = text.slice(Math.min(start + column, end), end);
    if (first === end && !begun) {
      folded += `${content}\n`;
      continue;
    }
    begun = true;
    if (first - start > column) {
      if (separator === " ") separator = "\n";
      else if (!wasDeeper && separator === "\n") separator = "\n\n";
      folded += separator + content;
      separator = "\n";
      wasDeeper = true;
    } else if (content === "") {
      if (separator === "\n") folded += "\n";
      else separator = "\n";
    } else {
      folded += separator + content;
      separator = " ";
      wasDeeper = false;
    }
  }
  return folded;
}

/** Whether a block scalar begins here: `|` or `>`, perhaps `-`, and nothing else on the line but a comment. */
export function isBlockScalar(text: string, at: number): boolean {
  const mark = text[at];
  if (mark !== "|" && mark !== ">") return false;
  const behind = text.charCodeAt(text.charCodeAt(at + 1) === DASH ? at + 2 : at + 1);
  return behind === NEWLINE || behind === RETURN || behind === SPACE || behind === HASH;
}
