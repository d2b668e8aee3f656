import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits, type Edit } from "../base/edit";
import { readFile, updateFile, type YamlFile } from "./document";

function shape({ text, documents, starts }: YamlFile): unknown {
  return { text, starts, documents: documents.map((document) => document.text) };
}

const pieces = [
  "---\n",
  "---",
  "--- # c\n",
  "...\n",
  "..",
  "-",
  "a: 1\n",
  "b:\n",
  "\n",
  " ",
  "\r\n",
  "\uFEFF",
  "#\n",
  "x",
];
const piece = fc.constantFrom(...pieces);
const text = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(""));
const change = fc.record({
  from: fc.nat(60),
  length: fc.oneof(fc.nat(4), fc.nat(60)),
  newText: fc.array(piece, { maxLength: 4 }),
});

test("a file that is edited equals a file that is read anew, edit by edit", () => {
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 8 }), (first, changes) => {
      let file = readFile("file:///test.yaml", first);
      for (const { from, length, newText } of changes) {
        const start = Math.min(from, file.text.length);
        const edit: Edit = {
          span: { start, end: Math.min(start + length, file.text.length) },
          newText: newText.join(""),
        };
        const next = applyEdits(file.text, [edit]);
        file = updateFile(file, next, edit);
        assert.deepEqual(shape(file), shape(readFile("file:///test.yaml", next)), JSON.stringify([first, changes]));
      }
    }),
    { numRuns: Number(process.env.READER_RUNS ?? 3000) },
  );
});

test("only the documents at an edit are looked at; all others stay the same objects", () => {
  const whole = Array.from({ length: 1000 }, (_, at) => `a: ${at}\n`).join("---\n");
  const before = readFile("file:///test.yaml", whole);
  const start = whole.indexOf("a: 500") + 3;
  const edit: Edit = { span: { start, end: start + 1 }, newText: "b: c\n---\nd" };
  const looked: string[] = [];
  const after = updateFile(before, applyEdits(whole, [edit]), edit, (document) => {
    looked.push(document);
    return true;
  });
  assert.deepEqual(looked, ["---\na: b: c\n", "---\nd00\n"]);
  assert.ok(
    before.documents.every((document, at) => at === 500 || after.documents[at < 500 ? at : at + 1] === document),
  );
});
