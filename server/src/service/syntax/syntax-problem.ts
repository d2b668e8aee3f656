// What can be wrong with a document's YAML, whichever reader found it.
import type { Span } from "../base/span";
import type { DuplicateKey } from "./duplicate-keys";

/** What can be wrong with the YAML itself. */
export type SyntaxProblemCode = "yaml-syntax" | "yaml-tab" | "yaml-duplicate-key" | "yaml-alias" | "yaml-too-large";

/** A place where the text is not good YAML; `detail` is the parser's own code or the name concerned. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly span: Span;
  readonly detail: string;
  /** Of a key that comes twice, where it stands first. */
  readonly first?: Span;
}

/** A document that is too long, or nested too deeply, to be read at all. */
export const TOO_LARGE_PROBLEM: SyntaxProblem = { code: "yaml-too-large", span: { start: 0, end: 1 }, detail: "" };

/** How far a key is looked at for where its word ends. */
const LONGEST_WORD = 300;

/** The problem that a key stands earlier in the same mapping. */
export function duplicateKey(text: string, { entry: { key }, first }: DuplicateKey): SyntaxProblem {
  const { start } = key.span;
  const word = /^[^\s:]+/.exec(text.slice(start, start + LONGEST_WORD))?.[0];
  return {
    code: "yaml-duplicate-key",
    span: { start, end: start + (word?.length ?? 1) },
    detail: key.source,
    first: first.key.span,
  };
}
