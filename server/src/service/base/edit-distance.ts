// How many keystrokes two words are apart, and the closest of several words: the basis of every "did you mean".

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours, each counting one. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/**
 * The candidate a person most likely meant, ignoring case; nothing when none is close enough (a third of the word's length, at least one
 * and at most four keystrokes) or the word itself is among them. Ties go to the earlier candidate.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(4, Math.max(1, Math.floor(word.length / 3)));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word) return undefined;
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * Whether a dotted or dashed name is a slip of the pen away from another: up to two keystrokes, fewer in short names. Names that differ in a
 * number, or in one short word of equal length (`eu` and `us`, `www` and `sts`), are told apart on purpose and no slip.
 */
export function isSlip(name: string, other: string): boolean {
  if (name === other || Math.abs(name.length - other.length) > 2) return false;
  const distance = editDistance(name.toLowerCase(), other.toLowerCase());
  if (distance === 0 || distance > 2 || distance * 5 > name.length) return false;
  const words = name.split(/[-._/]/);
  const otherWords = other.split(/[-._/]/);
  if (words.length !== otherWords.length) return true;
  return !words.some((word, position) => {
    const otherWord = otherWords[position] ?? "";
    if (word === otherWord) return false;
    const bare = (text: string): string => text.replace(/\d+/g, "0");
    return (word.length <= 3 && word.length === otherWord.length) || bare(word) === bare(otherWord);
  });
}
