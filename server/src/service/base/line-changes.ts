// Which lines differ between two texts. Lines that occur once in both texts hold the two together; what lies between them is narrowed from both
// ends and then replaced as a whole, so the cost stays near the size of the texts, however they differ.
import type { Edit } from "./edit";

/** Small edits, one for each place where the texts differ, that make the one text of the other. */
export function editsBetween(before: string, after: string): readonly Edit[] {
  const old = linesOf(before);
  const young = linesOf(after);
  const oldStarts = startsOf(old);
  const newStarts = startsOf(young);
  return changedLines(old, young).map(({ start, end, newStart, newEnd }) => {
    const from = oldStarts[start] ?? 0;
    const removed = before.slice(from, oldStarts[end]);
    const { span, newText } = smallestEdit(removed, after.slice(newStarts[newStart], newStarts[newEnd]));
    return { span: { start: span.start + from, end: span.end + from }, newText };
  });
}

/** One edit, as short as can be, that makes the one text of the other. */
function smallestEdit(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  // Half a character is no place in an editor.
  if (isInsidePair(before, start) || isInsidePair(after, start)) start--;
  if (isInsidePair(before, before.length - tail) || isInsidePair(after, after.length - tail)) tail--;
  return { span: { start, end: before.length - tail }, newText: after.slice(start, after.length - tail) };
}

/** Whether an offset lies between the two units of one character. */
function isInsidePair(text: string, offset: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(offset - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(offset));
}

/** The offset at which each line begins, and that of the text's end. */
function startsOf(lines: readonly string[]): readonly number[] {
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  return starts;
}

/** Lines `start` to `end` of the old text are replaced by lines `newStart` to `newEnd` of the new one. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Lines with their line breaks; only the last one may lack it. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What must be replaced to get from the old lines to the new ones, in their order. */
export function changedLines(old: readonly string[], young: readonly string[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  const pending: LineChange[] = [{ start: 0, end: old.length, newStart: 0, newEnd: young.length }];
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    let { start, end, newStart, newEnd } = block;
    for (; start < end && newStart < newEnd && old[start] === young[newStart]; start++) newStart++;
    for (; end > start && newEnd > newStart && old[end - 1] === young[newEnd - 1]; end--) newEnd--;
    if (start === end && newStart === newEnd) continue;
    const narrowed = { start, end, newStart, newEnd };
    const anchors = start === end || newStart === newEnd ? [] : anchorsIn(narrowed, old, young);
    if (anchors.length === 0) {
      changes.push(narrowed);
      continue;
    }
    const bounds = [...anchors, { line: end, newLine: newEnd }];
    for (const { line, newLine } of bounds) {
      pending.push({ start, end: line, newStart, newEnd: newLine });
      start = line + 1;
      newStart = newLine + 1;
    }
  }
  return changes.sort((a, b) => a.start - b.start || a.newStart - b.newStart);
}

interface Anchor {
  readonly line: number;
  readonly newLine: number;
}

/** Lines that occur once in each side of a block, the longest run of them that stands in the same order in both. */
function anchorsIn(block: LineChange, old: readonly string[], young: readonly string[]): readonly Anchor[] {
  const once = uniqueLines(old, block.start, block.end);
  const newOnce = uniqueLines(young, block.newStart, block.newEnd);
  const common: Anchor[] = [];
  for (const [text, line] of once) {
    const newLine = newOnce.get(text);
    if (newLine !== undefined) common.push({ line, newLine });
  }
  return longestOrdered(common.sort((a, b) => a.line - b.line));
}

function uniqueLines(lines: readonly string[], start: number, end: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let line = start; line < end; line++) {
    const text = lines[line] ?? "";
    if (places.has(text)) repeated.add(text);
    else places.set(text, line);
  }
  for (const text of repeated) places.delete(text);
  return places;
}

/** The longest sequence of anchors whose new lines rise too (patience sorting). */
function longestOrdered(anchors: readonly Anchor[]): readonly Anchor[] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [position, { newLine }] of anchors.entries()) {
    let low = 0;
    for (let high = tops.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((anchors[tops[middle] ?? 0]?.newLine ?? 0) < newLine) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (tops[low - 1] ?? -1));
    tops[low] = position;
  }
  const chosen: Anchor[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const anchor = anchors[at];
    if (anchor !== undefined) chosen.push(anchor);
  }
  return chosen.reverse();
}
