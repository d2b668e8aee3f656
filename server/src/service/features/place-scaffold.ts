// Where a new set goes in a file: to a border of documents, with the `---` that parts it from what stands there. Never into a line, never into a
// resource.
import { buildScaffold } from "../scaffold/build";
import type { ScaffoldParameters } from "../scaffold/parameters";
import type { ScaffoldVariant } from "../scaffold/variants";
import { cursorStyle } from "../syntax/cursor-style";
import { documentAt } from "../syntax/document";
import type { Snapshot } from "../workspace/snapshot";
import { offsetAt, type Position, type Range, rangeOf } from "./position";

/** An edit that only inserts. */
export interface PlacedScaffold {
  readonly range: Range;
  readonly newText: string;
}

/**
 * A set as an insertion behind the document that the position lies in (in it, while it is empty), in the style of the file. For a file that the
 * snapshot does not know, the whole text at its beginning.
 */
export function placeScaffold(
  snapshot: Snapshot,
  place: { readonly uri: string; readonly position: Position },
  variant: ScaffoldVariant,
  given: Partial<ScaffoldParameters>,
): PlacedScaffold {
  const file = snapshot.file(place.uri);
  const found = file === undefined ? undefined : documentAt(file, offsetAt(file, place.position));
  if (file === undefined || found === undefined) {
    const start = { line: 0, character: 0 };
    return { range: { start, end: start }, newText: buildScaffold(variant, given) };
  }
  const { document, start } = found;
  const style = cursorStyle(document, file);
  const { text } = document;
  const end = start + text.length;
  const lead = text === "" || /[\r\n]$/.test(text) ? "" : style.eol;
  const border = isEmpty(text) ? "" : `---${style.eol}`;
  return {
    range: rangeOf(file, { start: end, end }),
    newText: `${lead}${border}${buildScaffold(variant, given, style)}`,
  };
}

/** Whether a document has nothing but blank lines, comments and its own `---`. */
function isEmpty(text: string): boolean {
  return text.split(/\r\n?|\n/).every((line) => /^(?:---)?\s*(?:#.*)?$/.test(line));
}
