// Safe edits of YAML: the smallest replacement of text that changes one thing and keeps the author's comments, quotes, indentation, list style
// and line endings. Nothing is printed anew. A builder that cannot be sure of its result returns nothing.
import type { Edit } from "../base/edit";
import type { ParsedDocument } from "./parse";
import { type EditValue, renderFlow, renderScalar, renderValue, type YamlStyle } from "./render";
import {
  entryOf,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
  type SequenceNode,
  type YamlNode,
} from "./yaml-node";

/** What an edit is made for. */
export type EditedDocument = Pick<ParsedDocument, "text" | "root">;

/** Where a new entry goes: behind or in front of the entry with this key; behind the last one without it, or when the key is absent. */
export type EntryPlace = { readonly after: string } | { readonly before: string };

/** How a document is written: line ending, indentation step, and whether lists stand deeper than their key. Two spaces and lists at the key's column when nothing shows. */
export function styleOf(document: EditedDocument): YamlStyle {
  const { text } = document;
  const steps: number[] = [];
  let indented = 0;
  let unindented = 0;
  const visit = (node: YamlNode | undefined): void => {
    if (node === undefined || node.kind === "scalar" || node.flow) return;
    if (node.kind === "sequence") {
      node.items.forEach(visit);
      return;
    }
    for (const { key, value } of node.entries) {
      visit(value);
      if (value === undefined || value.kind === "scalar" || value.flow || value.span.start < key.span.end) continue;
      const step = columnOf(text, value.span.start) - columnOf(text, key.span.start);
      if (value.kind === "mapping") {
        if (step > 0) steps.push(step);
      } else if (step > 0) indented++;
      else unindented++;
    }
  };
  visit(document.root);
  return { eol: eolOf(text), step: mostCommon(steps) ?? 2, indentedLists: indented > unindented };
}

/** Adds `key: value` to a mapping. The key must be absent. */
export function insertEntry(
  document: EditedDocument,
  mapping: MappingNode,
  key: string,
  value: EditValue,
  place?: EntryPlace,
): Edit {
  const { text } = document;
  const own = ownEntries(mapping);
  const last = own.at(-1);
  const anchorKey = place === undefined ? undefined : "after" in place ? place.after : place.before;
  const anchor = own.find((entry) => entry.key.source === anchorKey);
  const before = anchor !== undefined && place !== undefined && "before" in place;
  const target = anchor ?? last;
  if (mapping.flow || target === undefined) {
    const rendered = `${renderScalar(key)}: ${renderFlow(value)}`;
    if (target === undefined) return insertion(mapping.span.start + 1, rendered);
    return before
      ? insertion(target.key.span.start, `${rendered}, `)
      : insertion(entryEnd(text, target), `, ${rendered}`);
  }
  const style = styleOf(document);
  const column = columnOf(text, target.key.span.start);
  const rendered = renderValue({ [key]: value }, column, style);
  const indent = " ".repeat(column);
  if (before) return insertion(target.key.span.start, `${rendered}${style.eol}${indent}`);
  return insertLines(text, entryEnd(text, target), `${indent}${rendered}`, style);
}

/** Gives a key of a mapping this value, whether the key is absent, stands alone, or has another value. */
export function setEntry(
  document: EditedDocument,
  mapping: MappingNode,
  key: string,
  value: EditValue,
  place?: EntryPlace,
): Edit {
  const entry = ownEntries(mapping).find((candidate) => candidate.key.source === key);
  return entry === undefined
    ? insertEntry(document, mapping, key, value, place)
    : replaceValue(document, entry, value, mapping.flow);
}

/** Replaces the value of an entry; `flow` says whether the mapping around it is in flow style. A scalar keeps the quotes of the old one. */
export function replaceValue(document: EditedDocument, entry: MappingEntry, value: EditValue, flow: boolean): Edit {
  const { text } = document;
  const old = entry.value;
  if (typeof value !== "object" && old?.kind === "scalar") return replaceScalar(old, value);
  const colon = colonEnd(text, entry);
  const span = { start: colon, end: old?.span.end ?? colon };
  const isBlock = !flow && typeof value === "object" && !isEmpty(value);
  if (!isBlock) return { span, newText: ` ${renderFlow(value)}` };
  const style = styleOf(document);
  const column = columnOf(text, entry.key.span.start);
  const newText = renderValue({ x: value }, column, style).slice(2);
  // A comment behind the colon stays where it is; the block follows on the next line.
  if (old === undefined) return insertLines(text, colon, newText.slice(style.eol.length), style);
  return { span, newText };
}

