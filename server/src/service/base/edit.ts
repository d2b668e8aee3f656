// A replacement of text, and how replacements are applied.
import type { Span } from "./span";

/** Replace the characters of `span` by `newText`. Spans are relative to the text the edit is made for. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** Applies edits that do not overlap; their spans all refer to the text as it was before. Throws a RangeError when two overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let at = 0;
  for (const edit of sorted) {
    if (edit.span.start < at) throw new RangeError(`Edits overlap at offset ${edit.span.start}`);
    result += text.slice(at, edit.span.start) + edit.newText;
    at = edit.span.end;
  }
  return result + text.slice(at);
}
