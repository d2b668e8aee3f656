// Flow collections (`[a, b]`, `{key: value}`) read leniently: over several lines, unclosed, half typed. Part of the cursor model; the parser
// proper gives up where this one goes on.
import type { Span } from "../base/span";

/** A scalar as it was written. `text` is what stands between the quotes; `span` includes them. */
export interface OutlineScalar {
  readonly kind: "scalar";
  readonly text: string;
  readonly span: Span;
  readonly quote: "" | "'" | '"';
}

/** What stands behind a key, a dash or between commas. `opaque` text (aliases, templates, block scalars) is nothing to complete in. */
export type OutlineValue =
  | OutlineScalar
  | { readonly kind: "flow"; readonly flow: FlowCollection; readonly span: Span }
  | { readonly kind: "block" | "opaque"; readonly span: Span };

/** The text between two commas of a flow collection. */
export interface FlowSegment {
  /** Behind the bracket or comma before it; `end` is at the comma or bracket behind it. */
  readonly start: number;
  readonly end: number;
  readonly key: OutlineScalar | undefined;
  readonly colonEnd: number | undefined;
  readonly value: OutlineValue | undefined;
}

/** A flow collection; an unclosed one ends where the text goes on in block style. */
export interface FlowCollection {
  readonly kind: "mapping" | "sequence";
  readonly span: Span;
  readonly closed: boolean;
  readonly segments: readonly FlowSegment[];
}

/** Nesting beyond this is not looked into. */
const MAX_DEPTH = 60;

/**
 * Reads the flow collection that begins at `start`. Its lines must stand deeper than column `limit` or begin with a closing bracket; the first
 * line that does neither ends it. Comments met on the way are told to `onComment`.
 */
export function readFlow(
  text: string,
  start: number,
  limit: number,
  onComment: (comment: Span) => void,
): FlowCollection {
  return new FlowReader(text, limit, onComment).collection(start, 0);
}

/**
 * Reads a quoted scalar at `start` that must end before `limit`; nothing when its closing quote is missing there. Lines below the first belong to
 * it only while `isInside` says so of their start.
 */
export function readQuoted(
  text: string,
  start: number,
  limit: number,
  isInside: (lineStart: number) => boolean = () => true,
): OutlineScalar | undefined {
  const quote = text[start] === "'" ? "'" : '"';
  for (let at = start + 1; at < limit; at++) {
    if (quote === '"' && text[at] === "\\" && text[at + 1] !== "\n") at++;
    else if (text[at] === "\n" && !isInside(at + 1)) return undefined;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return { kind: "scalar", text: text.slice(start + 1, at), span: { start, end: at + 1 }, quote };
    }
  }
  return undefined;
}

class FlowReader {
  private stopped: number | undefined;
  /** Where the search for a line end began last, and the line end it found: long lines are searched once. */
  private searchedFrom = 0;
  private foundNewline = -1;

  constructor(
    private readonly text: string,
    private readonly limit: number,
    private readonly onComment: (comment: Span) => void,
  ) {}

  collection(start: number, depth: number): FlowCollection {
    const kind = this.text[start] === "{" ? "mapping" : "sequence";
    const segments: FlowSegment[] = [];
    let at = start + 1;
    for (;;) {
      const segment = this.segment(at, depth);
      segments.push(segment);
      at = segment.end;
      const mark = this.stopped === undefined ? this.text[at] : undefined;
      if (mark === ",") at++;
      else if (mark === "]" || mark === "}") {
        // An empty segment behind the last comma, or in an empty collection, is no entry.
        return { kind, span: { start, end: at + 1 }, closed: true, segments };
      } else {
        this.stopped ??= at;
        return { kind, span: { start, end: this.stopped }, closed: false, segments };
      }
    }
  }

  private segment(start: number, depth: number): FlowSegment {
    let key: OutlineScalar | undefined;
    let colonEnd: number | undefined;
    let value: OutlineValue | undefined;
    let at = start;
    for (;;) {
      at = this.skipSpace(at);
      const char = this.stopped === undefined ? this.text[at] : undefined;
      if (char === undefined || char === "," || char === "]" || char === "}") break;
      if (char === ":" && colonEnd === undefined && this.isColon(at, value)) {
        if (value?.kind === "scalar") key = value;
        value = undefined;
        colonEnd = ++at;
        continue;
      }
      const read = this.value(at, depth);
      value ??= read;
      at = Math.max(at + 1, read.span.end);
    }
    return { start, end: this.stopped ?? at, key, colonEnd, value };
  }