/** Adds an item to a list, at its end or in front of the item at `position`. */
export function insertItem(
  document: EditedDocument,
  list: SequenceNode,
  value: EditValue,
  position?: number,
): Edit | undefined {
  const { text } = document;
  const at = position === undefined ? undefined : list.items[position];
  const last = list.items.at(-1);
  if (list.flow) {
    const rendered = renderFlow(value);
    if (at !== undefined) return insertion(at.span.start, `${rendered}, `);
    return last === undefined ? insertion(list.span.start + 1, rendered) : insertion(last.span.end, `, ${rendered}`);
  }
  const style = styleOf(document);
  const column = columnOf(text, list.span.start);
  const rendered = `- ${renderValue(value, column + 2, style)}`;
  if (at !== undefined) {
    const dash = dashOf(text, list, at);
    return dash === undefined ? undefined : insertion(dash, `${rendered}${style.eol}${" ".repeat(column)}`);
  }
  return last === undefined
    ? undefined
    : insertLines(text, contentEnd(text, last.span.end), `${" ".repeat(column)}${rendered}`, style);
}

/** Writes another value in a scalar's place, with the same quotes; numbers and booleans lose theirs. */
export function replaceScalar(scalar: ScalarNode, value: string | number | boolean): Edit {
  return { span: scalar.span, newText: renderScalar(value, typeof value === "string" ? scalar.style : "plain") };
}

/** Writes another key; its quotes stay. */
export function renameKey(entry: MappingEntry, key: string): Edit {
  return { span: entry.key.span, newText: renderScalar(key, entry.key.style) };
}

/** Makes a value the only item of a list, in flow style for a scalar and as a block for an object. */
export function wrapInList(document: EditedDocument, entry: MappingEntry): readonly Edit[] | undefined {
  const node = entry.value;
  if (node === undefined || node.span.start < entry.key.span.end) return undefined;
  if (node.kind !== "mapping" || node.flow) {
    if (node.kind === "scalar" && (node.style === "literal" || node.style === "folded")) return undefined;
    return [insertion(node.span.start, "["), insertion(node.span.end, "]")];
  }
  // Each line of the object moves right by the width of `- `; the first one gets the dash.
  const { text } = document;
  return lineStartsIn(text, node).map((start, position) => insertion(start, position === 0 ? "- " : "  "));
}

/** Makes a scalar the value of one field of an object: `port: 443` -> `port:` with `number: 443` below. Flow style stays flow. */
export function wrapInObject(
  document: EditedDocument,
  entry: MappingEntry,
  key: string,
  flow: boolean,
): Edit | undefined {
  const node = entry.value;
  if (node?.kind !== "scalar" || node.style === "literal" || node.style === "folded") return undefined;
  const { text } = document;
  const written = text.slice(node.span.start, node.span.end);
  if (flow) return { span: node.span, newText: `{ ${key}: ${written} }` };
  const style = styleOf(document);
  const indent = " ".repeat(columnOf(text, entry.key.span.start) + style.step);
  return {
    span: { start: colonEnd(text, entry), end: node.span.end },
    newText: `${style.eol}${indent}${key}: ${written}`,
  };
}

