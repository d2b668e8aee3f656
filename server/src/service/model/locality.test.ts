import assert from "node:assert/strict";
import { test } from "node:test";
import { localityParts, localityProblem } from "./locality";

test("a locality has up to three parts", () => {
  assert.deepEqual(localityParts("a"), ["a"]);
  assert.deepEqual(localityParts("a/b"), ["a", "b"]);
  assert.deepEqual(localityParts("a/b/c/d"), ["a", "b", "c/d"]);
});

test("localities of one list do not overlap", () => {
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ["a/b/c", [], undefined],
    ["*", [], undefined],
    ["*/zone", [], "wildcard"],
    ["*/zone/*", [], "wildcard"],
    ["a//c", [], "empty-part"],
    ["", [], "empty-part"],
    ["a", ["*"], "overlap"],
    ["a/b", ["a"], "overlap"],
    ["a", ["a/b"], "overlap"],
    ["a/b/c", ["a/*"], "overlap"],
    ["a/*", ["a/b"], undefined],
    ["a/b", ["a/b/c"], "overlap"],
    ["a/b/c", ["a/b"], "overlap"],
    ["a/b/c", ["a/b/*"], "overlap"],
    ["a/b/d", ["a/b/c"], undefined],
    ["a/c", ["a/b"], undefined],
    ["b", ["a"], undefined],
  ];
  for (const [locality, before, expected] of cases)
    assert.equal(localityProblem(locality, before), expected, `${locality} after ${before.join(" ")}`);
});
