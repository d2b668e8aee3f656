// Whether a regular expression is one that Istio accepts: RE2's syntax as Go's regexp package reads it, which has no look-around and no
// backreferences, and at most 1024 bytes (pkg/config/validation, validateStringRegexp). What it matches is not judged here.

/** Why an expression is refused; `detail` is the part of it that is concerned. */
export interface RegexProblem {
  readonly reason: "empty" | "too-long" | "look-around" | "backreference" | "syntax";
  readonly detail: string;
}

/** The longest expression, in bytes of UTF-8, that Istio accepts. */
const MAX_REGEX_BYTES = 1024;

/** What is wrong with an expression; nothing when it is fine. */
export function regexProblem(expression: string): RegexProblem | undefined {
  if (expression === "") return { reason: "empty", detail: "" };
  if (utf8Length(expression) > MAX_REGEX_BYTES) return { reason: "too-long", detail: "" };
  return new Reader(expression).read();
}

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The largest count of a repetition. */
const MAX_REPEAT = 1000;
const POSIX = /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;
const CATEGORY =
  /^(?:Any|L|Lu|Ll|Lt|Lm|Lo|M|Mn|Mc|Me|N|Nd|Nl|No|P|Pc|Pd|Ps|Pe|Pi|Pf|Po|S|Sm|Sc|Sk|So|Z|Zs|Zl|Zp|C|Cc|Cf|Co|Cs)$/;

