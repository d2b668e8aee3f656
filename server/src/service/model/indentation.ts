// Lost indentation: YAML that was copied from a web page and arrived with its lines at the margin. Says whether a document of our kinds looks
// like that, and puts every line back where the structure of the API says it belongs. Only white space at the start of lines changes.
import { istioKind, kindNamed, mentionsApi } from "../schema/structure";
import { type LineToken, readLines, type TextLine } from "./indentation-lines";
import { type DoubtReason, type IndentStyle, searchPlaces } from "./indentation-search";
import { ANY, isKnownBelow, RESOURCE_LIST, resourceMessage, type Shape, shapeOf } from "./indentation-shapes";

export type { DoubtReason } from "./indentation-search";

/** Documents with more lines of content than this are left alone; putting them in order would hold up the editor. */
const MAX_TOKENS = 2000;

/** How often a text is put in order until nothing moves; one that was torn to pieces may need more than once. */
const MAX_PASSES = 4;

/** A line whose place is not certain; `line` counts from 0. */
export interface DoubtfulLine {
  readonly line: number;
  readonly reason: DoubtReason;
}

/** A text with its indentation back. */
export interface RebuiltText {
  readonly text: string;
  readonly ambiguous: readonly DoubtfulLine[];
}

/**
 * Whether one YAML document is a resource of our kinds (or a `List` with one) whose fields stand at the wrong depth because indentation was
 * lost, in all of its lines or in many. Never so for a document that is indented correctly, in whatever style, nor for a single slip.
 */
export function looksFlattened(text: string): boolean {
  if (!mentionsApi(text)) return false;
  const document = readDocument(text);
  return document !== undefined && document.tokens.length <= MAX_TOKENS && isFlattened(document);
}

/**
 * Puts the lines of a document that looks flattened back where they belong; any other text is returned as it is. Keeps the order of the lines,
 * everything in them but the leading white space, line breaks and blank lines. Lines without a place keep their indentation.
 */
export function rebuildIndentation(text: string): RebuiltText {
  const doubts = new Map<number, DoubtReason>();
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const document = looksFlattened(current) ? readDocument(current) : undefined;
    const next = document === undefined ? undefined : placeLines(document);
    for (const { line, reason } of next?.ambiguous ?? []) if (!doubts.has(line)) doubts.set(line, reason);
    if (next === undefined || next.text === current) {
      const ambiguous = [...doubts].map(([line, reason]) => ({ line, reason })).sort((a, b) => a.line - b.line);
      return { text: current, ambiguous };
    }
    current = next.text;
  }
  // Lines that find no rest were not what they seemed.
  return { text, ambiguous: [] };
}

function placeLines(document: FlatDocument): RebuiltText {
  const { lines, tokens, root, margin } = document;
  // Where all lines stand in the same one or two columns, the columns say nothing.
  const isShallow = new Set(tokens.map((token) => lines[token.line]?.column)).size <= 2;
  const standing = tokens.map((token) => {
    const column = lines[token.line]?.column ?? 0;
    return { ...token, column: column > margin && !isShallow ? column : undefined };
  });
  const places = searchPlaces(standing, root, styleOf(document));
  const columns = new Map<number, number>();
  const ambiguous: DoubtfulLine[] = [];
  for (const [position, token] of tokens.entries()) {
    const place = places[position];
    const column = place?.column ?? lines[token.line]?.column ?? 0;
    columns.set(token.line, column);
    const reason = place === undefined ? "unreadable" : place.doubt;
    if (reason !== undefined) ambiguous.push({ line: token.line, reason });
  }
  placeContinued(lines, columns);
  placeComments(lines, columns);
  const parts = lines.map((line, at) => {
    const column = columns.get(at);
    const lead =
      line.kind === "blank" ? line.lead.replace(/[^ \t]/g, "") : column === undefined ? line.lead : " ".repeat(column);
    return lead + line.body + line.end;
  });
  return { text: document.mark + parts.join(""), ambiguous };
}

interface FlatDocument {
  readonly mark: string;
  readonly lines: readonly TextLine[];
  readonly tokens: readonly LineToken[];
  /** The message of the outermost object. */
  readonly root: string;
  /** The column of the line that all others stand at or to the right of. */
  readonly margin: number;
}

