// The outline of a document as an ordinary tree, so that whoever reads finished documents can read half-typed ones. Words that are no keys yet
// are left out, as is everything that indentation alone cannot tell (aliases, templates).
import type { FlowCollection, OutlineScalar, OutlineValue } from "./cursor-flow";
import type { Outline, OutlineContainer, OutlineEntry } from "./cursor-outline";
import type { MappingEntry, ScalarNode, ScalarStyle, YamlNode } from "./yaml-node";

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
          : mappingNode(
              containers.flatMap((container) => container.entries),
              false,
            );
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
  const [first] = container.entries;
  const start = first?.offset ?? 0;
  if (container.kind === "sequence") {
    const items = container.entries.map(nodeOf);
    return {
      kind: "sequence",
      span: { start, end: endOf(start, items, container.entries.at(-1)?.markEnd) },
      flow: false,
      items,
    };
  }
  if (container.entries.every((entry) => entry.kind === "word")) {
    return first?.name === undefined ? undefined : scalarNode(first.name);
  }
  return mappingNode(container.entries, false);
}

function mappingNode(entries: readonly OutlineEntry[], flow: boolean): YamlNode {
  const own = entries.flatMap((entry): MappingEntry[] => {
    if (entry.kind !== "key" || entry.name === undefined) return [];
    const value = nodeOf(entry);
    const end = Math.max(entry.markEnd, value?.span.end ?? 0);
    return [{ key: scalarNode(entry.name), value, span: { start: entry.offset, end } }];
  });
  const start = own[0]?.span.start ?? 0;
  return { kind: "mapping", span: { start, end: own.at(-1)?.span.end ?? start }, flow, entries: own };
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
  return {
    kind: "scalar",
    span,
    value: quote === "" ? plainValue(text) : text,
    source: text,
    style: STYLES[quote],
    placeholder: false,
  };
}

/** What YAML 1.2's core schema makes of the plain scalars that matter here. */
function plainValue(text: string): string | number | boolean | undefined {
  if (text === "" || text === "~" || text === "null") return undefined;
  if (text === "true" || text === "false") return text === "true";
  return /^[-+]?(?:\d{1,15}|\d{1,12}\.\d+)$/.test(text) ? Number(text) : text;
}

function endOf(start: number, items: readonly (YamlNode | undefined)[], markEnd: number | undefined): number {
  return Math.max(start, markEnd ?? 0, ...items.map((item) => item?.span.end ?? 0));
}
