// One YAML document's text -> a tree with spans and the problems met on the way. Never throws: what cannot be read becomes a problem, and the
// rest of the tree stays usable. The only place that knows the `yaml` package.
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLError,
} from "yaml";
import type { Span } from "../base/span";
import type { MappingEntry, MappingNode, ScalarNode, ScalarStyle, SequenceNode, YamlNode } from "./yaml-node";

/** What can be wrong with the YAML itself. */
export type SyntaxProblemCode = "yaml-syntax" | "yaml-tab" | "yaml-duplicate-key" | "yaml-alias" | "yaml-too-large";

/** A place where the text is not good YAML; `detail` is the parser's own code or the name concerned. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly span: Span;
  readonly detail: string;
}

/** A document, read. `templated` text holds braces of a template language: its syntax proves nothing. */
export interface ParsedDocument {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly templated: boolean;
}

/** Documents longer than this (UTF-16 units) are not parsed; nobody writes such resources by hand. */
const MAX_DOCUMENT_LENGTH = 4_000_000;
/** How many nodes aliases may add to one document before they are taken for a bomb. */
const MAX_ALIAS_NODES = 20_000;
const MAX_DEPTH = 200;

/** Reads one document, its `---` line included. */
export function parseYaml(text: string): ParsedDocument {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    return {
      text,
      root: undefined,
      problems: [{ code: "yaml-too-large", span: { start: 0, end: 1 }, detail: "" }],
      templated: false,
    };
  }
  const templated = isTemplated(text);
  if (isTooDeep(text)) {
    return {
      text,
      root: undefined,
      problems: [{ code: "yaml-too-large", span: { start: 0, end: 1 }, detail: "" }],
      templated,
    };
  }
  if (text.includes("\u0000")) return { text, root: undefined, problems: [], templated };
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      prettyErrors: false,
      strict: true,
      stringKeys: false,
      logLevel: "silent",
      merge: false,
    });
  } catch (error) {
    // The parser recurses; absurdly deep nesting exhausts the stack.
    const detail = error instanceof Error ? error.name : "";
    return {
      text,
      root: undefined,
      problems: [{ code: "yaml-syntax", span: { start: 0, end: 1 }, detail }],
      templated,
    };
  }
  const problems = templated ? [] : document.errors.map((error) => syntaxProblem(error, text));
  const reader = new TreeReader(document, text, problems);
  const root = reader.read();
  return { text, root, problems, templated };
}