/** Takes an entry out, with its lines. The last remaining entry leaves `{}` behind. */
export function removeEntry(document: EditedDocument, mapping: MappingNode, key: string): Edit | undefined {
  const { text } = document;
  const own = ownEntries(mapping);
  const position = own.findIndex((entry) => entry.key.source === key);
  const entry = own[position];
  if (entry === undefined) return undefined;
  const next = own[position + 1];
  const previous = own[position - 1];
  const end = entryEnd(text, entry);
  if (mapping.flow) {
    if (next !== undefined) return deletion(entry.key.span.start, next.key.span.start);
    return deletion(previous === undefined ? entry.key.span.start : entryEnd(text, previous), end);
  }
  if (next === undefined && previous === undefined)
    return { span: { start: entry.key.span.start, end }, newText: "{}" };
  const lineStart = lineStartOf(text, entry.key.span.start);
  if (text.slice(lineStart, entry.key.span.start).trim() === "") return removeLines(text, lineStart, end);
  // The first entry of a list item: the dash stays and the next entry moves up to it.
  return next === undefined ? undefined : deletion(entry.key.span.start, next.key.span.start);
}

/** Takes an item out of a list, with its lines. The last remaining item leaves `[]` behind. */
export function removeItem(document: EditedDocument, list: SequenceNode, position: number): Edit | undefined {
  const { text } = document;
  const item = list.items[position];
  if (item === undefined) return undefined;
  const next = list.items[position + 1];
  const previous = list.items[position - 1];
  if (list.flow) {
    if (next !== undefined) return deletion(item.span.start, next.span.start);
    return deletion(previous?.span.end ?? item.span.start, item.span.end);
  }
  const dash = dashOf(text, list, item);
  if (dash === undefined) return undefined;
  const end = contentEnd(text, item.span.end);
  if (list.items.length === 1) {
    const before = text.slice(0, dash).trimEnd();
    return before.endsWith(":") ? { span: { start: before.length, end }, newText: " []" } : undefined;
  }
  const lineStart = lineStartOf(text, dash);
  if (text.slice(lineStart, dash).trim() === "") return removeLines(text, lineStart, end);
  const nextDash = next === undefined ? undefined : dashOf(text, list, next);
  return nextDash === undefined ? undefined : deletion(dash, nextDash);
}

/** Moves an item, lines and all, in front of an earlier one. Nothing for lists in flow style or with several items on one line. */
export function moveItemBefore(
  document: EditedDocument,
  list: SequenceNode,
  from: number,
  to: number,
): readonly Edit[] | undefined {
  const { text } = document;
  const item = list.items[from];
  const target = list.items[to];
  if (list.flow || item === undefined || target === undefined || to >= from) return undefined;
  const starts = [item, target].map((node) => {
    const dash = dashOf(text, list, node);
    const start = dash === undefined ? undefined : lineStartOf(text, dash);
    return start === undefined || text.slice(start, dash).trim() !== "" ? undefined : start;
  });
  const [itemStart, targetStart] = starts;
  if (itemStart === undefined || targetStart === undefined) return undefined;
  const end = contentEnd(text, item.span.end);
  const newline = text.indexOf("\n", end);
  const lines = newline < 0 ? text.slice(itemStart) + eolOf(text) : text.slice(itemStart, newline + 1);
  return [insertion(targetStart, lines), removeLines(text, itemStart, end)];
}

/** Moves an entry, text and all, from one block mapping to the end of another. Nothing when either is in flow style or the key is taken there. */
export function moveEntry(
  document: EditedDocument,
  from: MappingNode,
  key: string,
  to: MappingNode,
): readonly Edit[] | undefined {
  const { text } = document;
  const entry = ownEntries(from).find((candidate) => candidate.key.source === key);
  const last = ownEntries(to).at(-1);
  if (entry === undefined || last === undefined || from.flow || to.flow || entryOf(to, key) !== undefined)
    return undefined;
  const removed = removeEntry(document, from, key);
  if (removed?.newText !== "") return undefined;
  const style = styleOf(document);
  const source = columnOf(text, entry.key.span.start);
  const target = columnOf(text, last.key.span.start);
  const lines = text.slice(entry.key.span.start, entryEnd(text, entry)).split(/\r?\n/);
  const moved = lines.map((line, position) => {
    if (line.trim() === "") return "";
    const indent = position === 0 ? source : line.length - line.trimStart().length;
    return " ".repeat(Math.max(0, indent - source + target)) + line.trimStart();
  });
  return [insertLines(text, entryEnd(text, last), moved.join(style.eol), style), removed];
}

