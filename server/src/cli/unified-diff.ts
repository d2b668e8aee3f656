// The difference of two texts as a unified diff, as `git apply` and `patch` read it.
import { changedLines, type LineChange, linesOf } from "../service/index";

/** Lines of context around a change. */
const CONTEXT = 3;

/** The diff of a file; nothing when the texts are equal. `shown` makes a line of the file fit to print. */
export function unifiedDiff(name: string, before: string, after: string, shown: (line: string) => string): string {
  if (before === after) return "";
  const old = linesOf(before);
  const young = linesOf(after);
  const hunks = hunksOf(changedLines(old, young));
  const printed = hunks.map((hunk) => printHunk(hunk, old, young, shown));
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(name);
  const [from, to] = isAbsolute ? [name, name] : [`a/${name}`, `b/${name}`];
  return `--- ${quoted(from)}\n+++ ${quoted(to)}\n${printed.join("")}`;
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
