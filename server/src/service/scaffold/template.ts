// Resources as trees of text with open places, and how a tree becomes YAML in somebody's style, or the body of a snippet. Knows no Istio.
import { renderScalar, type YamlStyle } from "../syntax/render";

/** An open place of a text, by name. */
export interface Slot {
  readonly slot: string;
}

/** Text with open places in it. */
export type SlotText = string | Slot | JoinedText;

/** Texts and open places in a row. */
export interface JoinedText {
  readonly parts: readonly (string | Slot)[];
}

/** A number that may be an open place; written without quotes. */
export interface NumberText {
  readonly number: SlotText;
}

/** A YAML value. */
export type Template = SlotText | NumberText | TemplateMapping | TemplateList;

/** A YAML mapping; undefined entries are left out. */
export interface TemplateMapping {
  readonly map: Readonly<Record<string, Template | undefined>>;
}

/** A YAML list. */
export interface TemplateList {
  readonly list: readonly Template[];
}

/** Two spaces, dashes below their key, as kubectl prints. */
export const DEFAULT_STYLE: YamlStyle = { step: 2, indentedLists: false, eol: "\n" };

/** A mapping, shortly. */
export function map(entries: Readonly<Record<string, Template | undefined>>): TemplateMapping {
  return { map: entries };
}

/** A list, shortly. */
export function list(...items: readonly Template[]): TemplateList {
  return { list: items };
}

/** A number, shortly. */
export function number(text: SlotText | number): NumberText {
  return { number: typeof text === "number" ? String(text) : text };
}

/** Joins texts with open places into one. */
export function join(...parts: readonly SlotText[]): SlotText {
  return { parts: parts.flatMap(partsOf) };
}

/** How open places are written, and what they stand for when it is decided whether a text needs quotes. */
export interface SlotWriter {
  readonly write: (slot: string) => string;
  readonly meaning: (slot: string) => string;
  /** Prepares literal text; a snippet must escape some characters. */
  readonly literal: (text: string) => string;
}

/** The lines of a document: one mapping, without the `---` before it. */
export function renderDocument(root: TemplateMapping, writer: SlotWriter, style: YamlStyle): readonly string[] {
  return mappingLines(root, writer, style);
}

function mappingLines(template: TemplateMapping, writer: SlotWriter, style: YamlStyle): readonly string[] {
  return Object.entries(template.map).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const name = writer.literal(renderScalar(key));
    if (isMapping(value)) {
      return [`${name}:`, ...mappingLines(value, writer, style).map((line) => " ".repeat(style.step) + line)];
    }
    if (isList(value)) {
      const indent = style.indentedLists ? " ".repeat(style.step) : "";
      return [`${name}:`, ...listLines(value, writer, style).map((line) => indent + line)];
    }
    return [`${name}: ${scalarText(value, writer)}`];
  });
}

function listLines(template: TemplateList, writer: SlotWriter, style: YamlStyle): readonly string[] {
  return template.list.flatMap((item) => {
    const lines = isMapping(item)
      ? mappingLines(item, writer, style)
      : isList(item)
        ? listLines(item, writer, style)
        : [scalarText(item, writer)];
    return lines.map((line, position) => (position === 0 ? "- " : "  ") + line);
  });
}

function scalarText(value: SlotText | NumberText, writer: SlotWriter): string {
  const isNumber = isNumberText(value);
  const text: SlotText = isNumber ? value.number : value;
  const parts = partsOf(text);
  const meaning = parts.map((part) => (typeof part === "string" ? part : writer.meaning(part.slot))).join("");
  const quoted = !isNumber && renderScalar(meaning) !== meaning;
  const written = parts.map((part) => {
    if (typeof part !== "string") return writer.write(part.slot);
    return writer.literal(quoted ? JSON.stringify(part).slice(1, -1) : part);
  });
  return quoted ? `"${written.join("")}"` : written.join("");
}

function partsOf(text: SlotText): readonly (string | Slot)[] {
  return typeof text === "object" && "parts" in text ? text.parts : [text];
}

function isMapping(value: Template): value is TemplateMapping {
  return typeof value === "object" && "map" in value;
}

function isList(value: Template): value is TemplateList {
  return typeof value === "object" && "list" in value;
}

function isNumberText(value: SlotText | NumberText): value is NumberText {
  return typeof value === "object" && "number" in value;
}