/** Puts an entry of a block mapping, text and all, below a new key in its place. Nothing in flow style or when the mapping has the key. */
export function nestEntry(
  document: EditedDocument,
  mapping: MappingNode,
  key: string,
  newKey: string,
): readonly Edit[] | undefined {
  const { text } = document;
  const entry = ownEntries(mapping).find((candidate) => candidate.key.source === key);
  if (entry === undefined || mapping.flow || entryOf(mapping, newKey) !== undefined) return undefined;
  const { eol, step } = styleOf(document);
  const { start } = entry.key.span;
  const inner = " ".repeat(columnOf(text, start) + step);
  const edits = [insertion(start, `${newKey}:${eol}${inner}`)];
  const end = entryEnd(text, entry);
  for (
    let newline = text.indexOf("\n", start);
    newline >= 0 && newline < end;
    newline = text.indexOf("\n", newline + 1)
  ) {
    if (!/[\r\n]/.test(text[newline + 1] ?? "\n")) edits.push(insertion(newline + 1, " ".repeat(step)));
  }
  return edits;
}

/** The line ending a text uses. */
function eolOf(text: string): "\r\n" | "\n" {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset);
}

function insertion(offset: number, newText: string): Edit {
  return { span: { start: offset, end: offset }, newText };
}

function deletion(start: number, end: number): Edit {
  return { span: { start, end }, newText: "" };
}

/** Adds whole lines behind the line that an offset lies on. */
function insertLines(text: string, offset: number, lines: string, style: YamlStyle): Edit {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return insertion(text.length, `${style.eol}${lines}`);
  return insertion(newline + 1, `${lines}${style.eol}`);
}

/** Removes from a line's start to the end of the line that `end` lies on; on the last line, the line break before goes instead. */
function removeLines(text: string, lineStart: number, end: number): Edit {
  const newline = text.indexOf("\n", end);
  if (newline >= 0) return deletion(lineStart, newline + 1);
  const before = text.slice(0, lineStart);
  return deletion(before.length - (before.endsWith("\r\n") ? 2 : before.endsWith("\n") ? 1 : 0), text.length);
}

/** The entries written in the mapping itself; merged ones (`<<`) stand elsewhere. */
function ownEntries(mapping: MappingNode): readonly MappingEntry[] {
  return mapping.entries.filter(({ key }) => mapping.span.start <= key.span.start && key.span.start < mapping.span.end);
}

/** Where the text of an entry ends: block scalars end behind their line break, which is not part of what follows. */
function entryEnd(text: string, entry: MappingEntry): number {
  return entry.value === undefined ? colonEnd(text, entry) : contentEnd(text, entry.span.end);
}

function contentEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

function colonEnd(text: string, entry: MappingEntry): number {
  const colon = text.indexOf(":", entry.key.span.end);
  return colon < 0 ? entry.key.span.end : colon + 1;
}

function lineStartOf(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of an item's dash: in the list's column, on the item's line or above it. */
function dashOf(text: string, list: SequenceNode, item: YamlNode): number | undefined {
  const column = columnOf(text, list.span.start);
  let line = lineStartOf(text, item.span.start);
  while (line + column >= list.span.start) {
    const dash = line + column;
    if (dash < item.span.start && text[dash] === "-" && /\s/.test(text[dash + 1] ?? " ")) return dash;
    if (line === 0) return undefined;
    line = lineStartOf(text, line - 1);
  }
  return undefined;
}

/** Where the lines of a block mapping begin, blank ones left out: the first at its first key. */
function lineStartsIn(text: string, node: MappingNode): readonly number[] {
  const starts = [node.span.start];
  const end = contentEnd(text, node.span.end);
  for (let at = text.indexOf("\n", node.span.start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    if (/\S/.test(text.slice(at + 1, at + 2 + text.slice(at + 1).search(/\n|$/)))) starts.push(at + 1);
  }
  return starts;
}

function isEmpty(value: EditValue): boolean {
  return typeof value === "object" && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
}

function mostCommon(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}