  /** A colon separates when white space or the end of the entry follows, or a quoted key stands before it. */
  private isColon(at: number, before: OutlineValue | undefined): boolean {
    return /^[\s,[\]{}]?$/.test(this.text[at + 1] ?? "") || (before?.kind === "scalar" && before.quote !== "");
  }

  private value(at: number, depth: number): OutlineValue {
    const char = this.text[at];
    if (this.text.startsWith("{{", at)) {
      const close = this.text.indexOf("}}", at);
      const end = close < 0 || close > this.lineEnd(at) ? this.lineEnd(at) : close + 2;
      return { kind: "opaque", span: { start: at, end } };
    }
    if (char === "[" || char === "{") {
      if (depth >= MAX_DEPTH) {
        this.stopped = this.text.length;
        return { kind: "opaque", span: { start: at, end: this.text.length } };
      }
      const flow = this.collection(at, depth + 1);
      return { kind: "flow", flow, span: flow.span };
    }
    if (char === '"' || char === "'") {
      const quoted = readQuoted(this.text, at, this.lineEnd(at));
      if (quoted !== undefined) return quoted;
      const end = this.plainEnd(at + 1);
      return { kind: "scalar", text: this.text.slice(at + 1, end), span: { start: at, end }, quote: char };
    }
    const end = this.plainEnd(at);
    const span = { start: at, end };
    if (char === "*" || char === "&" || char === "!") return { kind: "opaque", span };
    return { kind: "scalar", text: this.text.slice(at, end), span, quote: "" };
  }

  private plainEnd(from: number): number {
    const lineEnd = this.lineEnd(from);
    let at = from;
    for (; at < lineEnd; at++) {
      const char = this.text[at] ?? "";
      if (/[,[\]{}]/.test(char)) break;
      if (char === ":" && /^[\s,[\]{}]?$/.test(this.text[at + 1] ?? "")) break;
      if (char === "#" && /\s/.test(this.text[at - 1] ?? "")) break;
    }
    while (at > from && /\s/.test(this.text[at - 1] ?? "")) at--;
    return at;
  }

  private lineEnd(at: number): number {
    if (at < this.searchedFrom || at > this.foundNewline) {
      const newline = this.text.indexOf("\n", at);
      this.searchedFrom = at;
      this.foundNewline = newline < 0 ? this.text.length : newline;
    }
    const end = this.foundNewline;
    return end > at && this.text[end - 1] === "\r" ? end - 1 : end;
  }

  /** The next character that says something; stops at a line that belongs to the block around. */
  private skipSpace(from: number): number {
    let at = from;
    while (at < this.text.length) {
      const char = this.text[at] ?? "";
      if (char === "\n") {
        const next = this.nextText(at + 1);
        if (this.isOutside(next)) {
          this.stopped = next.lineStart;
          return at;
        }
        at = next.at;
      } else if (char === " " || char === "\t" || char === "\r") at++;
      else if (char === "#" && /\s/.test(this.text[at - 1] ?? " ")) {
        const end = this.lineEnd(at);
        this.onComment({ start: at, end });
        at = end;
      } else return at;
    }
    this.stopped ??= this.text.length;
    return at;
  }

  /** The first character from here on that is no white space, and the start of its line. */
  private nextText(from: number): { lineStart: number; at: number } {
    let lineStart = from;
    let at = from;
    for (; at < this.text.length; at++) {
      const char = this.text[at];
      if (char === "\n") lineStart = at + 1;
      else if (char !== " " && char !== "\t" && char !== "\r") return { lineStart, at };
    }
    return { lineStart: at, at };
  }

  /** Whether a line stands too far left to belong to the collection. */
  private isOutside({ lineStart, at }: { lineStart: number; at: number }): boolean {
    const char = this.text[at];
    if (char === undefined) return true;
    if (char === "]" || char === "}") return false;
    return at - lineStart <= this.limit || this.text.startsWith("---", lineStart);
  }
}
