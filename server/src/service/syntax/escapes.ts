// The escapes of double-quoted scalars.

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  "\t": "\t",
};

const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const HIGHEST_CODE = 0x10ffff;

/** The text that double quotes on one line hold; nothing when an escape is none that YAML knows. */
export function unescaped(quoted: string): string | undefined {
  let text = "";
  let from = 0;
  for (let at = quoted.indexOf("\\"); at >= 0; at = quoted.indexOf("\\", from)) {
    const mark = quoted[at + 1] ?? "";
    text += quoted.slice(from, at);
    const length = CODE_LENGTHS[mark];
    if (length === undefined) {
      const meaning = ESCAPES[mark];
      if (meaning === undefined) return undefined;
      text += meaning;
      from = at + 2;
    } else {
      const digits = quoted.slice(at + 2, at + 2 + length);
      const code = digits.length === length && /^[\da-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN;
      if (!(code <= HIGHEST_CODE)) return undefined;
      text += String.fromCodePoint(code);
      from = at + 2 + length;
    }
  }
  return text + quoted.slice(from);
}
