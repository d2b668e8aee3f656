// Keys that a mapping has twice. Keys are equal when their values are: `1` and `0x1` are one key, `1` and `"1"` are two.
import type { MappingEntry } from "./yaml-node";

/** Up to this many keys, comparing all pairs is quicker than a set. */
const FEW = 8;
const NONE: readonly never[] = [];

/** The entries whose key stands earlier in the same mapping. */
export function duplicatesIn<Entry extends Pick<MappingEntry, "key">>(entries: readonly Entry[]): readonly Entry[] {
  return entries.length <= FEW ? amongFew(entries) : amongMany(entries);
}

function amongFew<Entry extends Pick<MappingEntry, "key">>(entries: readonly Entry[]): readonly Entry[] {
  let found: Entry[] | undefined;
  for (let at = 1; at < entries.length; at++) {
    const entry = entries[at];
    for (let before = 0; before < at && entry !== undefined; before++) {
      if (entries[before]?.key.value === entry.key.value) {
        (found ??= []).push(entry);
        break;
      }
    }
  }
  return found ?? NONE;
}

function amongMany<Entry extends Pick<MappingEntry, "key">>(entries: readonly Entry[]): readonly Entry[] {
  const values = new Set<MappingEntry["key"]["value"]>();
  return entries.filter(({ key: { value } }) => {
    if (values.has(value)) return true;
    values.add(value);
    return false;
  });
}
