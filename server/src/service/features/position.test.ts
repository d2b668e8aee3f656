import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFile } from "../syntax/document";
import { offsetAt, positionAt, rangeOf } from "./position";

const file = (text: string): ReturnType<typeof readFile> => readFile("file:///test.yaml", text);

/** A plain count of the lines of the whole text. */
function counted(text: string, offset: number): { line: number; character: number } {
  const ends = [...text.matchAll(/\r\n|\r|\n/g)].map((match) => ({
    end: match.index,
    next: match.index + match[0].length,
  }));
  const above = ends.filter(({ next }) => next <= offset);
  const start = above.at(-1)?.next ?? 0;
  return { line: above.length, character: Math.min(offset, ends[above.length]?.end ?? text.length) - start };
}

const cases: readonly { text: string; offset: number; line: number; character: number }[] = [
  { text: "", offset: 0, line: 0, character: 0 },
  { text: "a: 1\nb: 2\n", offset: 5, line: 1, character: 0 },
  { text: "a: 1\nb: 2\n", offset: 10, line: 2, character: 0 },
  { text: "a: 1\r\nb: 2\r\n", offset: 4, line: 0, character: 4 },
  { text: "a: 1\r\nb: 2\r\n", offset: 8, line: 1, character: 2 },
  { text: "a: 1\rb: 2", offset: 6, line: 1, character: 1 },
  { text: "이름: 🙂 # 웃음\nb: 2", offset: 6, line: 0, character: 6 },
  { text: "\uFEFFa: 1", offset: 2, line: 0, character: 2 },
];

for (const { text, offset, line, character } of cases) {
  test(`${JSON.stringify(text)} at ${offset}`, () => {
    assert.deepEqual(positionAt(file(text), offset), { line, character });
    assert.equal(offsetAt(file(text), { line, character }), offset);
  });
}

test("what lies outside is clamped", () => {
  const two = file("ab\r\ncd");
  assert.deepEqual(positionAt(two, -5), { line: 0, character: 0 });
  assert.deepEqual(positionAt(two, 99), { line: 1, character: 2 });
  assert.deepEqual(positionAt(two, 3), { line: 0, character: 2 });
  assert.equal(offsetAt(two, { line: 0, character: 99 }), 2);
  assert.equal(offsetAt(two, { line: 9, character: 0 }), 6);
  assert.equal(offsetAt(two, { line: -1, character: 4 }), 0);
  assert.deepEqual(rangeOf(two, { start: 0, end: 4 }), {
    start: { line: 0, character: 0 },
    end: { line: 1, character: 0 },
  });
});

test("there and back again", () => {
  const pieces = fc.array(fc.constantFrom("a", "\n", "\n---\n", "...\n", "\r\n", "\r", "가", "🙂", " ", "\uFEFF"), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(pieces, fc.nat(80), (parts, at) => {
      const text = parts.join("");
      const offset = Math.min(at, text.length);
      const between = text[offset - 1] === "\r" && text[offset] === "\n";
      const position = positionAt(file(text), offset);
      assert.deepEqual(position, counted(text, offset));
      assert.equal(offsetAt(file(text), position), between ? offset - 1 : offset);
    }),
  );
});