/** Whether a text nests so deeply that the recursive parser would exhaust the stack; no resource comes near. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) {
      if (++depth > MAX_DEPTH * 2) return true;
    } else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  return /^ {600}|^(?:[-?:] ){100}/m.test(text);
}

/** Whether a text holds template braces outside comments. */
function isTemplated(text: string): boolean {
  let at = text.indexOf("{{");
  while (at >= 0) {
    const lineStart = text.lastIndexOf("\n", at) + 1;
    const before = text.slice(lineStart, at);
    if (!/(^|\s)#/.test(before)) return true;
    at = text.indexOf("{{", at + 2);
  }
  return false;
}

function syntaxProblem(error: YAMLError, text: string): SyntaxProblem {
  const [from, to] = error.pos;
  const start = Math.min(from, text.length);
  const end = Math.min(Math.max(to, start), text.length);
  const span = end > start || start === 0 ? { start, end } : { start: start - 1, end: start };
  if (error.code === "DUPLICATE_KEY")
    return { code: "yaml-duplicate-key", span: wordAt(text, start), detail: text.slice(start, end) };
  if (error.code === "TAB_AS_INDENT") return { code: "yaml-tab", span, detail: error.code };
  if (error.code === "BAD_ALIAS") return { code: "yaml-alias", span, detail: text.slice(start, end) };
  return { code: "yaml-syntax", span, detail: error.code };
}

function wordAt(text: string, start: number): Span {
  const match = /^[^\s:]+/.exec(text.slice(start, start + 300));
  return { start, end: start + (match?.[0].length ?? 1) };
}

const PLACEHOLDER = /\{\{|\$\{[^}]*\}|\$\([^)]*\)|\$[A-Z_][A-Z0-9_]*/;

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** Converts the package's nodes to ours, resolving aliases with a budget. */
class TreeReader {
  private aliasNodes = 0;
  private readonly done = new Map<Node, { node: YamlNode | undefined; size: number }>();
  private readonly open = new Set<Node>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly text: string,
    private readonly problems: SyntaxProblem[],
  ) {}

  read(): YamlNode | undefined {
    return this.convert(this.document.contents, 0)?.node;
  }

  private convert(source: unknown, depth: number): { node: YamlNode | undefined; size: number } | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (isAlias(source)) return this.alias(source as Node & { source: string }, depth);
    if (!isScalar(source) && !isMap(source) && !isSeq(source)) return undefined;
    const node: Node = source;
    const known = this.done.get(node);
    if (known !== undefined) return known;
    this.open.add(node);
    const result = isScalar(source)
      ? { node: this.scalar(source), size: 1 }
      : isMap(source)
        ? this.mapping(source, depth)
        : this.sequence(source, depth);
    this.open.delete(node);
    this.done.set(node, result);
    return result;
  }

  private alias(alias: Node & { source: string }, depth: number): { node: YamlNode | undefined; size: number } {
    const span = this.spanOf(alias);
    const unknown: ScalarNode = {
      kind: "scalar",
      span,
      value: undefined,
      source: `*${alias.source}`,
      style: "plain",
      placeholder: true,
    };
    const target = isAlias(alias) ? alias.resolve(this.document) : undefined;
    if (target === undefined || this.open.has(target)) {
      const already = this.problems.some(
        (problem) => problem.code === "yaml-alias" && problem.span.start === span.start,
      );
      if (!already) this.problems.push({ code: "yaml-alias", span, detail: alias.source });
      return { node: unknown, size: 1 };
    }
    const result = this.convert(target, depth + 1);
    this.aliasNodes += result?.size ?? 0;
    if (result === undefined || this.aliasNodes > MAX_ALIAS_NODES) {
      if (!this.problems.some((problem) => problem.code === "yaml-too-large")) {
        this.problems.push({ code: "yaml-too-large", span, detail: alias.source });
      }
      return { node: unknown, size: 1 };
    }
    return result;
  }

  private scalar(scalar: Scalar): ScalarNode {
    const style = STYLES[scalar.type ?? "PLAIN"] ?? "plain";
    const span = this.spanOf(scalar);
    const value = scalar.value;
    const source = typeof scalar.source === "string" ? scalar.source : this.text.slice(span.start, span.end);
    const known =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
        ? value
        : undefined;
    return { kind: "scalar", span, value: known, source, style, placeholder: PLACEHOLDER.test(source) };
  }

  private mapping(
    source: Node & { items: unknown[]; flow?: boolean },
    depth: number,
  ): { node: MappingNode; size: number } {
    const entries: MappingEntry[] = [];
    const merged: MappingEntry[] = [];
    let size = 1;
    for (const pair of source.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = this.scalar(pair.key);
      const converted = this.convert(pair.value, depth + 1);
      size += 1 + (converted?.size ?? 0);
      const value = written(converted?.node);
      if (key.source === "<<" && key.style === "plain") {
        for (const origin of value?.kind === "sequence" ? value.items : [value]) {
          if (origin?.kind === "mapping") merged.push(...origin.entries);
        }
        continue;
      }
      const valueEnd = isAlias(pair.value) ? this.spanOf(pair.value).end : (value?.span.end ?? key.span.end + 1);
      entries.push({ key, value, span: { start: key.span.start, end: Math.max(key.span.end, valueEnd) } });
    }
    const own = new Set(entries.map((entry) => entry.key.source));
    entries.push(...merged.filter((entry) => !own.has(entry.key.source)));
    const outer = this.spanOf(source);
    const flow = source.flow === true;
    const lastOwn = [...entries].reverse().find((entry) => own.has(entry.key.source));
    const span = flow ? outer : { start: outer.start, end: lastOwn?.span.end ?? outer.end };
    return { node: { kind: "mapping", span, flow, entries }, size };
  }

  private sequence(
    source: Node & { items: unknown[]; flow?: boolean },
    depth: number,
  ): { node: SequenceNode; size: number } {
    let size = 1;
    const items = source.items.map((item) => {
      const text = this.textEndingInColon(item);
      if (text !== undefined) return text;
      const converted = this.convert(isPair(item) ? undefined : item, depth + 1);
      size += converted?.size ?? 0;
      return written(converted?.node);
    });
    const outer = this.spanOf(source);
    const flow = source.flow === true;
    let end = outer.start + 1;
    for (const item of items) end = Math.max(end, item?.span.end ?? 0);
    return { node: { kind: "sequence", span: flow ? outer : { start: outer.start, end }, flow, items }, size };
  }

  /** An item of a flow list such as `2001:db8::`, which YAML 1.2 takes for a key without a value and Kubernetes' reader for the text it is. */
  private textEndingInColon(item: unknown): ScalarNode | undefined {
    if (!isMap(item) || item.flow !== true || item.items.length !== 1) return undefined;
    const [pair] = item.items;
    if (!isScalar(pair?.key) || (isScalar(pair.value) ? pair.value.source !== "" : pair.value !== null))
      return undefined;
    const key = this.scalar(pair.key);
    const { start, end } = key.span;
    if (
      key.style !== "plain" ||
      !key.source.includes(":") ||
      !/^:[,\]]/.test(this.text.slice(end, end + 2)) ||
      this.spanOf(item).start !== start
    )
      return undefined;
    const source = `${key.source}:`;
    return { ...key, span: { start, end: end + 1 }, value: source, source };
  }

  private spanOf(node: Node): Span {
    const range = node.range;
    if (range === null || range === undefined) return { start: 0, end: 0 };
    return { start: range[0], end: Math.max(range[0], range[1]) };
  }
}

/** A value without any text (`key:`) is no value; an explicit `null` or `~` stays, as a scalar without a value. */
function written(node: YamlNode | undefined): YamlNode | undefined {
  if (node?.kind === "scalar" && node.style === "plain" && node.source === "") return undefined;
  return node;
}
