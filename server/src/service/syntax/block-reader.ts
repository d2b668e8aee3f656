// The quick reader of YAML as people write Kubernetes resources: block mappings and lists, plain, quoted and block scalars, flow collections,
// comments. It knows every text it reads for certain: what is rare (anchors, tags, directives, explicit keys), and whatever is wrong, it does
// not cover, and another reader is asked. A key that comes twice is the one mistake it tells itself.
import { BRACE, BRACKET, DASH, DOT, isGap, QUOTE_DOUBLE, QUOTE_SINGLE, SPACE, startsPlain } from "./characters";
import { isBlockScalar, readBlockScalar } from "./block-scalar";
import {
  CompactEntry,
  CompactMapping,
  type CompactNode,
  CompactScalar,
  CompactSequence,
  NOT_TEXT,
  PLACEHOLDER,
  PLAIN,
} from "./compact-nodes";
import { MAX_DEPTH } from "./depth";
import { type DuplicateKey, duplicatesIn } from "./duplicate-keys";
import { readFlowCollection } from "./flow-reader";
import { hasPlaceholder } from "./plain-value";
import { Scanner } from "./scanner";
import type { YamlNode } from "./yaml-node";

/** A document that the quick reader covers. */
export interface BlockTree {
  /** Nothing when the document holds only comments. */
  readonly root: YamlNode | undefined;
  /** Keys that stand in their mapping before, in the order of the text. */
  readonly duplicates: readonly DuplicateKey[];
}

/** Reads one document, its `---` line included. Nothing when it is not covered. Takes time in proportion to the text, whatever it holds. */
export function readBlockTree(text: string): BlockTree | undefined {
  return new BlockReader(text).read();
}

class BlockReader {
  private readonly scanner: Scanner;
  /** The column of the next text that is not read yet, -1 at the end. */
  private column = -1;
  private readonly duplicates: DuplicateKey[] = [];
  // What is read of collections that are still open, one behind the other; `top` is behind the last. A finished collection takes its part in an
  // array of just its size.
  private readonly entries: CompactEntry[] = [];
  private entryTop = 0;
  private readonly items: (CompactNode | undefined)[] = [];
  private itemTop = 0;

  constructor(private readonly text: string) {
    this.scanner = new Scanner(text);
  }

  read(): BlockTree | undefined {
    const { scanner } = this;
    const empty = this.readMarker();
    if (scanner.isOdd()) return undefined;
    if (this.column < 0) return { root: empty, duplicates: [] };
    const root = this.node(this.column, -1, 1);
    if (scanner.isOdd() || this.column >= 0) return undefined;
    // Documents that are one scalar or one flow collection follow rules of their own.
    if (root === undefined || root.kind === "scalar" || root.flow) return undefined;
    return { root, duplicates: this.duplicates.sort((a, b) => a.entry.key.span.start - b.entry.key.span.start) };
  }

  /** To the first text, over a `---` line. The empty scalar that stands behind the marker when no other text does. */
  private readMarker(): CompactScalar | undefined {
    const { scanner } = this;
    this.column = scanner.toText();
    if (this.column !== 0 || !this.isMarker(scanner.at)) return undefined;
    if (scanner.code() !== DASH) return scanner.giveUp();
    scanner.at += 3;
    const behind = this.skipSpaces(scanner.at);
    scanner.endLine();
    this.advance();
    return CompactScalar.of(behind, behind, PLAIN | NOT_TEXT, "");
  }

  private skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** From a line's start to the next text. */
  private advance(): void {
    this.column = this.scanner.toText();
    if (this.column === 0 && this.isMarker(this.scanner.at)) this.scanner.giveUp();
  }

  /** Whether a line that begins here is `---` or `...`. */
  private isMarker(at: number): boolean {
    const { text } = this;
    const code = text.charCodeAt(at);
    if (code !== DASH && code !== DOT) return false;
    return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && isGap(text.charCodeAt(at + 3));
  }

  /** What stands at the scanner's place, in `column`, below or behind a key or dash in column `parent`. */
  private node(column: number, parent: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    if (depth > MAX_DEPTH) return scanner.giveUp();
    const start = scanner.at;
    const code = scanner.code();
    if (code === DASH && isGap(this.text.charCodeAt(start + 1))) return this.list(column, depth);
    if (code === BRACKET || code === BRACE) return this.flow(parent, depth);
    if (code === QUOTE_DOUBLE || code === QUOTE_SINGLE) {
      const quoted = scanner.quoted();
      if (quoted === undefined) return undefined;
      return scanner.colonFollows(start) ? this.mapping(quoted, column, depth) : this.ended(quoted, parent);
    }
    if (!startsPlain(code, this.text.charCodeAt(start + 1))) return scanner.giveUp();
    if (scanner.plainStopsAtColon()) return this.mapping(scanner.plainKey(start), column, depth);
    return this.plain(start, parent);
  }

  /** A mapping in `column` whose first key is read and whose colon is at the scanner's place. */
  private mapping(firstKey: CompactScalar, column: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    const base = this.entryTop;
    let key: CompactScalar | undefined = firstKey;
    while (key !== undefined) {
      scanner.at++;
      const value = this.value(column, depth + 1);
      if (scanner.isOdd()) return undefined;
      this.entries[this.entryTop++] = new CompactEntry(key, value);
      key = this.column < column ? undefined : this.key(column);
    }
    if (scanner.isOdd()) return undefined;
    const entries = this.entries.slice(base, this.entryTop);
    this.entryTop = base;
    this.checkKeys(entries);
    return new CompactMapping(
      firstKey.startOffset,
      entries[entries.length - 1]?.endOffset ?? firstKey.endOffset,
      false,
      entries,
    );
  }

