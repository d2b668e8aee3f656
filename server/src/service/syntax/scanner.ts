// Walks over the text of one document, character by character: line ends and comments, plain and quoted scalars on one line. Whatever it does
// not know for certain makes it `odd`, and from then on nothing it says counts.
import {
  BACKSLASH,
  COLON,
  DOLLAR,
  BRACE,
  HASH,
  isFlowMark,
  isGap,
  isOrdinary,
  isOrdinaryInFlow,
  mayBeNoText,
  NEWLINE,
  QUOTE_DOUBLE,
  QUOTE_SINGLE,
  RETURN,
  SPACE,
  TAB,
} from "./characters";
import { CompactScalar, DOUBLE, NOT_TEXT, PLACEHOLDER, PLAIN, SINGLE } from "./compact-nodes";
import { unescaped } from "./escapes";
import { hasPlaceholder, plainValue } from "./plain-value";
import { pooled, pooledIfShort } from "./text-pool";

/** Keys may be this far in front of their colon. */
const LONGEST_KEY = 1024;

/** A place in a text. */
export class Scanner {
  at = 0;
  /** Where the line begins whose first text `toText` found. */
  lineStart = 0;
  private odd = false;
  /** Behind the plain text that was scanned last, white space left out. */
  private plainEnd = 0;
  /** Whether the plain text that was scanned last may hold a placeholder. */
  private plainMarked = false;

  constructor(readonly text: string) {}

  /** The character at `at`; NaN at the end of the text. */
  code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Gives the text up; what it returns is nothing. */
  giveUp(): CompactScalar | undefined {
    this.odd = true;
    return undefined;
  }

  /** Whether something was met that is not known for certain. */
  isOdd(): boolean {
    return this.odd;
  }

  /** From a line's start to the first text there or below that is no comment: its column, or -1 at the end of the text. */
  toText(): number {
    const { text } = this;
    let lineStart = this.at;
    for (;;) {
      let at = lineStart;
      let code = text.charCodeAt(at);
      while (code === SPACE) code = text.charCodeAt(++at);
      if (code === NEWLINE) {
        lineStart = at + 1;
      } else if (code === HASH) {
        lineStart = this.lineBehind(at);
      } else if (code === RETURN && text.charCodeAt(at + 1) === NEWLINE) {
        lineStart = at + 2;
      } else if (code !== code) {
        this.at = text.length;
        return -1;
      } else {
        if (code === TAB || code === RETURN) this.odd = true;
        this.at = at;
        this.lineStart = lineStart;
        return at - lineStart;
      }
    }
  }

  /** Behind a value: over blanks and a comment to the start of the next line. Anything else is odd. */
  endLine(): void {
    const { text } = this;
    let at = this.at;
    let code = text.charCodeAt(at);
    while (code === SPACE) code = text.charCodeAt(++at);
    if (code === NEWLINE) this.at = at + 1;
    else if (code === RETURN && text.charCodeAt(at + 1) === NEWLINE) this.at = at + 2;
    else if (code !== code) this.at = at;
    else if (code === HASH && at > this.at) this.at = this.lineBehind(at);
    else this.odd = true;
  }

  /** Whether the line ends at `at`, with or without a comment. Blanks before are skipped. */
  atLineEnd(): boolean {
    const { text } = this;
    let at = this.at;
    let code = text.charCodeAt(at);
    while (code === SPACE) code = text.charCodeAt(++at);
    if (code === HASH && at > this.at) return true;
    this.at = at;
    return code === NEWLINE || code === RETURN || code !== code;
  }

