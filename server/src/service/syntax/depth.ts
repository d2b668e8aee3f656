// How deeply a document may nest. No resource comes near; readers recurse, and a text must not be able to exhaust the stack.
import { BRACE, BRACE_END, BRACKET, BRACKET_END, COLON, DASH, isGap, QUESTION, SPACE, TAB } from "./characters";

/** Collections nested more deeply than this are not read. */
export const MAX_DEPTH = 200;

/** Brackets of a sound document may also stand in texts, so a few more of them are let through. */
const MAX_OPEN_BRACKETS = 2 * MAX_DEPTH;
/** Each level takes a column; three per level is more than most people indent. */
const MAX_INDENTATION = 3 * MAX_DEPTH;
/** Marks such as dashes in front of the first word of one line. */
const MAX_MARKS = 100;

/** Whether a text looks so deep that a reader that recurses would come into trouble. Looks at every character at most twice. */
export function isTooDeep(text: string): boolean {
  let brackets = 0;
  let lineStart = 0;
  while (lineStart < text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const first = skipBlanks(text, lineStart);
    if (first - lineStart >= MAX_INDENTATION && first < lineEnd) return true;
    if (marksFrom(text, first) > MAX_MARKS) return true;
    for (let at = first; at < lineEnd; at++) {
      const code = text.charCodeAt(at);
      if (code === BRACKET || code === BRACE) {
        if (++brackets > MAX_OPEN_BRACKETS) return true;
      } else if ((code === BRACKET_END || code === BRACE_END) && brackets > 0) brackets--;
    }
    lineStart = lineEnd + 1;
  }
  return false;
}

/** How many dashes, question marks and colons follow each other from here on, with blanks between them. */
function marksFrom(text: string, from: number): number {
  let marks = 0;
  for (let at = from; marks <= MAX_MARKS; at = skipBlanks(text, at + 1)) {
    const code = text.charCodeAt(at);
    if ((code !== DASH && code !== QUESTION && code !== COLON) || !isGap(text.charCodeAt(at + 1))) break;
    marks++;
  }
  return marks;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  return at;
}
