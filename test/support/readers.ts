// The two readers of YAML side by side: where the quick one covers a text, both must tell the same.
import assert from "node:assert/strict";
import { readBlockTree } from "../../server/src/service/syntax/block-reader";
import { readOutline } from "../../server/src/service/syntax/cursor-outline";
import { treeOf } from "../../server/src/service/syntax/cursor-tree";
import { readWithPackage } from "../../server/src/service/syntax/package-reader";
import { duplicateKey } from "../../server/src/service/syntax/syntax-problem";
import { isTemplated } from "../../server/src/service/syntax/templated";
import type { YamlNode } from "../../server/src/service/syntax/yaml-node";

/** A tree as plain data, every detail in it. */
function plain(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case "scalar": {
      const { kind, span, value, source, style, placeholder } = node;
      return { kind, span, value, source, style, placeholder };
    }
    case "sequence":
      return { kind: node.kind, span: node.span, flow: node.flow, items: node.items.map(plain) };
    case "mapping":
      return {
        kind: node.kind,
        span: node.span,
        flow: node.flow,
        entries: node.entries.map(({ key, value, span }) => ({ key: plain(key), value: plain(value), span })),
      };
  }
}

/** Compares both readings of a document. Whether the quick reader covered it. */
export function checkReaders(text: string): boolean {
  const tree = readBlockTree(text);
  if (tree === undefined) return false;
  const problems = tree.duplicates.map((found) => duplicateKey(text, found));
  const expected = readWithPackage(text, false);
  assert.deepEqual(
    { root: plain(tree.root), problems },
    { root: plain(expected.root), problems: expected.problems },
    JSON.stringify(text),
  );
  return true;
}

/** What the cursor's lenient tree has in common with the reader's: everything but the text of block scalars, and where collections end. */
function essence(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case "scalar": {
      const { kind, span, value, source, style } = node;
      const isBlock = style === "literal" || style === "folded";
      return isBlock ? { kind, start: span.start } : { kind, span, value, source, style };
    }
    case "sequence":
      return { kind: node.kind, start: node.span.start, flow: node.flow, items: node.items.map(essence) };
    case "mapping":
      return {
        kind: node.kind,
        start: node.span.start,
        flow: node.flow,
        entries: node.entries.map(({ key, value }) => ({ key: essence(key), value: essence(value) })),
      };
  }
}

/** Whether a scalar of a tree goes on over several lines without being a block scalar; the cursor knows its first line only. */
function hasLongScalar(node: YamlNode | undefined, text: string): boolean {
  switch (node?.kind) {
    case undefined:
      return false;
    case "scalar":
      return !/^[|>]/.test(text.slice(node.span.start)) && text.slice(node.span.start, node.span.end).includes("\n");
    case "sequence":
      return node.items.some((item) => hasLongScalar(item, text));
    case "mapping":
      return node.entries.some(({ value }) => hasLongScalar(value, text));
  }
}

/** Compares the tree that the cursor's outline makes of a finished document with the one that the quick reader makes. */
export function checkOutline(text: string): void {
  const root = readBlockTree(text)?.root;
  if (root?.kind !== "mapping" || isTemplated(text) || hasLongScalar(root, text)) return;
  assert.deepEqual(essence(treeOf(readOutline(text))), essence(root), JSON.stringify(text));
}