/** Reads a document of our kinds: `apiVersion` and `kind` stand at the margin. Nothing for any other text. */
function readDocument(text: string): FlatDocument | undefined {
  const { mark, lines, tokens } = readLines(text);
  let margin = Infinity;
  for (const token of tokens) margin = Math.min(margin, lines[token.line]?.column ?? 0);
  const flat = tokens.filter((token) => lines[token.line]?.column === margin);
  const apiVersion = flat.find((token) => token.key === "apiVersion" && token.item === undefined)?.value.text;
  const kinds = flat.filter((token) => token.key === "kind").map((token) => token.value.text);
  const isList = apiVersion === "v1" && kinds.includes("List") && kinds.some((kind) => isOurs(kind));
  const kind = kinds[0];
  if (!isList && (kind === undefined || istioKind(apiVersion, kind) === undefined)) return undefined;
  const root = isList ? RESOURCE_LIST : resourceMessage(apiVersion ?? "", kind ?? "");
  return { mark, lines, tokens, root, margin };
}

function isOurs(kind: string): boolean {
  return kindNamed(kind) !== undefined;
}

/** An open object or list, as YAML sees it. `shape` is what the object is, or what each item of the list is. */
interface Level {
  readonly kind: "object" | "list";
  readonly column: number;
  readonly shape: Shape | undefined;
  readonly present: Set<string>;
}

/** A key or dash without a value on its line. */
interface OpenValue {
  readonly column: number;
  readonly shape: Shape | undefined;
}

/**
 * Reads the document as YAML would, by columns, and counts the lines that stand too far left: fields of the spec or of metadata among the
 * outermost ones, and lines that fit only into what the lines above left open. A field that fits only the empty object right above it is
 * proof enough; any other single line may be a slip of another sort.
 */
function isFlattened({ lines, tokens, root }: FlatDocument): boolean {
  const depths = tokens.map((token) => lines[token.line]?.depth ?? 0);
  const margin = Math.min(...depths);
  const isAtMargin = depths.every((depth) => depth === margin);
  const isShallow = new Set(depths).size === 2;
  const levels: Level[] = [objectLevel(margin, { kind: "message", name: root })];
  let open: OpenValue | undefined;
  let tooFarLeft = 0;
  let isSure = false;
  for (const [position, token] of tokens.entries()) {
    const depth = depths[position] ?? 0;
    const above = open;
    open = undefined;
    if (token.item !== undefined) {
      const list = enterList(levels, depth, above);
      if (list === undefined || !fitsItem(list.shape, token)) {
        if (fitsItem(itemOf(above), token)) return true;
        if (list === undefined) tooFarLeft++;
      }
      if (list === undefined) continue;
      if (token.key === undefined) {
        if (token.value.kind === "none") open = { column: depth, shape: list.shape };
        continue;
      }
      levels.push(objectLevel(depth + token.item, list.shape));
    } else if (token.key !== undefined && above !== undefined && depth > above.column) {
      levels.push(objectLevel(depth, above.shape));
    }
    const key = token.key;
    if (key === undefined) continue;
    const left = token.item === undefined ? leaveLevels(levels, depth) : [];
    const level = levels.at(-1);
    if (level === undefined) continue;
    let shape = fieldIn(level, key);
    if (shape === undefined || level.present.has(key)) {
      if (token.item === undefined && hasField(above?.shape, key)) return true;
      const inner = left.find((one) => one.kind === "object" && hasField(one.shape, key) && !one.present.has(key));
      const isOutermost = levels.length === 1 && shape === undefined && isKnownBelow(root, key);
      const isOrphan = inner !== undefined || above?.shape?.kind === "map";
      isSure ||= isOrphan || (isOutermost && level.present.has("spec"));
      if (isOrphan || isOutermost) tooFarLeft++;
      else if (shape === undefined && isShallow && isKnownBelow(root, key)) {
        tooFarLeft++;
        isSure ||= tooFarLeft > 1;
      }
      if (inner !== undefined) shape = fieldIn(inner, key);
    }
    level.present.add(key);
    if (token.value.kind === "none") open = { column: depth + (token.item ?? 0), shape };
  }
  return isSure && tooFarLeft >= (isAtMargin ? 1 : 2);
}

function objectLevel(column: number, shape: Shape | undefined): Level {
  return { kind: "object", column, shape, present: new Set() };
}

