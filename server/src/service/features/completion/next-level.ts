// What follows a key when its field is chosen: the value's place, the first line of an object, the first item of a list, in the document's style,
// with a tab stop wherever something is still to be typed. Required fields come along; values never do.
import type { FieldSchema } from "../../schema/structure";
import type { YamlStyle } from "../../syntax/render";
import { orderedFields } from "./field-order";
import { literal } from "./item";
import { fieldsOfMessage } from "./place";

/** A place to type; numbered once the whole text is there. */
const STOP = "\u0000";
const MAX_DEPTH = 4;

/** Where a key stands. */
export interface KeyPlace {
  readonly column: number;
  readonly flow: boolean;
  readonly style: YamlStyle;
}

/** What follows `key:` as snippet text. */
export function nextLevel(field: FieldSchema, place: KeyPlace): string {
  return numbered(below(field, place, 0));
}

/** Several lines as a snippet; each is a key with its field, or a text to insert as it stands. */
export function snippetOf(lines: readonly (string | readonly [string, FieldSchema])[], place: KeyPlace): string {
  const written = lines.map((line) =>
    typeof line === "string" ? literal(line) : `${line[0]}:${below(line[1], place, 0)}`,
  );
  return numbered(written.join(place.style.eol + " ".repeat(place.column)));
}

/** Whether choosing a value for the field takes more than typing behind its colon. */
export function isNested(field: FieldSchema): boolean {
  return field.type === "message" || field.shape !== undefined;
}

function below(field: FieldSchema, place: KeyPlace, depth: number): string {
  if (!isNested(field)) return ` ${STOP}`;
  const isObject = field.type === "message";
  if (place.flow) {
    if (field.shape === "list") return isObject ? ` [{${STOP}}]` : ` [${STOP}]`;
    return ` {${STOP}}`;
  }
  const { column, style } = place;
  if (field.shape === "list") {
    const dash = column + (style.indentedLists ? style.step : 0);
    const item = isObject ? object(field.message, { ...place, column: dash + 2 }, depth) : STOP;
    return `${style.eol}${" ".repeat(dash)}- ${item}`;
  }
  const inner = { ...place, column: column + style.step };
  const content = isObject && field.shape === undefined ? object(field.message, inner, depth) : STOP;
  return `${style.eol}${" ".repeat(inner.column)}${content}`;
}

/** The required fields of an object, each with its next level; a bare place to type where none is. */
function object(message: string | undefined, place: KeyPlace, depth: number): string {
  const required = orderedFields(message ?? "", fieldsOfMessage(message)).filter(
    ([, field]) => field.required === true,
  );
  if (required.length === 0 || depth >= MAX_DEPTH) return STOP;
  return required
    .map(([name, field]) => `${name}:${below(field, place, depth + 1)}`)
    .join(place.style.eol + " ".repeat(place.column));
}

/** A single place to type is the end of the snippet; of several the first is number one. */
function numbered(text: string): string {
  const parts = text.split(STOP);
  const isSingle = parts.length === 2;
  return parts.map((part, position) => (position === 0 ? part : `$${isSingle ? 0 : position}${part}`)).join("");
}
