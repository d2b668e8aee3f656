// Keys that a mapping has twice. Keys are equal when their values are: `1` and `0x1` are one key, `1` and `"1"` are two.
import type { MappingEntry } from "./yaml-node";

/** An entry whose key stands earlier in the same mapping, and the first with that key. */
export interface DuplicateKey {
  readonly entry: MappingEntry;
  readonly first: MappingEntry;
}

/** Up to this many keys, comparing all pairs is quicker than a map. */
const FEW = 8;
const NONE: readonly DuplicateKey[] = [];

/** The entries whose key stands earlier in the same mapping. */
export function duplicatesIn(entries: readonly MappingEntry[]): readonly DuplicateKey[] {
  return entries.length <= FEW ? amongFew(entries) : amongMany(entries);
}

function amongFew(entries: readonly MappingEntry[]): readonly DuplicateKey[] {
  let found: DuplicateKey[] | undefined;
  for (let at = 1; at < entries.length; at++) {
    const entry = entries[at];
    for (let before = 0; before < at && entry !== undefined; before++) {
      const first = entries[before];
      if (first?.key.value === entry.key.value && first !== undefined) {
        (found ??= []).push({ entry, first });
        break;
      }
    }
  }
  return found ?? NONE;
}

function amongMany(entries: readonly MappingEntry[]): readonly DuplicateKey[] {
  let found: DuplicateKey[] | undefined;
  const firstByValue = new Map<MappingEntry["key"]["value"], MappingEntry>();
  for (const entry of entries) {
    const first = firstByValue.get(entry.key.value);
    if (first === undefined) firstByValue.set(entry.key.value, entry);
    else (found ??= []).push({ entry, first });
  }
  return found ?? NONE;
}