  private readonly checkKeys = (entries: readonly CompactEntry[]): void => {
    for (const found of duplicatesIn(entries)) this.duplicates.push(found);
  };

  /** The next key of a mapping in `column`, up to its colon. */
  private key(column: number): CompactScalar | undefined {
    const { scanner } = this;
    const start = scanner.at;
    const code = scanner.code();
    if (this.column !== column) return scanner.giveUp();
    if (code === QUOTE_DOUBLE || code === QUOTE_SINGLE) {
      const quoted = scanner.quoted();
      return quoted !== undefined && scanner.colonFollows(start) ? quoted : scanner.giveUp();
    }
    if (!startsPlain(code, this.text.charCodeAt(start + 1)) || !scanner.plainStopsAtColon()) return scanner.giveUp();
    return scanner.plainKey(start);
  }

  /** What stands behind a colon or below it; the key is in `column`. */
  private value(column: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    if (!isGap(scanner.code())) return scanner.giveUp();
    if (!scanner.atLineEnd()) return this.inline(column, depth);
    scanner.endLine();
    this.advance();
    if (this.column > column) return this.node(this.column, column, depth);
    if (this.column === column && this.atDash()) {
      return depth > MAX_DEPTH ? scanner.giveUp() : this.list(column, depth);
    }
    return undefined;
  }

  /** A value on its key's line. */
  private inline(parent: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    const start = scanner.at;
    const code = scanner.code();
    const next = this.text.charCodeAt(start + 1);
    if (code === QUOTE_DOUBLE || code === QUOTE_SINGLE) {
      const quoted = scanner.quoted();
      return quoted === undefined ? undefined : this.ended(quoted, parent);
    }
    if (startsPlain(code, next)) return scanner.plainStopsAtColon() ? scanner.giveUp() : this.plain(start, parent);
    if (code === BRACKET || code === BRACE) return this.flow(parent, depth);
    return this.blockScalar(parent);
  }

  /** A list whose first dash is at the scanner's place, in `column`. */
  private list(column: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    const base = this.itemTop;
    const start = scanner.at;
    let end = start + 1;
    do {
      scanner.at++;
      const item = this.item(column, depth + 1);
      if (scanner.isOdd()) return undefined;
      this.items[this.itemTop++] = item;
      if (item !== undefined) end = item.endOffset;
    } while (this.column === column && this.atDash());
    if (this.column > column) return scanner.giveUp();
    const items = this.items.slice(base, this.itemTop);
    this.itemTop = base;
    return new CompactSequence(start, end, false, items);
  }

  /** What stands behind a dash or below it; the dash is in `column`. */
  private item(column: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    if (scanner.atLineEnd()) {
      scanner.endLine();
      this.advance();
      return this.column > column ? this.node(this.column, column, depth) : undefined;
    }
    if (isBlockScalar(this.text, scanner.at)) return this.blockScalar(column);
    return this.node(scanner.at - scanner.lineStart, column, depth);
  }

  private atDash(): boolean {
    return this.scanner.code() === DASH && isGap(this.text.charCodeAt(this.scanner.at + 1));
  }

  private blockScalar(parent: number): CompactNode | undefined {
    const { scanner } = this;
    if (!isBlockScalar(this.text, scanner.at)) return scanner.giveUp();
    const scalar = readBlockScalar(scanner, parent);
    this.advance();
    return this.column > parent ? scanner.giveUp() : scalar;
  }

  private flow(parent: number, depth: number): CompactNode | undefined {
    const { scanner } = this;
    const flow = readFlowCollection(scanner, { parent, depthLeft: MAX_DEPTH - depth, onMapping: this.checkKeys });
    return flow === undefined ? undefined : this.ended(flow, parent);
  }

  /** A value behind which its line must end, and below which nothing may stand deeper. */
  private ended(node: CompactNode, parent: number): CompactNode | undefined {
    this.scanner.endLine();
    this.advance();
    return this.column > parent ? this.scanner.giveUp() : node;
  }

  /** A plain scalar whose first line is scanned; deeper lines below go on with it. */
  private plain(start: number, parent: number): CompactNode | undefined {
    const { scanner } = this;
    const first = scanner.plain(start);
    scanner.endLine();
    const lineBelow = scanner.at;
    this.advance();
    if (this.column <= parent) return first;
    if (scanner.isOdd()) return undefined;
    scanner.at = lineBelow;
    return this.folded(first, parent);
  }

  /** A plain scalar of several lines; the scanner is at the start of the second. */
  private folded(first: CompactScalar, parent: number): CompactNode | undefined {
    const { scanner, text } = this;
    let source = first.source;
    let end = first.endOffset;
    for (;;) {
      const from = scanner.at;
      const column = scanner.toText();
      if (column <= parent) {
        scanner.at = from;
        break;
      }
      const breaks = lineBreaks(text, end, scanner.at);
      // A comment between two lines ends the scalar.
      if (breaks === undefined || scanner.isOdd()) return scanner.giveUp();
      const start = scanner.at;
      if (scanner.plainStopsAtColon()) return scanner.giveUp();
      end = scanner.endOfPlain;
      source += (breaks > 1 ? "\n".repeat(breaks - 1) : " ") + text.slice(start, end);
      scanner.endLine();
      if (scanner.isOdd()) return undefined;
    }
    this.advance();
    return CompactScalar.of(first.startOffset, end, PLAIN | (hasPlaceholder(source) ? PLACEHOLDER : 0), source);
  }
}

/** How many lines end between two offsets; nothing when there is more than white space between them. */
function lineBreaks(text: string, from: number, to: number): number | undefined {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const char = text[at];
    if (char === "\n") breaks++;
    else if (char !== " " && char !== "\r") return undefined;
  }
  return breaks;
}
