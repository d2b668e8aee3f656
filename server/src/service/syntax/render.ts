// Values -> YAML text, for the parts that an edit adds: in block style at a column, or in flow style on one line. Quotes appear where a plain
// scalar would be read as something else.
import type { ScalarStyle } from "./yaml-node";

/** A value to write. */
export type EditValue = string | number | boolean | readonly EditValue[] | { readonly [key: string]: EditValue };

/** How a document is written. */
export interface YamlStyle {
  readonly eol: "\r\n" | "\n";
  /** Columns that a nested object stands deeper than its key. */
  readonly step: number;
  /** Whether the dashes of a list stand deeper than its key. */
  readonly indentedLists: boolean;
}

/** A value in block style. Its first line carries no indentation, the others are indented for a value that begins at `column`. */
export function renderValue(value: EditValue, column: number, style: YamlStyle): string {
  if (typeof value !== "object") return renderScalar(value);
  const separator = style.eol + " ".repeat(column);
  if (isList(value)) {
    if (value.length === 0) return "[]";
    return value.map((item) => `- ${renderValue(item, column + 2, style)}`).join(separator);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  return entries.map(([key, inner]) => `${renderScalar(key)}:${renderBelow(inner, column, style)}`).join(separator);
}

/** A value in flow style. */
export function renderFlow(value: EditValue): string {
  if (typeof value !== "object") return renderScalar(value, "plain", true);
  if (isList(value)) return `[${value.map(renderFlow).join(", ")}]`;
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([key, inner]) => `${renderScalar(key, "plain", true)}: ${renderFlow(inner)}`).join(", ")} }`;
}

/** A scalar in the given quotes; a plain one that would not read back as this value gets double quotes. */
export function renderScalar(value: string | number | boolean, style: ScalarStyle = "plain", inFlow = false): string {
  if (typeof value !== "string") return String(value);
  if (style === "single" && !/[\r\n]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (style === "double" || style === "single" || !isPlainText(value, inFlow)) return JSON.stringify(value);
  return value;
}

function renderBelow(value: EditValue, column: number, style: YamlStyle): string {
  if (typeof value !== "object") return ` ${renderScalar(value)}`;
  const inner = isList(value) ? column + (style.indentedLists ? style.step : 0) : column + style.step;
  const rendered = renderValue(value, inner, style);
  return rendered === "[]" || rendered === "{}" ? ` ${rendered}` : `${style.eol}${" ".repeat(inner)}${rendered}`;
}

/** Words that YAML 1.1 or 1.2 reads as something other than a text. */
const NOT_TEXT = /^(?:~|null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i;

function isPlainText(value: string, inFlow: boolean): boolean {
  if (value === "" || value !== value.trim() || /[\u0000-\u001f\u007f]/.test(value)) return false;
  if (NOT_TEXT.test(value) || /^[-+]?\.?\d/.test(value)) return isSafeNumberLike(value);
  if (/^[-?:](?:\s|$)/.test(value) || /^[,[\]{}#&*!|>'"%@`]/.test(value)) return false;
  if (/: |:$| #/.test(value)) return false;
  return !inFlow || !/[,[\]{}]/.test(value);
}

/** Texts that begin with a digit and yet are no number, time or date in any YAML: `10.0.0.0/8`, `5s`, `503-fallback`. */
function isSafeNumberLike(value: string): boolean {
  if (NOT_TEXT.test(value)) return false;
  return /^\d+(?:\.\d+){2,}(?:\/\d+)?$/.test(value) || /^\d+(?:\.\d+)?(?:ns|us|ms|s|m|h)$/.test(value);
}

function isList(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}
