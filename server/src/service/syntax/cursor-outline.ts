// The lines of a document as a tree, read by indentation alone: every key, dash and half-typed word with its column, whether or not the whole
// is good YAML. The cursor model stands on it; what a finished document means is the parser's business.
import type { Span } from "../base/span";
import { BRACE, DASH, DOT, HASH, PERCENT } from "./characters";
import type { FlowCollection, OutlineScalar, OutlineValue } from "./cursor-flow";
import { OutlineLines } from "./outline-lines";
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
  private readonly lines: OutlineLines;
  private readonly entries: OpenEntry[] = [];
  private readonly roots: OpenContainer[] = [];
  private readonly stack: OpenContainer[] = [];
  private rootFlow: FlowCollection | undefined;

  constructor(private readonly text: string) {
    this.lines = new OutlineLines(text);
  }

  read(): Outline {
    for (let at = this.lines.nextText(); at !== undefined; at = this.lines.nextText()) this.line(at);
    const { text, entries, roots, rootFlow } = this;
    const closedAreas = [...this.lines.closedAreas].sort((a, b) => a.start - b.start);
    return { text, entries, roots, rootFlow, closedAreas };
  }

  private line(first: number): void {
    if (this.isOutside(first)) {
      this.lines.close(first, this.lines.lineEnd);
      return;
    }
    let at = first;
    let item: OpenEntry | undefined;
    while (this.text[at] === "-" && this.lines.isSpace(at + 1)) {
      item = this.add("item", at, undefined, at + 1);
      if (item === undefined) return;
      at = this.lines.skipBlanks(at + 1);
      if (this.lines.endsAt(at)) return;
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
          first === this.lines.lineStart &&
          /^(?:---|\.\.\.)(?:\s|$)|^%/.test(this.text.slice(first, Math.min(first + 4, this.lines.lineEnd)))
        );
      case BRACE:
        return /^\{\{.*\}\}\s*$/.test(this.text.slice(first, this.lines.lineEnd));
      default:
        return false;
    }
  }

  /** What stands on a line behind its dashes. */
  private content(at: number, item: OpenEntry | undefined): void {
    const char = this.text[at] ?? "";
    if (char === "?" && this.lines.isSpace(at + 1)) {
      this.lines.close(at, this.lines.lineEnd);
      return;
    }
    if (char === "[" || (char === "{" && this.text[at + 1] !== "{")) {
      this.flow(at, item);
      return;
    }
    if (item !== undefined && this.isOpaque(at)) {
      item.value = this.lines.value(at, item.column);
      return;
    }
    const name = this.lines.name(at);
    const colon = this.lines.skipBlanks(name.span.end);
    if (this.text[colon] === ":" && this.lines.isSpace(colon + 1)) {
      const entry = this.add("key", at, name, colon + 1);
      if (entry === undefined) return;
      const start = this.lines.skipBlanks(colon + 1);
      if (!this.lines.endsAt(start)) entry.value = this.lines.value(start, entry.column);
      return;
    }
    if (this.continues(at)) {
      this.lines.close(at, this.lines.lineEnd);
      return;
    }
    this.add("word", at, name, name.span.end);
    this.lines.endsAt(this.lines.skipBlanks(name.span.end));
  }

  /** A flow collection on a line of its own or behind a dash. */
  private flow(at: number, item: OpenEntry | undefined): void {
    const column = at - this.lines.lineStart;
    const owner = item ?? this.ownerAt(column);
    const value = this.lines.value(at, owner?.column ?? -1);
    if (owner === undefined) {
      if (value.kind === "flow") this.rootFlow ??= value.flow;
    } else owner.value ??= value;
  }

  /** Adds an entry; the rest of a line that is nested too deeply is closed instead. */
  private add(
    kind: OutlineEntry["kind"],
    offset: number,
    name: OutlineScalar | undefined,
    markEnd: number,
  ): OpenEntry | undefined {
    const column = offset - this.lines.lineStart;
    const container = this.containerAt(kind === "item" ? "sequence" : "mapping", column);
    if (container === undefined) {
      this.lines.close(offset, this.lines.lineEnd);
      return undefined;
    }
    const entry: OpenEntry = {
      kind,
      container,
      index: container.entries.length,
      offset,
      column,
      lineStart: this.lines.lineStart,
      lineEnd: this.lines.lineEnd,
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
    const owner = this.ownerAt(at - this.lines.lineStart);
    if (owner === undefined) return false;
    if (owner.kind === "word") return true;
    return owner.kind === "key" && owner.value !== undefined && owner.value.kind !== "block";
  }

  private isOpaque(at: number): boolean {
    const line = this.text.slice(at, this.lines.lineEnd);
    return /^\{\{|^[*!&]|^[|>][0-9+-]*[ \t]*(?:#.*)?$/.test(line) && !/:(?:\s|$)/.test(line);
  }
}
