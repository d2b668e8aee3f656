// The characters that mean something to YAML, as the codes a reader compares with, and what each does to a plain scalar.

export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE_DOUBLE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const PERCENT = 37;
export const QUOTE_SINGLE = 39;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;
export const QUESTION = 63;
export const BRACKET = 91;
export const BACKSLASH = 92;
export const BRACKET_END = 93;
export const BRACE = 123;
export const BRACE_END = 125;
const BYTE_ORDER_MARK = 0xfeff;

/** What a character does inside a plain scalar: nothing, end it or ask for a second look, and the same in flow collections only. */
const ORDINARY = 0;
const SPECIAL = 1;
const SPECIAL_IN_FLOW = 2;

const ROLES = table((code) => {
  switch (code) {
    case TAB:
    case NEWLINE:
    case RETURN:
    case SPACE:
    case DOLLAR:
    case COLON:
    case BRACE:
      return SPECIAL;
    case COMMA:
    case BRACKET:
    case BRACKET_END:
    case BRACE_END:
      return SPECIAL_IN_FLOW;
    default:
      return ORDINARY;
  }
});

/** Whether a plain scalar in block style goes on over this character without a second look. */
export function isOrdinary(code: number): boolean {
  return code >= 128 || (ROLES[code] ?? SPECIAL) !== SPECIAL;
}

/** Whether a plain scalar in a flow collection goes on over this character without a second look. */
export function isOrdinaryInFlow(code: number): boolean {
  return code >= 128 || ROLES[code] === ORDINARY;
}

/** What a scalar that begins with this character is. */
const PLAIN = 0;
const MAYBE_NO_TEXT = 1;
const NOT_PLAIN = 2;
const PLAIN_IF_FOLLOWED = 3;

const STARTS = table((code) => {
  const char = String.fromCharCode(code);
  if (char === "-" || char === "?" || char === ":") return PLAIN_IF_FOLLOWED;
  if (/[\t\n\r ,[\]{}#&*!|>'"%@`]/.test(char)) return NOT_PLAIN;
  return /[-+.~\dnNtTfF]/.test(char) ? MAYBE_NO_TEXT : PLAIN;
});

/** Whether a plain scalar may begin with this character; `next` is the one behind it. */
export function startsPlain(code: number, next: number): boolean {
  // Readers disagree where a byte order mark is text.
  if (code === BYTE_ORDER_MARK) return false;
  const start = code >= 128 ? PLAIN : (STARTS[code] ?? NOT_PLAIN);
  return start === PLAIN_IF_FOLLOWED ? !isGap(next) : start !== NOT_PLAIN;
}

/** Whether a plain scalar that begins with this character may be a number, a boolean or null. */
export function mayBeNoText(code: number): boolean {
  return code < 128 && (STARTS[code] === MAYBE_NO_TEXT || code === DASH);
}

/** White space, a line's end, or (NaN) the end of the text. */
export function isGap(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === TAB || code === RETURN || code !== code;
}

/** One of the marks that structure a flow collection. */
export function isFlowMark(code: number): boolean {
  return code === COMMA || code === BRACKET || code === BRACKET_END || code === BRACE || code === BRACE_END;
}

function table(roleOf: (code: number) => number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => roleOf(code));
}
