// Edits between two texts: they lead from one to the other, and touch only what differs.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits } from "./edit";
import { editsBetween } from "./line-changes";

test("edits lead from any text to any other", () => {
  const line = fc.constantFrom("a", "b", "c: 1", "c: 2", "", "\u{1F600}", "\u{1F601}x", "\r");
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      assert.equal(applyEdits(before, editsBetween(before, after)), after);
    }),
  );
});

const PLACES: readonly {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly edits: unknown;
}[] = [
  { name: "equal texts", before: "a\nb\n", after: "a\nb\n", edits: [] },
  {
    name: "two places far apart",
    before: "a: 1\nx\ny\nz\nb: 1\n",
    after: "a: 2\nx\ny\nz\nb: 3\n",
    edits: [
      [3, 4, "2"],
      [14, 15, "3"],
    ],
  },
  { name: "a new line", before: "a\r\nb\r\n", after: "a\r\nnew\r\nb\r\n", edits: [[3, 3, "new\r\n"]] },
  { name: "a character of two units", before: "\u{1F600}", after: "\u{1F601}", edits: [[0, 2, "\u{1F601}"]] },
];

for (const { name, before, after, edits } of PLACES) {
  test(`${name}: nothing but the difference is touched`, () => {
    assert.deepEqual(
      editsBetween(before, after).map(({ span, newText }) => [span.start, span.end, newText]),
      edits,
    );
  });
}
