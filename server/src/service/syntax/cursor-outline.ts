// The lines of a document as a tree, read by indentation alone: every key, dash and half-typed word with its column, whether or not the whole
// is good YAML. The cursor model stands on it; what a finished document means is the parser's business.
import type { Span } from "../base/span";
import { type FlowCollection, type OutlineScalar, type OutlineValue, readFlow, readQuoted } from "./cursor-flow";
import { MAX_DEPTH } from "./depth";
import type { ParsedDocument } from "./parse";

/** A mapping or list in block style, as far as indentation tells. */
export interface OutlineContainer {
  readonly kind: "mapping" | "sequence";
  readonly column: number;
  readonly owner: OutlineEntry | undefined;
  readonly entries: readonly OutlineEntry[];
}

/** A `key:`, a dash, or a word that may become a key. `offset` is where it begins, `markEnd` is behind its colon or dash. */
export interface OutlineEntry {
  readonly kind: "key" | "item" | "word";
  readonly container: OutlineContainer;
  /** Its position among the container's entries. */
  readonly index: number;
  readonly offset: number;
  readonly column: number;
  readonly lineStart: number;
  /** Where the text of the line ends that it begins on. */
  readonly lineEnd: number;
  readonly name: OutlineScalar | undefined;
  readonly markEnd: number;
  readonly value: OutlineValue | undefined;
  readonly child: OutlineContainer | undefined;
}

/** A document, read by indentation. */
export interface Outline {
  readonly text: string;
  /** All entries in the order of the text. */
  readonly entries: readonly OutlineEntry[];
  /** The outermost containers; more than one only where indentation is broken. */
  readonly roots: readonly OutlineContainer[];
  /** A document that is one flow collection. */
  readonly rootFlow: FlowCollection | undefined;
  /** Comments, markers, block scalars and other text in which nothing is completed, in the order of the text. */
  readonly closedAreas: readonly Span[];
}

const TAB = 9;
const NEWLINE = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const PERCENT = 37;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const BRACKET = 91;
const BRACE = 123;
/** Values that need no second look; most are. */
const PLAIN = /^[\w/.][\w/.:-]*$/;

const outlines = new WeakMap<ParsedDocument, Outline>();

/** The outline of a document; read once per document. */
export function outlineOf(document: ParsedDocument): Outline {
  let outline = outlines.get(document);
  if (outline === undefined) {
    outline = readOutline(document.text);
    outlines.set(document, outline);
  }
  return outline;
}

/** Reads a text by indentation. Never throws. */
export function readOutline(text: string): Outline {
  return new OutlineReader(text).read();
}

/** The entries as they are built. */
type Open<T> = { -readonly [K in keyof T]: T[K] };
type OpenEntry = Omit<Open<OutlineEntry>, "container" | "child"> & {
  container: OpenContainer;
  child: OpenContainer | undefined;
};
type OpenContainer = Omit<Open<OutlineContainer>, "owner" | "entries"> & {
  owner: OpenEntry | undefined;
  entries: OpenEntry[];
};

class OutlineReader {
  private readonly entries: OpenEntry[] = [];
  private readonly roots: OpenContainer[] = [];
  private readonly closedAreas: Span[] = [];
  private readonly stack: OpenContainer[] = [];
  private rootFlow: FlowCollection | undefined;
  private lineStart = 0;
  private lineEnd = 0;
  /** Where reading goes on: behind the line, or behind what spans several lines. */
  private next = 0;

  constructor(private readonly text: string) {}

  read(): Outline {
    while (this.next < this.text.length) {
      this.lineStart = this.next;
      const newline = this.text.indexOf("\n", this.lineStart);
      this.next = newline < 0 ? this.text.length : newline + 1;
      this.lineEnd = newline < 0 ? this.text.length : newline;
      if (this.lineEnd > this.lineStart && this.text[this.lineEnd - 1] === "\r") this.lineEnd--;
      const at = this.skipBlanks(this.lineStart);
      if (at < this.lineEnd) this.line(at);
    }
    const { text, entries, roots, rootFlow, closedAreas } = this;
    closedAreas.sort((a, b) => a.start - b.start);
    return { text, entries, roots, rootFlow, closedAreas };
  }

  private line(first: number): void {
    if (this.isOutside(first)) {
      this.close(first, this.lineEnd);
      return;
    }
    let at = first;
    let item: OpenEntry | undefined;
    while (this.text[at] === "-" && this.isSpace(at + 1)) {
      item = this.add("item", at, undefined, at + 1);
      if (item === undefined) return;
      at = this.skipBlanks(at + 1);
      if (this.endsAt(at)) return;
    }
    this.content(at, item);
  }

  /** Whether a line is a marker, a directive, a comment or a statement of a template. */
  private isOutside(first: number): boolean {
    switch (this.text.charCodeAt(first)) {
      case HASH:
        return true;
      case DASH:
      case DOT:
      case PERCENT:
        return (
          first === this.lineStart &&
          /^(?:---|\.\.\.)(?:\s|$)|^%/.test(this.text.slice(first, Math.min(first + 4, this.lineEnd)))
        );
      case BRACE:
        return /^\{\{.*\}\}\s*$/.test(this.text.slice(first, this.lineEnd));
      default:
        return false;
    }
  }

