// Asking for completions in a fixture: what is offered at `<|>`, what accepting an item makes of the text, and in which order items stand.
import assert from "node:assert/strict";
import {
  applyEdits,
  completion,
  type CompletionItem,
  type CompletionView,
  offsetAt,
  positionAt,
  type Settings,
  type Snapshot,
} from "../../server/src/service/index";
import { snapshotOf } from "./check";
import { expandSnippet } from "./expand-snippet";
import { readFixture } from "./fixture";

/** What a fixture's cursor is expected to bring up. */
export interface CompletionExpectation {
  /** Labels that are offered. */
  readonly has?: readonly string[];
  /** Labels that are not. */
  readonly lacks?: readonly string[];
  /** The first labels, in this order. */
  readonly first?: readonly string[];
  /** All labels, in this order. */
  readonly only?: readonly string[];
  /** What the cursor's file is after accepting the item with this label, `<|>` in place of the tab stops. */
  readonly accept?: readonly [label: string, text: string];
  /** Whether `accept` shows the text with its defaults instead of marks. */
  readonly plain?: boolean;
  /** A part of the detail of the item with this label. */
  readonly detail?: readonly [label: string, text: string];
  readonly view?: Partial<CompletionView>;
  readonly settings?: Partial<Settings>;
}

const VIEW: CompletionView = { locale: "en", snippetSupport: true, markdown: true };

/** The items at an offset of a file, in the order in which an editor shows them. */
export function itemsAt(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  view: CompletionView = VIEW,
): readonly CompletionItem[] {
  const file = snapshot.file(uri);
  assert.ok(file !== undefined);
  const { items } = completion(snapshot, uri, positionAt(file, offset), view);
  return [...items].sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

/** The text of a file after accepting an item, its tab stops left at their defaults or marked. */
export function accepted(snapshot: Snapshot, uri: string, item: CompletionItem, marks = ""): string {
  const file = snapshot.file(uri);
  assert.ok(file !== undefined);
  const { range, newText } = item.textEdit;
  const span = { start: offsetAt(file, range.start), end: offsetAt(file, range.end) };
  const marked = marks === "" ? newText : newText.replace(/\$\d+|\$\{\d+\}/g, `$&${marks}`);
  return applyEdits(file.text, [{ span, newText: item.insertTextFormat === 2 ? expandSnippet(marked) : newText }]);
}

/** The completions at the cursor of a fixture are as expected. */
export function checkCompletion(source: string, expected: CompletionExpectation): void {
  const fixture = readFixture(source);
  const [cursor] = fixture.cursors;
  assert.ok(cursor !== undefined, "a fixture needs a cursor");
  const snapshot = snapshotOf(fixture, expected.settings);
  const items = itemsAt(snapshot, cursor.uri, cursor.offset, { ...VIEW, ...expected.view });
  const labels = items.map((item) => item.label);
  const { has = [], lacks = [], first, only, accept, detail } = expected;
  assert.deepEqual(
    {
      missing: has.filter((label) => !labels.includes(label)),
      unwanted: lacks.filter((label) => labels.includes(label)),
    },
    { missing: [], unwanted: [] },
    `offered: ${labels.join(", ")}`,
  );
  if (first !== undefined) assert.deepEqual(labels.slice(0, first.length), first);
  if (only !== undefined) assert.deepEqual(labels, only);
  const find = (label: string): CompletionItem => {
    const item = items.find((candidate) => candidate.label === label);
    assert.ok(item !== undefined, `${label} is not offered; offered: ${labels.join(", ")}`);
    return item;
  };
  if (detail !== undefined) assert.ok(find(detail[0]).detail?.includes(detail[1]), find(detail[0]).detail);
  if (accept !== undefined) {
    const files = readFixture(accept[1].replaceAll("<|>", "«»")).files;
    const wanted = files.find((file) => file.uri === cursor.uri)?.text.replaceAll("«»", "<|>");
    assert.equal(accepted(snapshot, cursor.uri, find(accept[0]), expected.plain === true ? "" : "<|>"), wanted);
  }
}
