// A value that could be typed, found in the workspace or fixed by the API, before it is written in the document's quotes.
import type { LocalizedText, TextArgs } from "../../base/localized-text";

/** One value; smaller ranks come first. `about` says where it comes from. */
export interface Candidate {
  readonly value: string | number | boolean;
  readonly rank: number;
  readonly about?: LocalizedText;
  readonly args?: TextArgs;
}

/** Of candidates with the same value, the best-ranked one; best first, equal ranks in the order given. */
export function distinct(candidates: Iterable<Candidate>): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = String(candidate.value);
    const known = best.get(key);
    if (known === undefined || candidate.rank < known.rank) best.set(key, candidate);
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank);
}

/** A text that is the same in every language. */
export function same(text: string): LocalizedText {
  return { en: text, ko: text };
}
