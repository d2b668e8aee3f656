// Which node, and which side of an entry, an offset touches. For half-typed text use the cursor model; this reads what did parse.
import { touches } from "../base/span";
import type { MappingEntry, YamlNode, YamlPath } from "./yaml-node";

/** The innermost thing an offset touches: `path` leads to the entry's value (or to the list item), `entry` is the mapping entry around it. */
export interface NodeAt {
  readonly path: YamlPath;
  readonly node: YamlNode | undefined;
  readonly entry: MappingEntry | undefined;
  readonly side: "key" | "value";
}

/** Finds the innermost key or value at an offset relative to the document; nothing between entries. */
export function nodeAt(root: YamlNode | undefined, offset: number): NodeAt | undefined {
  return root === undefined ? undefined : search(root, offset, [], undefined);
}

function search(node: YamlNode, offset: number, path: YamlPath, entry: MappingEntry | undefined): NodeAt | undefined {
  switch (node.kind) {
    case "scalar":
      return touches(node.span, offset) ? { path, node, entry, side: "value" } : undefined;
    case "sequence":
      for (const [position, item] of node.items.entries()) {
        if (item !== undefined && touches(item.span, offset)) {
          const found = search(item, offset, [...path, position], undefined);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    case "mapping":
      for (const inner of node.entries) {
        if (touches(inner.key.span, offset)) {
          return { path: [...path, inner.key.source], node: inner.value, entry: inner, side: "key" };
        }
        if (inner.value !== undefined && touches(inner.value.span, offset)) {
          const found = search(inner.value, offset, [...path, inner.key.source], inner);
          if (found !== undefined) return found;
        }
      }
      return undefined;
  }
}
