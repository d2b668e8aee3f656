// The two readers of YAML side by side: where the quick one covers a text, both must tell the same.
import assert from "node:assert/strict";
import { readBlockTree } from "../../server/src/service/syntax/block-reader";
import { readWithPackage } from "../../server/src/service/syntax/package-reader";
import { duplicateKey } from "../../server/src/service/syntax/syntax-problem";
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
  const problems = tree.duplicates.map((entry) => duplicateKey(text, entry));
  const expected = readWithPackage(text, false);
  assert.deepEqual(
    { root: plain(tree.root), problems },
    { root: plain(expected.root), problems: expected.problems },
    JSON.stringify(text),
  );
  return true;
}