/** The list that a dash in this column belongs to: a new one below the open key, or one that is open. */
function enterList(levels: Level[], column: number, above: OpenValue | undefined): Level | undefined {
  if (above !== undefined && column >= above.column) {
    const shape = above.shape?.kind === "list" ? above.shape.of : undefined;
    const list: Level = { kind: "list", column, shape, present: new Set() };
    levels.push(list);
    return list;
  }
  while (levels.length > 1 && (levels.at(-1)?.column ?? 0) > column) levels.pop();
  const list = levels.at(-1);
  return list?.kind === "list" ? list : undefined;
}

/** Closes what a key in this column ends, and says what that was. A key that stands between two levels opens one of unknown shape. */
function leaveLevels(levels: Level[], column: number): readonly Level[] {
  const left: Level[] = [];
  for (let last = levels.at(-1); last !== undefined && levels.length > 1; last = levels.at(-1)) {
    if (last.column < column || (last.column === column && last.kind === "object")) break;
    left.push(last);
    levels.pop();
  }
  if ((levels.at(-1)?.column ?? 0) < column) levels.push(objectLevel(column, undefined));
  return left;
}

/** What a key of an object holds; `any` where the object's fields are not known, nothing where it has no such field. */
function fieldIn(level: Level, key: string): Shape | undefined {
  const { shape } = level;
  if (shape?.kind === "message") return shapeOf(shape.name, key);
  return shape?.kind === "map" ? shape.of : ANY;
}

function hasField(shape: Shape | undefined, key: string): boolean {
  return shape?.kind === "message" && shapeOf(shape.name, key) !== undefined;
}

function itemOf(above: OpenValue | undefined): Shape | undefined {
  return above?.shape?.kind === "list" ? above.shape.of : undefined;
}

/** Whether a list of such items can hold the item that a line begins. Nothing is known of an item without a shape. */
function fitsItem(shape: Shape | undefined, { key, value }: LineToken): boolean {
  switch (shape?.kind) {
    case undefined:
      return false;
    case "message":
      return key === undefined ? value.kind === "none" || value.kind === "mapping" : hasField(shape, key);
    case "value":
      return key === undefined;
    case "list":
    case "map":
    case "any":
      return true;
  }
}

/** Lines that continue a value stand one step right of its line, and keep their distances among each other. */
function placeContinued(lines: readonly TextLine[], columns: Map<number, number>): void {
  let owner = -1;
  for (let at = 0; at < lines.length; at++) {
    if (lines[at]?.kind === "token") owner = at;
    if (lines[at]?.kind !== "continued" || columns.has(at)) continue;
    const block: number[] = [];
    for (let next = at; lines[next]?.kind === "continued" || lines[next]?.kind === "blank"; next++) {
      if (lines[next]?.kind === "continued") block.push(next);
    }
    const least = Math.min(...block.map((line) => lines[line]?.column ?? 0));
    const base = (columns.get(owner) ?? 0) + keyDistance(lines[owner]) + 2;
    for (const line of block) columns.set(line, base + (lines[line]?.column ?? 0) - least);
  }
}

function keyDistance(line: TextLine | undefined): number {
  return /^-\s+/.exec(line?.body ?? "")?.[0].length ?? 0;
}

/** Comments stand where the line below them stands; those at the end stay. */
function placeComments(lines: readonly TextLine[], columns: Map<number, number>): void {
  let below: number | undefined;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (line?.kind === "fixed") below = undefined;
    else if (line?.kind === "token") below = columns.get(at);
    else if (line?.kind === "comment" && below !== undefined) columns.set(at, below);
  }
}

/** The style of the lines that kept their indentation; two spaces, and dashes below the first letter of their key, when none did. */
function styleOf({ lines, tokens }: FlatDocument): IndentStyle {
  let step: number | undefined;
  let listStep: number | undefined;
  for (const [position, token] of tokens.entries()) {
    const next = tokens[position + 1];
    const column = lines[token.line]?.column ?? 0;
    if (next === undefined || token.key === undefined || token.item !== undefined || token.value.kind !== "none")
      continue;
    const distance = (lines[next.line]?.column ?? 0) - column;
    if (next.item === undefined) {
      if (distance > 0) step ??= distance;
    } else if (distance > 0 || column > 0) listStep ??= Math.max(0, distance);
  }
  return { step: Math.min(step ?? 2, 8), listStep: Math.min(listStep ?? 0, 8) };
}
