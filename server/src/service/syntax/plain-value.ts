// What a plain scalar means in YAML 1.2's core schema: null, a boolean, a number, or the text it is.

/** The value of a plain scalar; null is undefined. */
export function plainValue(source: string): string | number | boolean | undefined {
  switch (source) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return undefined;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return numberOf(source) ?? source;
  }
}

const DECIMAL = /^[-+]?\d+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+\.\d*|(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+)$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[\da-fA-F]+$/;

function numberOf(source: string): number | undefined {
  const code = source.charCodeAt(0);
  // Digits, signs and a point; nothing else begins a number.
  if (!((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46)) return undefined;
  if (DECIMAL.test(source)) return parseInt(source, 10);
  if (FLOAT.test(source)) return parseFloat(source);
  if (OCTAL.test(source)) return parseInt(source.slice(2), 8);
  if (HEXADECIMAL.test(source)) return parseInt(source.slice(2), 16);
  if (INFINITE.test(source)) return code === 45 ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(source) ? NaN : undefined;
}

/** Whether a text holds a placeholder of a template language (`{{ }}`, `${}`, `$()`, `$NAME`). */
export function hasPlaceholder(source: string): boolean {
  if (source.includes("{{")) return true;
  return source.includes("$") && (hasBracketedVariable(source) || /\$[A-Z_]/.test(source));
}

/** Whether a text holds a variable in brackets: `${NAME}` or `$(NAME)`. */
export function hasBracketedVariable(source: string): boolean {
  return isBracketed(source, "${", "}") || isBracketed(source, "$(", ")");
}

/** Whether `open` stands somewhere in front of `close`. The first of each decides, so that no text is searched twice. */
function isBracketed(source: string, open: string, close: string): boolean {
  const at = source.indexOf(open);
  return at >= 0 && source.includes(close, at + open.length);
}
