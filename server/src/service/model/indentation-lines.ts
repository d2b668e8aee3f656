// Reads YAML line by line without believing its indentation: which line is a key, a list item, plain text, a comment or blank, and which
// lines continue the one before them (flow values and quotes over several lines). What the lines mean together is decided elsewhere.

/** How a value is written on its line. `placeholder` is the text of a template language, so nothing is known about it. */
export type WrittenKind = "none" | "plain" | "quoted" | "sequence" | "mapping" | "block" | "alias" | "placeholder";

/** The value of a line: `text` is its content, without quotes where they close on the same line. */
export interface WrittenValue {
  readonly kind: WrittenKind;
  readonly text: string;
}

/** What a line with content says. `item` is the distance from its dash to what follows it, absent for a line without a dash. */
export interface LineToken {
  readonly line: number;
  readonly item?: number;
  /** The key, without quotes; absent for a bare value. */
  readonly key?: string;
  readonly value: WrittenValue;
}

/** One line: `lead` (white space), `body` and `end` (line break) together are its text. */
export interface TextLine {
  readonly lead: string;
  readonly body: string;
  readonly end: string;
  /** `fixed` lines (document markers, template directives) never move. A `continued` line belongs to the token above it. */
  readonly kind: "blank" | "comment" | "fixed" | "token" | "continued";
  /** How many characters of white space stand in front, whatever kind they are. */
  readonly column: number;
  /** How deep YAML sees the line: white space that YAML does not take for indentation ends it. */
  readonly depth: number;
}

/** A text cut into lines, and the tokens among them. `mark` is a leading byte order mark or nothing. */
export interface ReadLines {
  readonly mark: string;
  readonly lines: readonly TextLine[];
  readonly tokens: readonly LineToken[];
}

const LEAD = /^[\s\u200B\u2060]*/;
/** How many lines a flow value or a quote may run over. */
const MAX_CONTINUED = 200;

/** Reads a text; never throws. */
export function readLines(text: string): ReadLines {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const parts = text.slice(mark.length).split(/(\r\n|\n|\r)/);
  const lines: TextLine[] = [];
  const tokens: LineToken[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const source = parts[at] ?? "";
    const lead = LEAD.exec(source)?.[0] ?? "";
    const body = source.slice(lead.length);
    const depth = /^[ \t]*/.exec(lead)?.[0].length ?? 0;
    lines.push({ lead, body, end: parts[at + 1] ?? "", kind: lineKind(lead, body), column: lead.length, depth });
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line?.kind !== "token") continue;
    const token = readToken(at, line.body);
    tokens.push(token);
    const last = isOpening(token.value) ? lastContinued(lines, at, token.value.text) : blockEnd(lines, at, token);
    while (at < last) {
      const next = lines[++at];
      if (next !== undefined && next.body !== "") lines[at] = { ...next, kind: "continued" };
    }
  }
  return { mark, lines, tokens };
}

function lineKind(lead: string, body: string): TextLine["kind"] {
  if (body === "") return "blank";
  if (body.startsWith("#")) return "comment";
  if (lead === "" && /^(?:---|\.\.\.)(?:\s|$)|^%[A-Z]/.test(body)) return "fixed";
  return body.startsWith("{{") ? "fixed" : "token";
}

