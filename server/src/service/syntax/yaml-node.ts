// The YAML tree everything above reads: values that nobody changes, with spans relative to their document's text. Anchors are resolved once, within
// limits, so readers never meet an alias; what could not be resolved is a scalar without a value.
import type { Span } from "../base/span";

/** How a scalar was written. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** A scalar: `value` is what YAML 1.2's core schema makes of it, `source` the text between the quotes. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | bigint | undefined;
  readonly source: string;
  readonly style: ScalarStyle;
  /** Whether the text holds a placeholder of a template language (`{{ }}`, `${}`, `$()`), so its value is not known. */
  readonly placeholder: boolean;
}

/** One `key: value` of a mapping. `span` runs from the key's start to the value's end. A value that is not written is undefined. */
export interface MappingEntry {
  readonly key: ScalarNode;
  readonly value: YamlNode | undefined;
  readonly span: Span;
}

/** A mapping, in the order of the text; entries of merged mappings (`<<`) follow the mapping's own. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly span: Span;
  readonly flow: boolean;
  readonly entries: readonly MappingEntry[];
}

/** A list. An item without text is undefined. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly span: Span;
  readonly flow: boolean;
  readonly items: readonly (YamlNode | undefined)[];
}

/** Any node of the tree. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode;

/** A way from the root of a document to a node: keys and list positions. */
export type YamlPath = readonly (string | number)[];

/** Mappings with more entries than this are searched by an index. */
const FEW_ENTRIES = 16;

const indexes = new WeakMap<MappingNode, ReadonlyMap<string, MappingEntry>>();

/** The first entry of a mapping with this key, or nothing when the node is no mapping or lacks the key. Quick however many entries there are. */
export function entryOf(node: YamlNode | undefined, key: string): MappingEntry | undefined {
  if (node?.kind !== "mapping") return undefined;
  const { entries } = node;
  if (entries.length > FEW_ENTRIES) return indexOf(node).get(key);
  for (const entry of entries) if (entry.key.source === key) return entry;
  return undefined;
}

/** The first entry of each key of a long mapping; made when it is asked for. */
function indexOf(mapping: MappingNode): ReadonlyMap<string, MappingEntry> {
  let index = indexes.get(mapping);
  if (index === undefined) {
    const first = new Map<string, MappingEntry>();
    for (const entry of mapping.entries) if (!first.has(entry.key.source)) first.set(entry.key.source, entry);
    index = first;
    indexes.set(mapping, index);
  }
  return index;
}

/** The node at the end of a path, or nothing. */
export function nodeAtPath(root: YamlNode | undefined, path: YamlPath): YamlNode | undefined {
  let node = root;
  for (const step of path) {
    if (typeof step === "string") node = entryOf(node, step)?.value;
    else node = node?.kind === "sequence" ? node.items[step] : undefined;
    if (node === undefined) return undefined;
  }
  return node;
}

/** A path as people write it: `spec.ports[0].protocol`; with `wildcard`, list positions are left open: `spec.ports[].protocol`. */
export function pathText(path: YamlPath, wildcard: "wildcard" | "exact" = "exact"): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += wildcard === "wildcard" ? "[]" : `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
