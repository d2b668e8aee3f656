// Regular expressions in RE2's syntax, taken apart: what each character, class, group and flag means. Expects an expression that model/regex.ts accepts.
// https://github.com/google/re2/wiki/Syntax

/** A part of an expression. `holds` judges code points; -1 stands for the text's border. */
export type PatternNode =
  | { readonly kind: "empty" }
  | { readonly kind: "character"; readonly holds: (code: number) => boolean }
  | { readonly kind: "assertion"; readonly holds: (before: number, after: number) => boolean }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: "repetition";
      readonly part: PatternNode;
      readonly least: number;
      readonly most: number | undefined;
    };

type Test = (code: number) => boolean;

interface Flags {
  readonly ignoresCase: boolean;
  readonly isMultiline: boolean;
  readonly dotTakesNewline: boolean;
}

/** Takes an expression apart. */
export function parsePattern(source: string): PatternNode {
  return new Reader(source).choice();
}

const NEWLINE = 10;
const EMPTY: PatternNode = { kind: "empty" };

class Reader {
  private at = 0;
  private flags: Flags = { ignoresCase: false, isMultiline: false, dotTakesNewline: false };

  constructor(private readonly text: string) {}

  /** Reads alternatives up to the end of the group. Flags that are set inside hold until there. */
  choice(): PatternNode {
    const before = this.flags;
    const parts = [this.sequence()];
    while (this.takes("|")) parts.push(this.sequence());
    this.flags = before;
    return parts.length === 1 ? (parts[0] ?? EMPTY) : { kind: "choice", parts };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.text.length && !/[|)]/.test(this.text.charAt(this.at))) parts.push(...this.repeated());
    return { kind: "sequence", parts };
  }

  private repeated(): readonly PatternNode[] {
    const parts = this.atom();
    const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.text.slice(this.at, this.at + 16));
    const last = parts.at(-1);
    if (match === null || last === undefined) return parts;
    this.at += match[0].length;
    const [, sign, low = "0", comma, high = ""] = match;
    const least = sign === undefined ? Number(low) : sign === "+" ? 1 : 0;
    const isOpen = sign === undefined ? comma !== undefined && high === "" : sign !== "?";
    const most = isOpen ? undefined : sign === "?" ? 1 : comma === undefined ? least : Number(high);
    return [...parts.slice(0, -1), { kind: "repetition", part: last, least, most }];
  }

  /** One thing that a repetition may follow; the characters of a quotation are several, and a setting of flags is none. */
  private atom(): readonly PatternNode[] {
    const character = this.next();
    switch (character) {
      case "(":
        return this.group();
      case "[":
        return [this.one(this.charClass())];
      case ".": {
        const { dotTakesNewline } = this.flags;
        return [{ kind: "character", holds: (code) => dotTakesNewline || code !== NEWLINE }];
      }
      case "^":
      case "$":
        return [this.border(character === "^")];
      case "\\":
        return this.escape();
      default:
        return [this.literal(character)];
    }
  }

  private group(): readonly PatternNode[] {
    const named = /^\?P?<[A-Za-z0-9_]+>/.exec(this.text.slice(this.at));
    const flags = /^\?([imsU]*)(?:-([imsU]*))?([:)])/.exec(this.text.slice(this.at));
    const outer = this.flags;
    if (named !== null) this.at += named[0].length;
    else if (flags !== null) {
      this.at += flags[0].length;
      this.flags = withFlags(withFlags(outer, flags[1] ?? "", true), flags[2] ?? "", false);
      if (flags[3] === ")") return [];
    }
    const inside = this.choice();
    this.takes(")");
    this.flags = outer;
    return [inside];
  }

  private border(isStart: boolean): PatternNode {
    const { isMultiline } = this.flags;
    const isBorder = (code: number): boolean => code === -1 || (isMultiline && code === NEWLINE);
    return { kind: "assertion", holds: (before, after) => isBorder(isStart ? before : after) };
  }

  private escape(): readonly PatternNode[] {
    const character = this.text.charAt(this.at);
    switch (character) {
      case "A":
      case "z":
        this.at++;
        return [{ kind: "assertion", holds: (before, after) => (character === "A" ? before : after) === -1 }];
      case "b":
      case "B":
        this.at++;
        return [
          { kind: "assertion", holds: (before, after) => (isWord(before) !== isWord(after)) === (character === "b") },
        ];
      case "Q": {
        const end = this.text.indexOf("\\E", this.at);
        const quoted = this.text.slice(this.at + 1, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 2;
        return Array.from(quoted, (one) => this.literal(one));
      }
      default:
        return [this.one(this.escaped())];
    }
  }

  /** What an escape inside or outside a class stands for, behind its backslash. */
  private escaped(): Test {
    const rest = this.text.slice(this.at);
    const property = /^([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/.exec(rest);
    if (property !== null) {
      this.at += property[0].length;
      const test = unicodeClass(property[3] ?? property[4] ?? "");
      return (property[1] === "P") !== (property[2] === "^") ? (code) => !test(code) : test;
    }
    const code = this.codeOfEscape(rest);
    if (code !== undefined) return (other) => other === code;
    const letter = this.next();
    const test = PERL_CLASSES.get(letter.toLowerCase());
    if (test !== undefined) return letter === letter.toLowerCase() ? test : (other) => !test(other);
    return (other) => other === letter.codePointAt(0);
  }

  private codeOfEscape(rest: string): number | undefined {
    const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest);
    const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    const control = CONTROLS.get(rest.charAt(0));
    const text = hex?.[0] ?? octal?.[0] ?? (control === undefined ? "" : rest.charAt(0));
    this.at += text.length;
    if (hex !== null) return Number.parseInt(hex[1] ?? hex[2] ?? "0", 16);
    return octal !== null ? Number.parseInt(octal[0], 8) : control;
  }

  private charClass(): Test {
    const isNegated = this.takes("^");
    const tests: Test[] = [];
    for (
      let isFirst = true;
      this.at < this.text.length && (isFirst || !this.text.startsWith("]", this.at));
      isFirst = false
    )
      tests.push(this.classItem());
    this.takes("]");
    const { ignoresCase } = this.flags;
    const holds: Test = (code) => tests.some((test) => test(code) || (ignoresCase && otherCases(code).some(test)));
    return isNegated ? (code) => !holds(code) : holds;
  }

  private classItem(): Test {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.text.slice(this.at, this.at + 14));
    const posixTest = posix === null ? undefined : POSIX_CLASSES.get(posix[2] ?? "");
    if (posix !== null && posixTest !== undefined) {
      this.at += posix[0].length;
      return posix[1] === "^" ? (code) => !posixTest(code) : posixTest;
    }
    const low = this.classCode();
    if (typeof low === "function") return low;
    if (!this.text.startsWith("-", this.at) || this.text.startsWith("-]", this.at)) return (code) => code === low;
    this.at++;
    const high = this.classCode();
    return typeof high === "function" ? high : (code) => code >= low && code <= high;
  }

  /** A character of a class, or the test that a wide escape stands for. */
  private classCode(): number | Test {
    if (!this.takes("\\")) return this.next().codePointAt(0) ?? -1;
    const rest = this.text.slice(this.at);
    const code = this.codeOfEscape(rest);
    if (code !== undefined) return code;
    if (/^[dswDSWpP]/.test(rest)) return this.escaped();
    return this.next().codePointAt(0) ?? -1;
  }

  private literal(character: string): PatternNode {
    const code = character.codePointAt(0) ?? -1;
    return this.one((other) => other === code);
  }

  /** One character that a test holds for, in any case where case does not matter. */
  private one(holds: Test): PatternNode {
    if (!this.flags.ignoresCase) return { kind: "character", holds };
    return { kind: "character", holds: (code) => holds(code) || otherCases(code).some(holds) };
  }

  private next(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    this.at += character.length;
    return character;
  }

  private takes(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}

function withFlags(flags: Flags, letters: string, isOn: boolean): Flags {
  return {
    ignoresCase: letters.includes("i") ? isOn : flags.ignoresCase,
    isMultiline: letters.includes("m") ? isOn : flags.isMultiline,
    dotTakesNewline: letters.includes("s") ? isOn : flags.dotTakesNewline,
  };
}

function otherCases(code: number): readonly number[] {
  const character = String.fromCodePoint(code);
  return [character.toLowerCase(), character.toUpperCase()].flatMap((other) =>
    other !== character && Array.from(other).length === 1 ? [other.codePointAt(0) ?? code] : [],
  );
}

const between =
  (...ranges: readonly string[]): Test =>
  (code) =>
    ranges.some((range) => code >= range.charCodeAt(0) && code <= range.charCodeAt(range.length - 1));

const isWord = between("az", "AZ", "09", "_");

const PERL_CLASSES: ReadonlyMap<string, Test> = new Map([
  ["d", between("09")],
  ["w", isWord],
  ["s", between("\t\n", "\f\r", " ")],
]);

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
]);

const POSIX_CLASSES: ReadonlyMap<string, Test> = new Map([
  ["alnum", between("az", "AZ", "09")],
  ["alpha", between("az", "AZ")],
  ["ascii", between("\u0000\u007f")],
  ["blank", between("\t", " ")],
  ["cntrl", between("\u0000\u001f", "\u007f")],
  ["digit", between("09")],
  ["graph", between("!~")],
  ["lower", between("az")],
  ["print", between(" ~")],
  ["punct", between("!/", ":@", "[`", "{~")],
  ["space", between("\t\r", " ")],
  ["upper", between("AZ")],
  ["word", isWord],
  ["xdigit", between("09", "af", "AF")],
]);

/** A general category or a script; model/regex.ts accepts no other name. */
function unicodeClass(name: string): Test {
  if (name === "Any") return () => true;
  const isCategory = /^(?:[LMNPSZC]|[A-Z][a-z])$/.test(name);
  const expression = new RegExp(isCategory ? `^\\p{${name}}$` : `^\\p{Script=${name}}$`, "u");
  return (code) => code >= 0 && expression.test(String.fromCodePoint(code));
}
