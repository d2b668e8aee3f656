// One YAML document's text -> a tree with spans and the problems met on the way. Never throws: what cannot be read becomes a problem, and the
// rest of the tree stays usable. The quick reader does nearly all documents; the `yaml` package is asked for what it does not cover.
import { readBlockTree } from "./block-reader";
import { readWithPackage } from "./package-reader";
import { duplicateKey, type SyntaxProblem, TOO_LARGE_PROBLEM } from "./syntax-problem";
import { isTemplated } from "./templated";
import type { YamlNode } from "./yaml-node";

export type { SyntaxProblem, SyntaxProblemCode } from "./syntax-problem";

/** A document, read. `templated` text holds braces of a template language: its syntax proves nothing. */
export interface ParsedDocument {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly templated: boolean;
}

/** Documents longer than this (UTF-16 units) are not parsed; nobody writes such resources by hand. */
const MAX_DOCUMENT_LENGTH = 4_000_000;

const NONE: readonly never[] = [];

/** Reads one document, its `---` line included. */
export function parseYaml(text: string): ParsedDocument {
  if (text.length > MAX_DOCUMENT_LENGTH)
    return { text, root: undefined, problems: [TOO_LARGE_PROBLEM], templated: false };
  const templated = isTemplated(text);
  if (text.includes("\u0000")) return { text, root: undefined, problems: NONE, templated };
  const tree = readBlockTree(text);
  if (tree === undefined) return { text, ...readWithPackage(text, templated), templated };
  const problems =
    templated || tree.duplicates.length === 0 ? NONE : tree.duplicates.map((found) => duplicateKey(text, found));
  return { text, root: tree.root, problems, templated };
}