/** Reads an expression once from left to right. `at` is the next character; every reader returns a problem or moves on. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): RegexProblem | undefined {
    let depth = 0;
    // What a repetition operator would apply to: nothing, something, or something already repeated.
    let operand: "none" | "some" | "repeated" = "none";
    while (this.at < this.text.length) {
      const rest = this.text.slice(this.at);
      const repetition = repetitionOf(rest);
      if (repetition !== undefined) {
        if (operand !== "some" || repetition.invalid) return this.problem("syntax", repetition.text);
        this.at += repetition.text.length;
        operand = "repeated";
        continue;
      }
      const character = rest.charAt(0);
      if (character === "(") {
        const opened = this.group(rest);
        if (typeof opened !== "boolean") return opened;
        if (opened) depth++;
        operand = "none";
      } else if (character === ")") {
        if (depth === 0) return this.problem("syntax", ")");
        depth--;
        this.at++;
        operand = "some";
      } else if (character === "|") {
        this.at++;
        operand = "none";
      } else {
        const problem = character === "[" ? this.charClass() : this.character(false);
        if (problem !== undefined) return problem;
        operand = "some";
      }
    }
    return depth === 0 ? undefined : this.problem("syntax", "(");
  }

  /** Reads what opens a group: true when it must be closed, false for flags that stand alone. */
  private group(rest: string): RegexProblem | boolean {
    if (!rest.startsWith("(?")) {
      this.at++;
      return true;
    }
    const look = /^\(\?(?:=|!|<=|<!)/.exec(rest);
    if (look !== null) return this.problem("look-around", look[0]);
    const named = /^\(\?P?<([A-Za-z0-9_]+)>/.exec(rest);
    const flags = /^\(\?(?:[imsU]+(?:-[imsU]+)?|-[imsU]+)?([:)])/.exec(rest);
    const opened = named ?? flags;
    if (opened === null || opened[0] === "(?)") return this.problem("syntax", rest.slice(0, 4));
    this.at += opened[0].length;
    return opened[1] !== ")";
  }

  private character(inClass: boolean): RegexProblem | undefined {
    if (this.text.charAt(this.at) === "\\") return this.escape(inClass);
    this.at += String.fromCodePoint(this.text.codePointAt(this.at) ?? 0).length;
    return undefined;
  }

  private escape(inClass: boolean): RegexProblem | undefined {
    const rest = this.text.slice(this.at);
    if (!inClass && rest.startsWith("\\Q")) {
      const end = rest.indexOf("\\E");
      this.at += end < 0 ? rest.length : end + 2;
      return undefined;
    }
    const plain = inClass ? /^\\[dswDSWafnrtv]/ : /^\\[dswDSWafnrtvAzbB]/;
    const known =
      plain.exec(rest) ??
      /^\\[!-/:-@[-`{-~ ]/.exec(rest) ??
      /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest) ??
      /^\\x(?:[0-9a-fA-F]{2}|\{(?:0*(?:10|[0-9a-fA-F])?[0-9a-fA-F]{1,4})\})/.exec(rest);
    if (known !== null) {
      this.at += known[0].length;
      return undefined;
    }
    const property = /^\\[pP](?:\{\^?([A-Za-z_]+)\}|([A-Z]))/.exec(rest);
    if (property !== null && isUnicodeClass(property[1] ?? property[2] ?? "")) {
      this.at += property[0].length;
      return undefined;
    }
    return this.problem(/^\\[1-9]/.test(rest) ? "backreference" : "syntax", rest.slice(0, 2));
  }

  private charClass(): RegexProblem | undefined {
    const start = this.at;
    this.at += this.text.startsWith("[^", this.at) ? 2 : 1;
    let first = true;
    while (this.at < this.text.length) {
      const rest = this.text.slice(this.at);
      if (rest.startsWith("]") && !first) {
        this.at++;
        return undefined;
      }
      first = false;
      if (rest.startsWith("[:")) {
        const posix = POSIX.exec(rest);
        const named = /^\[:[^\]]*:\]/.exec(rest);
        if (posix === null && named !== null) return this.problem("syntax", named[0]);
        if (posix !== null) {
          this.at += posix[0].length;
          continue;
        }
      }
      const low = this.at;
      const problem = this.character(true);
      if (problem !== undefined) return problem;
      const lowText = this.text.slice(low, this.at);
      if (this.text.charAt(this.at) !== "-" || "]".includes(this.text.charAt(this.at + 1)) || isWideEscape(lowText))
        continue;
      this.at++;
      const high = this.at;
      const wrong = this.character(true);
      if (wrong !== undefined) return wrong;
      const highText = this.text.slice(high, this.at);
      if (isWideEscape(highText) || codeOf(highText) < codeOf(lowText))
        return this.problem("syntax", `${lowText}-${highText}`);
    }
    this.at = start;
    return this.problem("syntax", "[");
  }

  private problem(reason: RegexProblem["reason"], detail: string): RegexProblem {
    return { reason, detail };
  }
}

/** A repetition operator at the start of a text. `{` without proper counts is an ordinary character. */
function repetitionOf(rest: string): { readonly text: string; readonly invalid: boolean } | undefined {
  const simple = /^[*+?]\??/.exec(rest);
  if (simple !== null) return { text: simple[0], invalid: false };
  const counted = /^\{(\d+)(?:(,)(\d*))?\}\??/.exec(rest);
  if (counted === null) return undefined;
  const [text, low = "", comma, high = ""] = counted;
  const least = Number(low);
  const most = comma === undefined ? least : high === "" ? undefined : Number(high);
  return { text, invalid: least > MAX_REPEAT || (most !== undefined && (most > MAX_REPEAT || most < least)) };
}

function isUnicodeClass(name: string): boolean {
  if (CATEGORY.test(name)) return true;
  try {
    return new RegExp(`\\p{Script=${name}}`, "u").source !== "";
  } catch {
    // The engine knows every script of Unicode; a name it refuses is no script.
    return false;
  }
}

/** Whether the text of a class element stands for several characters, so that it cannot bound a range. */
function isWideEscape(text: string): boolean {
  return /^\\[dswDSWpP]/.test(text);
}

/** The character that an element of a class stands for, as far as ordering needs it. */
function codeOf(text: string): number {
  if (!text.startsWith("\\")) return text.codePointAt(0) ?? 0;
  const hex = /^\\x\{?([0-9a-fA-F]+)/.exec(text);
  if (hex !== null) return Number.parseInt(hex[1] ?? "0", 16);
  const octal = /^\\([0-7]+)/.exec(text);
  if (octal !== null) return Number.parseInt(octal[1] ?? "0", 8);
  const control = "a\u0007f\u000cn\nr\rt\tv\u000b".indexOf(text.charAt(1));
  return control >= 0 && control % 2 === 0
    ? "a\u0007f\u000cn\nr\rt\tv\u000b".charCodeAt(control + 1)
    : text.charCodeAt(1);
}
