// The `yaml` package's reading of a document as our tree: for what the quick reader does not cover. The only place that knows the package.
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
  visit,
  type YAMLError,
} from "yaml";
import type { Span } from "../base/span";
import { isTooDeep, MAX_DEPTH } from "./depth";
import { duplicatesIn } from "./duplicate-keys";
import { hasPlaceholder } from "./plain-value";
import { duplicateKey, type SyntaxProblem, TOO_LARGE_PROBLEM } from "./syntax-problem";
import { withoutStackTraces } from "./stack-traces";
import type { MappingEntry, MappingNode, ScalarNode, ScalarStyle, SequenceNode, YamlNode } from "./yaml-node";

/** A document as the package reads it. */
export interface PackageTree {
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

const TOO_LARGE: PackageTree = { root: undefined, problems: [TOO_LARGE_PROBLEM] };

/** How many nodes aliases may add to one document before they are taken for a bomb. */
const MAX_ALIAS_NODES = 20_000;

/** Reads one document, its `---` line included. Never throws. Of a template's mistakes only unknown aliases are told. */
export function readWithPackage(text: string, templated: boolean): PackageTree {
  if (isTooDeep(text)) return TOO_LARGE;
  try {
    return withoutStackTraces(() => {
      const document = parseDocument(text, {
        prettyErrors: false,
        strict: true,
        stringKeys: false,
        logLevel: "silent",
        merge: false,
        // The package compares every key with every other; TreeReader asks a set.
        uniqueKeys: false,
      });
      return new TreeReader(document, text, templated).read();
    });
  } catch (error) {
    // The package recurses; absurdly deep nesting exhausts the stack.
    const detail = error instanceof Error ? error.name : "";
    return { root: undefined, problems: [{ code: "yaml-syntax", span: { start: 0, end: 1 }, detail }] };
  }
}

function syntaxProblem(error: YAMLError, text: string): SyntaxProblem {
  const [from, to] = error.pos;
  const start = Math.min(from, text.length);
  const end = Math.min(Math.max(to, start), text.length);
  const span = end > start || start === 0 ? { start, end } : { start: start - 1, end: start };
  if (error.code === "TAB_AS_INDENT") return { code: "yaml-tab", span, detail: error.code };
  if (error.code === "BAD_ALIAS") return { code: "yaml-alias", span, detail: text.slice(start, end) };
  return { code: "yaml-syntax", span, detail: error.code };
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** A converted node, and how many nodes it stands for. */
interface Converted {
  readonly node: YamlNode | undefined;
  readonly size: number;
}

/** Converts the package's nodes to ours, resolving aliases with a budget. */
class TreeReader {
  private readonly problems: SyntaxProblem[];
  private readonly duplicates: SyntaxProblem[] = [];
  private aliasNodes = 0;
  private isTooLarge = false;
  private isTooDeep = false;
  private readonly targets: ReadonlyMap<Node, Node | undefined>;
  /** Where problems with an alias are known already. */
  private readonly badAliases: Set<number>;
  private readonly done = new Map<Node, Converted>();
  private readonly open = new Set<Node>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly text: string,
    private readonly templated: boolean,
  ) {
    this.problems = templated ? [] : document.errors.map((error) => syntaxProblem(error, text));
    this.badAliases = new Set(this.problems.flatMap(({ code, span }) => (code === "yaml-alias" ? [span.start] : [])));
    this.targets = text.includes("*") ? aliasTargets(document) : new Map<Node, Node>();
  }

  read(): PackageTree {
    const root = this.convert(this.document.contents, 1)?.node;
    if (this.isTooDeep) return TOO_LARGE;
    return { root, problems: [...this.problems, ...this.duplicates].sort((a, b) => a.span.start - b.span.start) };
  }

  private convert(source: unknown, depth: number): Converted | undefined {
    if (isAlias(source)) return this.alias(source, depth);
    if (!isScalar(source) && !isMap(source) && !isSeq(source)) return undefined;
    const node: Node = source;
    const known = this.done.get(node);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH) {
      this.isTooDeep = true;
      return undefined;
    }
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

  private alias(alias: Node & { source: string }, depth: number): Converted {
    const span = this.spanOf(alias);
    const unknown: ScalarNode = {
      kind: "scalar",
      span,
      value: undefined,
      source: `*${alias.source}`,
      style: "plain",
      placeholder: true,
    };
    const target = this.targets.get(alias);
    if (target === undefined || this.open.has(target)) {
      if (!this.badAliases.has(span.start)) {
        this.badAliases.add(span.start);
        this.problems.push({ code: "yaml-alias", span, detail: alias.source });
      }
      return { node: unknown, size: 1 };
    }
    const result = this.convert(target, depth + 1);
    this.aliasNodes += result?.size ?? 0;
    if (result === undefined || this.aliasNodes > MAX_ALIAS_NODES) {
      this.tooLarge(span, alias.source);
      return { node: unknown, size: 1 };
    }
    return result;
  }

  private tooLarge(span: Span, detail: string): void {
    if (!this.isTooLarge) this.problems.push({ code: "yaml-too-large", span, detail });
    this.isTooLarge = true;
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
    return { kind: "scalar", span, value: known, source, style, placeholder: hasPlaceholder(source) };
  }

  private mapping(
    source: Node & { items: unknown[]; flow?: boolean },
    depth: number,
  ): { node: MappingNode; size: number } {
    const entries: MappingEntry[] = [];
    const written: MappingEntry[] = [];
    const merged = new Map<string, MappingEntry>();
    let size = 1;
    for (const pair of source.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = this.scalar(pair.key);
      const converted = this.convert(pair.value, depth + 1);
      size += 1 + (converted?.size ?? 0);
      const value = unlessEmpty(converted?.node);
      const valueEnd = isAlias(pair.value) ? this.spanOf(pair.value).end : (value?.span.end ?? key.span.end + 1);
      const entry = { key, value, span: { start: key.span.start, end: Math.max(key.span.end, valueEnd) } };
      written.push(entry);
      if (key.source !== "<<" || key.style !== "plain") entries.push(entry);
      else {
        for (const origin of value?.kind === "sequence" ? value.items : [value]) {
          if (origin?.kind === "mapping") mergeInto(merged, origin);
        }
      }
    }
    if (!this.templated)
      for (const found of duplicatesIn(written)) this.duplicates.push(duplicateKey(this.text, found));
    const outer = this.spanOf(source);
    const flow = source.flow === true;
    const span = flow ? outer : { start: outer.start, end: entries.at(-1)?.span.end ?? outer.end };
    for (const { key } of entries) merged.delete(key.source);
    for (const entry of merged.values()) entries.push(entry);
    return { node: { kind: "mapping", span, flow, entries }, size: size + merged.size };
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
      return unlessEmpty(converted?.node);
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

/** What every alias refers to: the last node before it with that anchor. One walk for all of them. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Node, Node | undefined> {
  const targets = new Map<Node, Node | undefined>();
  const latest = new Map<string, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) targets.set(node, latest.get(node.source));
      else if (node.anchor !== undefined) latest.set(node.anchor, node);
    },
  });
  return targets;
}

/** Adds the entries of a mapping that is merged; of equal keys the first counts. */
function mergeInto(merged: Map<string, MappingEntry>, origin: MappingNode): void {
  for (const entry of origin.entries) if (!merged.has(entry.key.source)) merged.set(entry.key.source, entry);
}

/** A value without any text (`key:`) is no value; an explicit `null` or `~` stays, as a scalar without a value. */
function unlessEmpty(node: YamlNode | undefined): YamlNode | undefined {
  if (node?.kind === "scalar" && node.style === "plain" && node.source === "") return undefined;
  return node;
}
