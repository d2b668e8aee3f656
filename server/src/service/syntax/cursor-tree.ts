// The outline of a document as an ordinary tree, so that whoever reads finished documents can read half-typed ones. Words that are no keys yet
// are left out, as is everything that indentation alone cannot tell (aliases, templates).
import type { Span } from "../base/span";
import type { FlowCollection, OutlineScalar, OutlineValue } from "./cursor-flow";
import type { Outline, OutlineContainer, OutlineEntry } from "./cursor-outline";
import { unescaped } from "./escapes";
import { plainValue } from "./plain-value";
import type { MappingEntry, MappingNode, ScalarNode, ScalarStyle, SequenceNode, YamlNode } from "./yaml-node";

const trees = new WeakMap<Outline, { readonly root: YamlNode | undefined }>();

/** The tree of an outline; built once. */
export function treeOf(outline: Outline): YamlNode | undefined {
  let tree = trees.get(outline);
  if (tree === undefined) {
    const containers = outline.roots.filter((root) => root.kind === "mapping");
    const root =
      outline.rootFlow !== undefined
        ? flowNode(outline.rootFlow)
        : containers.length === 0
          ? undefined
          : new LazyMapping(containers.flatMap((container) => container.entries));
    tree = { root };
    trees.set(outline, tree);
  }
  return tree.root;
}

/** What stands behind a key or dash, as a node; nothing when nothing does. */
export function nodeOf(entry: OutlineEntry): YamlNode | undefined {
  return entry.value === undefined ? containerNode(entry.child) : valueNode(entry.value);
}

/** A value of the outline as a node. */
export function valueNode(value: OutlineValue): YamlNode | undefined {
  switch (value.kind) {
    case "scalar":
      return scalarNode(value);
    case "flow":
      return flowNode(value.flow);
    case "block":
    case "opaque":
      return {
        kind: "scalar",
        span: value.span,
        value: undefined,
        source: "",
        style: value.kind === "block" ? "literal" : "plain",
        placeholder: value.kind === "opaque",
      };
  }
}

function containerNode(container: OutlineContainer | undefined): YamlNode | undefined {
  if (container === undefined) return undefined;
  if (container.kind === "sequence") return new LazySequence(container);
  const [first] = container.entries;
  if (container.entries.every((entry) => entry.kind === "word")) {
    return first?.name === undefined ? undefined : scalarNode(first.name);
  }
  return new LazyMapping(container.entries);
}

// Of a long document only the way to the cursor and a few neighbours are ever looked at, so nodes come into being when they are asked for.

class LazyMapping implements MappingNode {
  readonly kind = "mapping";
  readonly flow = false;
  private own: readonly LazyEntry[] | undefined;

  constructor(private readonly source: readonly OutlineEntry[]) {}

  get entries(): readonly LazyEntry[] {
    this.own ??= this.source.flatMap((entry) =>
      entry.kind === "key" && entry.name !== undefined ? [new LazyEntry(entry, entry.name)] : [],
    );
    return this.own;
  }

  get span(): Span {
    const { entries } = this;
    const start = entries[0]?.key.span.start ?? 0;
    return { start, end: entries.at(-1)?.end ?? start };
  }
}

class LazyEntry implements MappingEntry {
  readonly key: ScalarNode;
  private node: { readonly value: YamlNode | undefined; readonly end: number } | undefined;

  constructor(
    private readonly source: OutlineEntry,
    name: OutlineScalar,
  ) {
    this.key = scalarNode(name);
  }

  get value(): YamlNode | undefined {
    return this.read().value;
  }

  get end(): number {
    return this.read().end;
  }

  get span(): Span {
    return { start: this.source.offset, end: this.end };
  }

  /** The value and where it ends, worked out once: each level around asks for the end again. */
  private read(): { readonly value: YamlNode | undefined; readonly end: number } {
    if (this.node === undefined) {
      const value = nodeOf(this.source);
      this.node = { value, end: Math.max(this.source.markEnd, value?.span.end ?? 0) };
    }
    return this.node;
  }
}

class LazySequence implements SequenceNode {
  readonly kind = "sequence";
  readonly flow = false;
  private own: readonly (YamlNode | undefined)[] | undefined;
  private ownEnd: number | undefined;

  constructor(private readonly source: OutlineContainer) {}

  get items(): readonly (YamlNode | undefined)[] {
    this.own ??= this.source.entries.map(nodeOf);
    return this.own;
  }

  get span(): Span {
    const start = this.source.entries[0]?.offset ?? 0;
    const last = this.source.entries.at(-1);
    this.ownEnd ??= Math.max(start, last?.markEnd ?? 0, this.items.at(-1)?.span.end ?? 0);
    return { start, end: this.ownEnd };
  }
}

function flowNode(flow: FlowCollection): YamlNode {
  if (flow.kind === "sequence") {
    const filled = flow.segments.filter((segment) => segment.value !== undefined);
    const items = filled.map((segment) => (segment.value === undefined ? undefined : valueNode(segment.value)));
    return { kind: "sequence", span: flow.span, flow: true, items };
  }
  const entries = flow.segments.flatMap((segment): MappingEntry[] => {
    // `{a}` is a key without a value.
    const key = segment.key ?? (segment.value?.kind === "scalar" ? segment.value : undefined);
    if (key === undefined) return [];
    const value = segment.key === undefined || segment.value === undefined ? undefined : valueNode(segment.value);
    return [{ key: scalarNode(key), value, span: { start: key.span.start, end: value?.span.end ?? key.span.end } }];
  });
  return { kind: "mapping", span: flow.span, flow: true, entries };
}

const STYLES: Readonly<Record<OutlineScalar["quote"], ScalarStyle>> = { "": "plain", "'": "single", '"': "double" };

function scalarNode(scalar: OutlineScalar): ScalarNode {
  const { text, span, quote } = scalar;
  const source = quote === "" ? text : unquoted(text, quote);
  return {
    kind: "scalar",
    span,
    value: quote === "" ? plainValue(text) : source,
    source,
    style: STYLES[quote],
    placeholder: false,
  };
}

/** What the text between quotes stands for; as it is where an escape is none. */
function unquoted(text: string, quote: "'" | '"'): string {
  return quote === "'" ? text.replaceAll("''", "'") : (unescaped(text) ?? text);
}
