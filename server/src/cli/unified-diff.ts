// The difference of two texts as a unified diff, as `git apply` and `patch` read it. Lines that occur once in both texts hold the two together; what
// lies between them is narrowed from both ends and then replaced as a whole, so the cost stays near the size of the texts, however they differ.

/** Lines of context around a change. */
const CONTEXT = 3;

/** The diff of a file; nothing when the texts are equal. `shown` makes a line of the file fit to print. */
export function unifiedDiff(name: string, before: string, after: string, shown: (line: string) => string): string {
  if (before === after) return "";
  const old = linesOf(before);
  const young = linesOf(after);
  const hunks = hunksOf(changesBetween(old, young));
  const printed = hunks.map((hunk) => printHunk(hunk, old, young, shown));
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(name);
  const [from, to] = isAbsolute ? [name, name] : [`a/${name}`, `b/${name}`];
  return `--- ${quoted(from)}\n+++ ${quoted(to)}\n${printed.join("")}`;
}

/** Lines `start` to `end` of the old text are replaced by lines `newStart` to `newEnd` of the new one. */
interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Lines with their line breaks; only the last one may lack it. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesBetween(old: readonly string[], young: readonly string[]): readonly LineChange[] {
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

/** Changes whose contexts touch are printed together. */
function hunksOf(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const open = hunks.at(-1);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && change.start - last.end <= 2 * CONTEXT) open.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function printHunk(
  hunk: readonly LineChange[],
  old: readonly string[],
  young: readonly string[],
  shown: (line: string) => string,
): string {
  const [first] = hunk;
  const last = hunk.at(-1);
  if (first === undefined || last === undefined) return "";
  const lead = Math.min(CONTEXT, first.start);
  const tail = Math.min(CONTEXT, old.length - last.end);
  const printed: string[] = [];
  const print = (mark: string, lines: readonly string[], start: number, end: number): void => {
    for (const line of lines.slice(start, end)) {
      const isEnded = line.endsWith("\n");
      const text = isEnded ? line.slice(0, -1) : line;
      // A carriage return in front of the line break belongs to the line; anywhere else it would move the cursor.
      const body = text.endsWith("\r") ? `${shown(mark + text.slice(0, -1))}\r` : shown(mark + text);
      printed.push(`${body}\n${isEnded ? "" : "\\ No newline at end of file\n"}`);
    }
  };
  let at = first.start - lead;
  for (const { start, end, newStart, newEnd } of hunk) {
    print(" ", old, at, start);
    print("-", old, start, end);
    print("+", young, newStart, newEnd);
    at = end;
  }
  print(" ", old, at, at + tail);
  const head = `@@ -${place(first.start - lead, last.end + tail)} +${place(first.newStart - lead, last.newEnd + tail)} @@\n`;
  return head + printed.join("");
}

/** Where a hunk stands: lines count from one, and an empty one is named by the line in front of it. */
function place(start: number, end: number): string {
  return `${end === start ? start : start + 1},${end - start}`;
}

/** A file name as git writes it: in quotes when it holds what a header line cannot, or what a build system would take for an order. */
function quoted(name: string): string {
  if (!/##|["\\\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/.test(name)) return name;
  const bytes = [...new TextEncoder().encode(name)];
  const written = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === "\\") return `\\${character}`;
    return byte < 0x20 || byte > 0x7e || character === "#" ? `\\${byte.toString(8).padStart(3, "0")}` : character;
  });
  return `"${written.join("")}"`;
}
