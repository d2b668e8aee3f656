// Cuts the text of a file into its YAML documents, so that an edit re-parses one document only. A line `---` at column 0 starts a document
// wherever it stands (YAML 1.2, 9.1.1 forbids it inside scalars), and a line `...` ends one.
import { DASH, DOT, isGap, NEWLINE, RETURN, SPACE, TAB } from "./characters";

/** A document's place in its file: the text from `start` to `end`, its `---` line included. */
export interface DocumentText {
  readonly start: number;
  readonly text: string;
}

const CANDIDATE = /\n(?:---|\.\.\.)/g;

/** Splits a file; the pieces together are the whole text, without a leading byte order mark. An empty file is one empty document. */
export function splitDocuments(text: string): readonly DocumentText[] {
  return splitFrom(text, 0, () => false);
}

/**
 * The documents from an offset on at which one begins, up to the first that `isKnown` says of where it begins, or to the end of the text. What
 * stands before and behind is not looked at.
 */
export function splitFrom(text: string, from: number, isKnown: (start: number) => boolean): readonly DocumentText[] {
  const pieces: DocumentText[] = [];
  let start = from === 0 && text.startsWith("\uFEFF") ? 1 : from;
  let line = start;
  while (line < text.length) {
    const cut = cutAt(text, start, line);
    if (cut > start) {
      pieces.push({ start, text: text.slice(start, cut) });
      if (isKnown(cut)) return pieces;
      start = cut;
    }
    line = nextMarkerCandidate(text, line);
  }
  if (start < text.length || pieces.length === 0) pieces.push({ start, text: text.slice(start) });
  return pieces;
}

/** Where a document that begins at `start` ends because of the line at `line`; `start` itself when it goes on. */
function cutAt(text: string, start: number, line: number): number {
  const mark = text.charCodeAt(line);
  if ((mark !== DASH && mark !== DOT) || !isMarker(text, line, mark)) return start;
  if (mark === DOT) return nextLine(text, line);
  // Blank lines in front of a marker stay with the document it starts.
  return isBlank(text, start, line) ? start : line;
}

function isMarker(text: string, at: number, mark: number): boolean {
  return text.charCodeAt(at + 1) === mark && text.charCodeAt(at + 2) === mark && isGap(text.charCodeAt(at + 3));
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline + 1;
}

/** The next line start that could hold a marker; one search of an expression is several times faster than walking every line. */
function nextMarkerCandidate(text: string, from: number): number {
  CANDIDATE.lastIndex = from;
  const found = CANDIDATE.exec(text);
  return found === null ? text.length : found.index + 1;
}

/** Whether only white space stands between two offsets. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB && code !== NEWLINE && code !== RETURN) return false;
  }
  return true;
}