/** What a plain key cannot begin with. */
const NO_PLAIN_KEY = /^(?:[[\]{},#&*!|>'"%@`]|[?:-](?:\s|$))/;
/** Where a plain key ends, or where a comment shows that there is none. */
const KEY_END = /:(?=\s|$)|\s#/;
const QUOTED_KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*:(?=\s|$)/;

function readToken(line: number, body: string): LineToken {
  const dash = /^-(?:\s+|$)/.exec(body)?.[0];
  const item = dash === undefined ? {} : { item: Math.max(2, dash.length) };
  const rest = body.slice(dash?.length ?? 0);
  const found = plainKey(rest) ?? quotedKey(rest);
  if (found === undefined) return { line, ...item, value: readValue(rest) };
  return { line, ...item, key: unquoted(found.name), value: readValue(rest.slice(found.length)) };
}

interface FoundKey {
  readonly name: string;
  /** The length of the key with its colon. */
  readonly length: number;
}

function plainKey(rest: string): FoundKey | undefined {
  if (NO_PLAIN_KEY.test(rest)) return undefined;
  const end = KEY_END.exec(rest);
  if (end?.[0] !== ":") return undefined;
  const name = rest.slice(0, end.index).trimEnd();
  return name === "" ? undefined : { name, length: end.index + 1 };
}

function quotedKey(rest: string): FoundKey | undefined {
  const [whole = "", name] = QUOTED_KEY.exec(rest) ?? [];
  return name === undefined ? undefined : { name, length: whole.length };
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

/** Reads what stands behind a key or a dash, without anchors, tags and the comment at the end. */
function readValue(source: string): WrittenValue {
  const text = source.trim().replace(/^(?:[&!][^\s,[\]{}]*(?:\s+|$))+/, "");
  const first = text[0];
  if (first === undefined || first === "#") return { kind: "none", text: "" };
  if (/\{\{|\$\{|\$\(/.test(text) || /^<[^<>]*>$/.test(text)) return { kind: "placeholder", text };
  if (first === "[" || first === "{") return { kind: first === "[" ? "sequence" : "mapping", text };
  if (first === '"' || first === "'") {
    return { kind: "quoted", text: unquoted(closingAt(text) === undefined ? text : withoutComment(text, /["']/)) };
  }
  if (/^[|>][-+0-9]*(?:\s|$)/.test(text)) return { kind: "block", text };
  return { kind: first === "*" ? "alias" : "plain", text: withoutComment(text) };
}

/** A text without the comment that ends it. A comment holds none of `not`. */
function withoutComment(text: string, not?: RegExp): string {
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
    if (at === 0 || !/\s/.test(text[at - 1] ?? "")) continue;
    if (not?.test(text.slice(at)) !== true) return text.slice(0, at).trimEnd();
  }
  return text;
}

function isOpening(value: WrittenValue): boolean {
  if (value.kind === "sequence" || value.kind === "mapping") return closingAt(value.text) === undefined;
  return value.kind === "quoted" && /^["']/.test(value.text) && closingAt(value.text) === undefined;
}

/** The offset behind the end of the flow value or quote that a text begins with, or nothing when it does not end. */
function closingAt(text: string): number | undefined {
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (quote !== "") {
      if (letter === "\\" && quote === '"') at++;
      else if (letter === quote) {
        if (quote === "'" && text[at + 1] === "'") at++;
        else quote = "";
      }
    } else if ((letter === '"' || letter === "'") && /[\s,[{:]|^$/.test(text[at - 1] ?? "")) quote = letter;
    else if (letter === "[" || letter === "{") depth++;
    else if (letter === "]" || letter === "}") depth--;
    else if (letter === "#" && /\s/.test(text[at - 1] ?? "")) {
      const newline = text.indexOf("\n", at);
      if (newline < 0) return undefined;
      at = newline;
    }
    if (quote === "" && depth <= 0) return at + 1;
  }
  return undefined;
}

/** The last line of a value that begins on line `from`; `from` itself when the value never ends properly. */
function lastContinued(lines: readonly TextLine[], from: number, opening: string): number {
  const bodies: string[] = [opening];
  for (let at = from + 1; at < lines.length && at <= from + MAX_CONTINUED; at++) {
    const line = lines[at];
    if (line === undefined || line.kind === "fixed") break;
    bodies.push(line.body);
  }
  const text = bodies.join("\n");
  const end = closingAt(text);
  if (end === undefined || !/^[^\S\n]*(?:[^\S\n]#.*)?(?:\n|$)/.test(text.slice(end))) return from;
  return from + (text.slice(0, end).match(/\n/g)?.length ?? 0);
}

/** The last line of a block scalar whose text still stands deeper than its key; `from` itself when none does. */
function blockEnd(lines: readonly TextLine[], from: number, token: LineToken): number {
  if (token.value.kind !== "block") return from;
  const column = lines[from]?.column ?? 0;
  let last = from;
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.kind === "fixed") break;
    if (line.kind === "blank") continue;
    if (line.column <= column) break;
    last = at;
  }
  return last;
}
