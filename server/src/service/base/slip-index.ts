// Finds, among many names, those that a slip of the pen could have made of another, without comparing each with each: names are filed by their form
// (every number the same), and forms by five pieces of which two slips leave at least one as it was.
import { isSlip } from "./edit-distance";

/** Names that can be asked for. */
export interface SlipIndex {
  /** The names that are a slip away from this one, in the order in which they were filed; see isSlip. */
  readonly near: (name: string) => readonly string[];
}

/** A slip spoils one piece of a form, a swap of neighbours at most two, and two slips are the limit. */
const PIECES = 5;
const MOST_SLIPS = 2;

/** Files names; each counts once. */
export function slipIndex(names: Iterable<string>): SlipIndex {
  const namesByForm = new Map<string, string[]>();
  for (const name of new Set(names)) push(namesByForm, formOf(name), name);
  const formsByPiece = new Map<string, string[]>();
  for (const form of namesByForm.keys()) {
    for (const key of piecesOf(form, form.length, 0)) push(formsByPiece, key, form);
  }
  const near = (name: string): readonly string[] => {
    const form = formOf(name);
    const forms = new Set<string>();
    for (let length = form.length - MOST_SLIPS; length <= form.length + MOST_SLIPS; length++) {
      for (const key of piecesOf(form, length, MOST_SLIPS)) {
        for (const found of formsByPiece.get(key) ?? []) forms.add(found);
      }
    }
    // Names of one form differ in numbers alone, which is no slip.
    forms.delete(form);
    return [...forms].flatMap((found) => (namesByForm.get(found) ?? []).filter((other) => isSlip(name, other)));
  };
  return { near };
}

/** A name in lower case, every number written as one digit. */
function formOf(name: string): string {
  return name.toLowerCase().replace(/\d+/g, "0");
}

/** The pieces that a form of `length` characters has, as `text` may hold them: up to `reach` characters beside their places. */
function* piecesOf(text: string, length: number, reach: number): Iterable<string> {
  for (let piece = 0; piece < PIECES; piece++) {
    const start = Math.floor((length * piece) / PIECES);
    const size = Math.floor((length * (piece + 1)) / PIECES) - start;
    for (let at = Math.max(0, start - reach); at <= start + reach; at++) {
      const part = text.slice(at, at + size);
      if (part.length === size) yield `${length} ${piece} ${part}`;
    }
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
