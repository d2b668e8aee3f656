// Flow collections (`[a, b]`, `{key: value}`) as finished documents hold them: on one line or several, nested, with comments. What is rare or
// wrong in them makes the scanner odd.
import {
  BRACE,
  BRACE_END,
  BRACKET,
  BRACKET_END,
  COMMA,
  HASH,
  isFlowMark,
  isGap,
  NEWLINE,
  QUOTE_DOUBLE,
  QUOTE_SINGLE,
  RETURN,
  SPACE,
  startsPlain,
} from "./characters";
import { CompactEntry, CompactMapping, type CompactNode, type CompactScalar, CompactSequence } from "./compact-nodes";
import type { Scanner } from "./scanner";

/** What a flow collection needs to know of the document around it. */
export interface FlowSurroundings {
  /** Lines of the collection stand deeper than this column. */
  readonly parent: number;
  /** How many more collections may be nested. */
  readonly depthLeft: number;
  /** Told every mapping, for what must hold for its keys. */
  readonly onMapping: (entries: readonly CompactEntry[]) => void;
}

/** Reads the flow collection at the scanner's place. Nothing when the scanner became odd. */
export function readFlowCollection(scanner: Scanner, surroundings: FlowSurroundings): CompactNode | undefined {
  return new FlowReader(scanner, surroundings).collection(1);
}

class FlowReader {
  constructor(
    private readonly scanner: Scanner,
    private readonly surroundings: FlowSurroundings,
  ) {}

  collection(level: number): CompactNode | undefined {
    const { scanner } = this;
    if (level > this.surroundings.depthLeft) return scanner.giveUp();
    const start = scanner.at++;
    return scanner.text.charCodeAt(start) === BRACE ? this.mapping(start, level) : this.list(start, level);
  }

  private list(start: number, level: number): CompactNode | undefined {
    const { scanner } = this;
    const items: CompactNode[] = [];
    for (;;) {
      this.toToken(level);
      if (scanner.code() === BRACKET_END) break;
      const item = this.value(level);
      if (item === undefined || scanner.isOdd()) return scanner.giveUp();
      items.push(item);
      if (!this.goesOn(level, BRACKET_END)) break;
    }
    if (scanner.isOdd()) return undefined;
    scanner.at++;
    return new CompactSequence(start, scanner.at, true, items);
  }

  private mapping(start: number, level: number): CompactNode | undefined {
    const { scanner } = this;
    const entries: CompactEntry[] = [];
    for (;;) {
      this.toToken(level);
      if (scanner.code() === BRACE_END) break;
      const key = this.key();
      if (key === undefined || scanner.isOdd()) return scanner.giveUp();
      this.toToken(level);
      const code = scanner.code();
      const value = code === COMMA || code === BRACE_END ? undefined : this.value(level);
      if (scanner.isOdd()) return undefined;
      entries.push(new CompactEntry(key, value));
      if (!this.goesOn(level, BRACE_END)) break;
    }
    if (scanner.isOdd()) return undefined;
    scanner.at++;
    this.surroundings.onMapping(entries);
    return new CompactMapping(start, scanner.at, true, entries);
  }

  /** Behind an entry: over a comma, or to the closing bracket, which ends the collection. */
  private goesOn(level: number, close: number): boolean {
    const { scanner } = this;
    this.toToken(level);
    const code = scanner.code();
    if (code === COMMA) {
      scanner.at++;
      return !scanner.isOdd();
    }
    if (code !== close) scanner.giveUp();
    return false;
  }

  /** A key and its colon. */
  private key(): CompactScalar | undefined {
    const { scanner } = this;
    const start = scanner.at;
    let key: CompactScalar | undefined;
    if (this.isQuote()) {
      key = scanner.quoted();
      if (key === undefined || !scanner.colonFollows(start)) return scanner.giveUp();
    } else {
      if (!this.startsPlain() || !scanner.plainStopsAtColonInFlow()) return scanner.giveUp();
      key = scanner.plainKey(start);
    }
    scanner.at++;
    return key;
  }

  private value(level: number): CompactNode | undefined {
    const { scanner } = this;
    const code = scanner.code();
    if (code === BRACKET || code === BRACE) return this.collection(level + 1);
    if (this.isQuote()) return scanner.quoted();
    const start = scanner.at;
    if (!this.startsPlain() || scanner.plainStopsAtColonInFlow()) return scanner.giveUp();
    return scanner.plain(start);
  }

  private isQuote(): boolean {
    const code = this.scanner.code();
    return code === QUOTE_DOUBLE || code === QUOTE_SINGLE;
  }

  private startsPlain(): boolean {
    const { text, at } = this.scanner;
    const next = text.charCodeAt(at + 1);
    const code = text.charCodeAt(at);
    return startsPlain(code, next) && !(isFlowMark(next) && !startsPlain(code, NaN));
  }

  /** To the next mark or scalar, over line ends and comments. */
  private toToken(level: number): void {
    const { scanner } = this;
    const { text } = scanner;
    let lineStart = -1;
    for (;;) {
      const code = scanner.code();
      if (code === SPACE) scanner.at++;
      else if (code === NEWLINE || (code === RETURN && text.charCodeAt(scanner.at + 1) === NEWLINE)) {
        scanner.at += code === NEWLINE ? 1 : 2;
        lineStart = scanner.at;
      } else if (code === HASH) {
        if (!isGap(text.charCodeAt(scanner.at - 1))) scanner.giveUp();
        scanner.at = scanner.lineBehind(scanner.at);
        lineStart = scanner.at;
      } else {
        if (lineStart >= 0 && !this.isInside(scanner.at - lineStart, code, level)) scanner.giveUp();
        return;
      }
    }
  }

  /** Whether text in this column of a line of its own belongs to the collection: deeper than the parent, but the last bracket may stand below it. */
  private isInside(column: number, code: number, level: number): boolean {
    const { parent } = this.surroundings;
    if (column > parent) return true;
    return column === parent && level === 1 && (code === BRACKET_END || code === BRACE_END);
  }
}
