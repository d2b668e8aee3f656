// Spellings of one address, and addresses that must stay apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalUri, folderOf, isBelow } from "./uri";

const SAME: readonly (readonly string[])[] = [
  ["file:///w/a+b.yaml", "file:///w/a%2Bb.yaml", "file:///w/a%2bb.yaml", "FILE:///w/a+b.yaml"],
  ["file:///w/%EA%B0%80.yaml", "file:///w/가.yaml"],
  ["file:///C:/w/a.yaml", "file:///c%3A/w/a.yaml", "file:///c:/w/a.yaml", "file:///C%3a/w/a.yaml"],
  ["file:///w/(a), b!.yaml", "file:///w/%28a%29%2C%20b%21.yaml"],
  ["vscode-vfs://github/o/r/a%2Bb.yaml", "vscode-vfs://GitHub/o/r/a+b.yaml"],
];

for (const spellings of SAME) {
  test(`${spellings.join(" and ")} are one file`, () => {
    assert.equal(new Set(spellings.map(canonicalUri)).size, 1);
    assert.equal(canonicalUri(canonicalUri(spellings[0] ?? "")), canonicalUri(spellings[0] ?? ""));
  });
}

test("different files keep different addresses", () => {
  const uris = [
    "file:///w/a%2Fb.yaml",
    "file:///w/a/b.yaml",
    "file:///w/A/b.yaml",
    "file:///w/a%252Fb.yaml",
    "untitled:a/b.yaml",
  ];
  assert.equal(new Set(uris.map(canonicalUri)).size, uris.length);
});

test("what is no address, or holds a lone percent sign, does not throw", () => {
  for (const uri of ["", "a.yaml", "file:///w/100%.yaml", "untitled:Untitled-1", "file:"])
    assert.equal(typeof canonicalUri(uri), "string");
});

test("a folder holds what lies below it, not what begins like it", () => {
  assert.ok(isBelow("file:///w", "file:///w/a/b.yaml"));
  assert.ok(isBelow("file:///w/", "file:///w/b.yaml"));
  assert.ok(!isBelow("file:///w", "file:///ww/b.yaml"));
  assert.equal(folderOf("file:///w/b.yaml"), "file:///w");
  assert.equal(folderOf("untitled:Untitled-1"), undefined);
});
