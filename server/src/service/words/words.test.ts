import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "./words";

test("braces in a value are taken literally", () => {
  assert.equal(fill("{a} and {b}", { a: "{b}", b: 1 }), "{b} and 1");
});

test("a value cannot move the cursor, begin a line or turn the direction of writing", () => {
  assert.equal(fill("Host {host}.", { host: "a\u001B[2J\n::error::x\u202E" }), "Host a\\e[2J\\n::error::x\\u202e.");
});

test("a placeholder without a value stays visible", () => {
  assert.equal(fill("{host}", { toString: "x" }), "{host}");
});
