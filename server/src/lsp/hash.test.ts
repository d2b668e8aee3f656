// Names of lists of diagnostics: equal for equal lists, and different as soon as anything that is shown differs.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic } from "vscode-languageserver";
import { nameOf } from "./hash";

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
const place = { location: { uri: "file:///w/a.yaml", range }, message: "here" };
const base: Diagnostic = {
  range,
  severity: 1,
  code: "a-code",
  message: "what why",
  tags: [1],
  relatedInformation: [place],
};

const LISTS: Readonly<Record<string, readonly Diagnostic[]>> = {
  none: [],
  one: [base],
  two: [base, base],
  moved: [{ ...base, range: { start: range.start, end: { line: 1, character: 6 } } }],
  line: [{ ...base, range: { start: { line: 2, character: 1 }, end: { line: 1, character: 5 } } }],
  severity: [{ ...base, severity: 2 }],
  code: [{ ...base, code: "b-code" }],
  words: [{ ...base, message: "what  why" }],
  tags: [{ ...base, tags: [] }],
  "no other place": [{ ...base, relatedInformation: [] }],
  "another file": [{ ...base, relatedInformation: [{ ...place, location: { uri: "file:///w/b.yaml", range } }] }],
  "other words there": [{ ...base, relatedInformation: [{ ...place, message: "there" }] }],
  "words parted elsewhere": [{ ...base, code: "a-codew", message: "hat why" }],
};

test("lists that differ in anything have different names", () => {
  const names = Object.values(LISTS).map(nameOf);
  assert.equal(new Set(names).size, names.length);
});

test("equal lists have equal names", () => {
  for (const list of Object.values(LISTS)) assert.equal(nameOf(list), nameOf(structuredClone(list)));
});