  /** Over plain text to a colon, a comment or the line's end. Whether it was a colon that ends a key. */
  plainStopsAtColon(): boolean {
    const { text } = this;
    let at = this.at;
    let end = at;
    let marked = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (isOrdinary(code)) {
        end = at + 1;
        continue;
      }
      if (code === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
      } else if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (isGap(next)) {
          this.at = at;
          this.plainEnd = end;
          this.plainMarked = marked;
          return true;
        }
        end = at + 1;
      } else if (code === DOLLAR || code === BRACE) {
        marked = true;
        end = at + 1;
      } else if (code === NEWLINE || code !== code) {
        break;
      } else {
        // A carriage return in front of a line feed ends the line; tabs and lone carriage returns are left to others.
        if (code !== RETURN || text.charCodeAt(at + 1) !== NEWLINE) this.odd = true;
        break;
      }
    }
    this.at = at;
    this.plainEnd = end;
    this.plainMarked = marked;
    return false;
  }

  /** The same in a flow collection, where commas and brackets end plain text, too. */
  plainStopsAtColonInFlow(): boolean {
    const { text } = this;
    let at = this.at;
    let end = at;
    let marked = false;
    let colon = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (isOrdinaryInFlow(code)) {
        end = at + 1;
        continue;
      }
      if (code === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
      } else if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (isGap(next) || isFlowMark(next)) {
          colon = true;
          break;
        }
        end = at + 1;
      } else if (code === DOLLAR) {
        marked = true;
        end = at + 1;
      } else {
        if (code === TAB) this.odd = true;
        break;
      }
    }
    this.at = at;
    this.plainEnd = end;
    this.plainMarked = marked;
    return colon;
  }

  /** Where the plain text ends that was scanned last. */
  get endOfPlain(): number {
    return this.plainEnd;
  }

  /** Whether the plain text scanned last holds what may begin a placeholder. */
  get isMarked(): boolean {
    return this.plainMarked;
  }

  /** The plain text scanned last, as the scalar it is. */
  plain(start: number): CompactScalar {
    return this.plainOf(start, pooledIfShort(this.text, start, this.plainEnd));
  }

  /** The plain text scanned last, as a key; its colon is at `at`. */
  plainKey(start: number): CompactScalar {
    if (this.at - start > LONGEST_KEY) this.odd = true;
    // A merge (`<<`) brings the keys of another mapping.
    if (this.plainEnd - start === 2 && this.text.startsWith("<<", start)) this.odd = true;
    return this.plainOf(start, pooled(this.text, start, this.plainEnd));
  }

  private plainOf(start: number, source: string): CompactScalar {
    const notText = mayBeNoText(this.text.charCodeAt(start)) && typeof plainValue(source) !== "string" ? NOT_TEXT : 0;
    const placeholder = this.plainMarked && hasPlaceholder(source) ? PLACEHOLDER : 0;
    return CompactScalar.of(start, this.plainEnd, PLAIN | notText | placeholder, source);
  }

  /** The quoted scalar at `at`, which must end on its line. */
  quoted(): CompactScalar | undefined {
    return this.code() === QUOTE_DOUBLE ? this.doubleQuoted() : this.singleQuoted();
  }

  private singleQuoted(): CompactScalar | undefined {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    let doubled = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE_SINGLE) {
        if (text.charCodeAt(at + 1) !== QUOTE_SINGLE) break;
        doubled = true;
        at++;
      } else if (code === NEWLINE || code !== code) return this.giveUp();
    }
    this.at = at + 1;
    const source = doubled ? text.slice(start + 1, at).replaceAll("''", "'") : pooledIfShort(text, start + 1, at);
    return CompactScalar.of(start, at + 1, SINGLE | (hasPlaceholder(source) ? PLACEHOLDER : 0), source);
  }

  private doubleQuoted(): CompactScalar | undefined {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    let escaped = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE_DOUBLE) break;
      if (code === BACKSLASH) {
        escaped = true;
        at++;
        if (text.charCodeAt(at) === NEWLINE) return this.giveUp();
      } else if (code === NEWLINE || code !== code) return this.giveUp();
    }
    this.at = at + 1;
    const source = escaped ? unescaped(text.slice(start + 1, at)) : pooledIfShort(text, start + 1, at);
    if (source === undefined) return this.giveUp();
    return CompactScalar.of(start, at + 1, DOUBLE | (hasPlaceholder(source) ? PLACEHOLDER : 0), source);
  }

  /** Over blanks to the colon behind a quoted key. Whether there is one that ends a key. */
  colonFollows(keyStart: number): boolean {
    const { text } = this;
    let at = this.at;
    while (text.charCodeAt(at) === SPACE) at++;
    if (text.charCodeAt(at) !== COLON) return false;
    if (at - keyStart > LONGEST_KEY) this.odd = true;
    this.at = at;
    return true;
  }

  /** The start of the line behind the one that `at` lies on. */
  lineBehind(at: number): number {
    const newline = this.text.indexOf("\n", at);
    return newline < 0 ? this.text.length : newline + 1;
  }
}
