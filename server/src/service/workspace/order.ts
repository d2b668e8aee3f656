// The order of documents in their file. A document gets a number when it is read and keeps it; the numbers rise along every file that holds the
// document, so that two documents are put in order without searching the file for them.
import type { YamlDocument, YamlFile } from "../syntax/document";

const numbers = new WeakMap<YamlDocument, number>();
const STEP = 2 ** 20;

/** The number of a document. */
export function orderOf(document: YamlDocument): number {
  return numbers.get(document) ?? 0;
}

/**
 * Numbers the new documents of a file: those at `from` up to, not including, `to`. They take the numbers of the old ones whose place they take; further
 * ones get numbers in between. False when there is no number left in between.
 */
export function giveOrder(file: YamlFile, from: number, to: number, replaced: readonly YamlDocument[]): boolean {
  const above = file.documents[from - 1];
  let last = above === undefined ? 0 : orderOf(above);
  const below = file.documents[to];
  const count = to - from;
  const taken = Math.min(count, replaced.length);
  for (let at = 0; at < taken; at++) {
    const document = file.documents[from + at];
    const old = replaced[at];
    if (document === undefined || old === undefined) continue;
    last = orderOf(old);
    numbers.set(document, last);
  }
  const free = count - taken;
  const step = below === undefined ? STEP : (orderOf(below) - last) / (free + 1);
  for (let at = taken; at < count; at++) {
    const document = file.documents[from + at];
    const next = last + step;
    if (next <= last || (below !== undefined && next >= orderOf(below))) return false;
    if (document !== undefined) numbers.set(document, next);
    last = next;
  }
  return true;
}

/** A document's position in a file; nothing when it is no part of it. */
export function positionIn(file: YamlFile, document: YamlDocument): number | undefined {
  const order = orderOf(document);
  let low = 0;
  let high = file.documents.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = file.documents[middle];
    if (found === document) return middle;
    if (found === undefined) return undefined;
    if (orderOf(found) < order) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