  /** What stands on a line behind its dashes. */
  private content(at: number, item: OpenEntry | undefined): void {
    const char = this.text[at] ?? "";
    if (char === "?" && this.isSpace(at + 1)) {
      this.close(at, this.lineEnd);
      return;
    }
    if (char === "[" || (char === "{" && this.text[at + 1] !== "{")) {
      this.flow(at, item);
      return;
    }
    if (item !== undefined && this.isOpaque(at)) {
      item.value = this.value(at, item.column);
      return;
    }
    const name = this.name(at);
    const colon = this.skipBlanks(name.span.end);
    if (this.text[colon] === ":" && this.isSpace(colon + 1)) {
      const entry = this.add("key", at, name, colon + 1);
      if (entry === undefined) return;
      const start = this.skipBlanks(colon + 1);
      if (!this.endsAt(start)) entry.value = this.value(start, entry.column);
      return;
    }
    if (this.continues(at)) {
      this.close(at, this.lineEnd);
      return;
    }
    this.add("word", at, name, name.span.end);
    this.endsAt(this.skipBlanks(name.span.end));
  }

  /** A flow collection on a line of its own or behind a dash. */
  private flow(at: number, item: OpenEntry | undefined): void {
    const column = at - this.lineStart;
    const owner = item ?? this.ownerAt(column);
    const value = this.value(at, owner?.column ?? -1);
    if (owner === undefined) {
      if (value.kind === "flow") this.rootFlow ??= value.flow;
    } else owner.value ??= value;
  }

  private value(at: number, column: number): OutlineValue {
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
  private name(at: number): OutlineScalar {
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

  /** Adds an entry; the rest of a line that is nested too deeply is closed instead. */
  private add(
    kind: OutlineEntry["kind"],
    offset: number,
    name: OutlineScalar | undefined,
    markEnd: number,
  ): OpenEntry | undefined {
    const column = offset - this.lineStart;
    const container = this.containerAt(kind === "item" ? "sequence" : "mapping", column);
    if (container === undefined) {
      this.close(offset, this.lineEnd);
      return undefined;
    }
    const entry: OpenEntry = {
      kind,
      container,
      index: container.entries.length,
      offset,
      column,
      lineStart: this.lineStart,
      lineEnd: this.lineEnd,
      name,
      markEnd,
      value: undefined,
      child: undefined,
    };
    container.entries.push(entry);
    this.entries.push(entry);
    return entry;
  }

  /** The container that something at this column belongs to; what stands deeper is finished. Nothing when it would be nested too deeply. */
  private containerAt(kind: OutlineContainer["kind"], column: number): OpenContainer | undefined {
    for (let top = this.stack.at(-1); top !== undefined && top.column >= column; top = this.stack.at(-1)) {
      if (top.column === column && (top.kind === kind || kind === "sequence")) break;
      this.stack.pop();
    }
    const top = this.stack.at(-1);
    if (top?.column === column && top.kind === kind) return top;
    if (this.stack.length >= MAX_DEPTH) return undefined;
    const owner = top?.entries.at(-1);
    const container: OpenContainer = { kind, column, owner, entries: [] };
    if (owner === undefined) this.roots.push(container);
    else owner.child ??= container;
    this.stack.push(container);
    return container;
  }

  /** The entry that a value on a line of its own at this column belongs to. */
  private ownerAt(column: number): OpenEntry | undefined {
    for (let at = this.stack.length - 1; at >= 0; at--) {
      const container = this.stack[at];
      if (container !== undefined && container.column < column) return container.entries.at(-1);
    }
    return undefined;
  }

  /** Whether a line without a colon only goes on with the scalar above it. */
  private continues(at: number): boolean {
    const owner = this.ownerAt(at - this.lineStart);
    if (owner === undefined) return false;
    if (owner.kind === "word") return true;
    return owner.kind === "key" && owner.value !== undefined && owner.value.kind !== "block";
  }

  private isOpaque(at: number): boolean {
    const line = this.text.slice(at, this.lineEnd);
    return /^\{\{|^[*!&]|^[|>][0-9+-]*[ \t]*(?:#.*)?$/.test(line) && !/:(?:\s|$)/.test(line);
  }

  /** Whether nothing but a comment follows; the comment becomes a closed area. */
  private endsAt(at: number): boolean {
    if (at >= this.lineEnd) return true;
    if (this.text[at] !== "#" || !this.isSpace(at - 1)) return false;
    this.close(at, this.lineEnd);
    return true;
  }

  private close(start: number, end: number): void {
    this.closedAreas.push({ start, end });
  }

  private plainEnd(at: number): number {
    let end = at;
    while (end < this.lineEnd && !(this.text[end] === "#" && end > at && this.isSpace(end - 1))) end++;
    while (end > at && this.isSpace(end - 1)) end--;
    return end;
  }

  private skipBlanks(from: number): number {
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

  /** White space or a line's end. */
  private isSpace(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === TAB || code === CR || code === NEWLINE || at < 0 || at >= this.text.length;
  }
}
