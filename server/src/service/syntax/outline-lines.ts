// The lines of half-typed text, one by one, and what stands on them: names, values, comments. Part of the cursor's outline; it knows nothing of
// how lines belong together but that values may go on below.
import type { Span } from "../base/span";
import { BRACE, BRACKET, COLON, HASH, isGap, SPACE, TAB } from "./characters";
import { type OutlineScalar, type OutlineValue, readFlow, readQuoted } from "./cursor-flow";

/** Values that need no second look; most are. */
const PLAIN = /^[\w/.][\w/.:-]*$/;

/** A text and the line that is looked at. */
export class OutlineLines {
  lineStart = 0;
  /** Where the text of the line ends. */
  lineEnd = 0;
  /** Comments, markers, block scalars and other text in which nothing is completed. */
  readonly closedAreas: Span[] = [];
  /** Where reading goes on: behind the line, or behind what spans several lines. */
  private next = 0;

  constructor(readonly text: string) {}

  /** Goes to the next line that has any text: where that begins; nothing at the end. */
  nextText(): number | undefined {
    while (this.next < this.text.length) {
      this.lineStart = this.next;
      const newline = this.text.indexOf("\n", this.lineStart);
      this.next = newline < 0 ? this.text.length : newline + 1;
      this.lineEnd = newline < 0 ? this.text.length : newline;
      if (this.lineEnd > this.lineStart && this.text[this.lineEnd - 1] === "\r") this.lineEnd--;
      const at = this.skipBlanks(this.lineStart);
      if (at < this.lineEnd) return at;
    }
    return undefined;
  }

  /** What stands at a place of the line, behind a key or dash in `column`. */
  value(at: number, column: number): OutlineValue {
    const line = this.text.slice(at, this.lineEnd);
    const code = line.charCodeAt(0);
    if (PLAIN.test(line)) return { kind: "scalar", text: line, span: { start: at, end: this.lineEnd }, quote: "" };
    if (/^[|>][0-9+-]*[ \t]*(?:#.*)?$/.test(line)) return this.block(at, column);
    if (code === BRACKET || (code === BRACE && line.charCodeAt(1) !== BRACE)) {
      const flow = readFlow(this.text, at, column, (comment) => this.closedAreas.push(comment));
      this.next = Math.max(this.next, this.nextLine(flow.span.end));
      return { kind: "flow", flow, span: flow.span };
    }
    if (line.startsWith('"') || line.startsWith("'")) return this.quoted(at, column);
    const end = this.plainEnd(at);
    this.endsAt(this.skipBlanks(end));
    const span = { start: at, end };
    const text = this.text.slice(at, end);
    if (/^[&*!]|\{\{/.test(text)) return { kind: "opaque", span };
    return { kind: "scalar", text, span, quote: "" };
  }

  /** A block scalar: the lines below that stand deeper than its key or dash. */
  private block(at: number, column: number): OutlineValue {
    let end = this.lineEnd;
    let lineStart = this.next;
    while (lineStart < this.text.length) {
      const newline = this.text.indexOf("\n", lineStart);
      const lineEnd = newline < 0 ? this.text.length : newline;
      const first = this.firstText(lineStart, lineEnd);
      if (first < lineEnd) {
        if (first - lineStart <= column) break;
        end = lineEnd;
        this.next = newline < 0 ? this.text.length : newline + 1;
      }
      if (newline < 0) break;
      lineStart = newline + 1;
    }
    this.close(at, end);
    return { kind: "block", span: { start: at, end } };
  }

  /** A quoted scalar, closed on its line or on a deeper one below; unclosed it ends with its line. */
  private quoted(at: number, column: number): OutlineScalar {
    const quote = this.text[at] === "'" ? "'" : '"';
    const here = readQuoted(this.text, at, this.lineEnd);
    if (here !== undefined) {
      this.endsAt(this.skipBlanks(here.span.end));
      return here;
    }
    const below = readQuoted(this.text, at, this.text.length, (lineStart) => {
      const lineEnd = this.lineEndAt(lineStart);
      const first = this.firstText(lineStart, lineEnd);
      return first === lineEnd || first - lineStart > column;
    });
    if (below !== undefined) {
      this.next = this.nextLine(below.span.end);
      return below;
    }
    let end = this.lineEnd;
    while (end > at + 1 && this.isSpace(end - 1)) end--;
    return { kind: "scalar", text: this.text.slice(at + 1, end), span: { start: at, end }, quote };
  }

  /** A key, or a word that may become one. */
  name(at: number): OutlineScalar {
    const char = this.text[at];
    if (char === '"' || char === "'") {
      const quoted = readQuoted(this.text, at, this.lineEnd);
      if (quoted !== undefined) return quoted;
      let end = this.lineEnd;
      while (end > at + 1 && this.isSpace(end - 1)) end--;
      return { kind: "scalar", text: this.text.slice(at + 1, end), span: { start: at, end }, quote: char };
    }
    let end = at;
    for (; end < this.lineEnd; end++) {
      const code = this.text.charCodeAt(end);
      if (code === COLON && this.isSpace(end + 1)) break;
      if (code === HASH && this.isSpace(end - 1)) break;
    }
    while (end > at && this.isSpace(end - 1)) end--;
    return { kind: "scalar", text: this.text.slice(at, end), span: { start: at, end }, quote: "" };
  }

  /** Whether nothing but a comment follows; the comment becomes a closed area. */
  endsAt(at: number): boolean {
    if (at >= this.lineEnd) return true;
    if (this.text[at] !== "#" || !this.isSpace(at - 1)) return false;
    this.close(at, this.lineEnd);
    return true;
  }

  /** Marks text in which nothing is completed. */
  close(start: number, end: number): void {
    this.closedAreas.push({ start, end });
  }

  private plainEnd(at: number): number {
    let end = at;
    while (end < this.lineEnd && !(this.text[end] === "#" && end > at && this.isSpace(end - 1))) end++;
    while (end > at && this.isSpace(end - 1)) end--;
    return end;
  }

  skipBlanks(from: number): number {
    let at = from;
    for (; at < this.lineEnd; at++) {
      const code = this.text.charCodeAt(at);
      if (code !== SPACE && code !== TAB) break;
    }
    return at;
  }

  private firstText(from: number, end: number): number {
    let at = from;
    while (at < end && this.isSpace(at)) at++;
    return at;
  }

  private lineEndAt(at: number): number {
    const newline = this.text.indexOf("\n", at);
    return newline < 0 ? this.text.length : newline;
  }

  private nextLine(at: number): number {
    // A collection that was never closed ends where the next line begins.
    if (at > 0 && this.text[at - 1] === "\n") return at;
    const newline = this.text.indexOf("\n", at);
    return newline < 0 ? this.text.length : newline + 1;
  }

  /** White space, a line's end, or an end of the text. */
  isSpace(at: number): boolean {
    return isGap(this.text.charCodeAt(at));
  }
}
