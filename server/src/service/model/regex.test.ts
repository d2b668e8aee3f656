import assert from "node:assert/strict";
import { test } from "node:test";
import { regexProblem } from "./regex";

test("expressions that Go reads", () => {
  for (const expression of [
    "^/service/([^/]+)(/.*)$",
    "(?i)^/api",
    "(?i-s:a)b",
    "(?P<id>\\d+)",
    "(?<id>\\d+)",
    "(?:a|b)*?",
    "a{2}b{2,}c{2,3}",
    "a{,3}",
    "x{",
    "[]a]",
    "[^]a]",
    "[a-z0-9-]",
    "[\\w-]",
    "[[:alpha:]_]",
    "[\\]\\x41-\\x5A]",
    "\\p{Greek}\\pN\\P{^Lu}",
    "\\Qa(b*\\Ec",
    "\\.\\-\\/",
    "\\x{10FFFF}\\07\\123",
    "^*",
    "[[:word]",
    "한글+",
    "a|",
    "()",
    ".*[.]example[.]com",
  ]) {
    assert.equal(regexProblem(expression), undefined, expression);
  }
});

test("expressions that Go refuses, with the reason", () => {
  const cases: Readonly<Record<string, string>> = {
    "": "empty",
    ["a".repeat(1025)]: "too-long",
    ["한".repeat(342)]: "too-long",
    "?": "syntax",
    "*": "syntax",
    "a|*": "syntax",
    "(*a)": "syntax",
    "a**": "syntax",
    "a{2}{3}": "syntax",
    "a{1001}": "syntax",
    "a{3,2}": "syntax",
    "[": "syntax",
    "[a": "syntax",
    "[z-a]": "syntax",
    "[a-\\d]": "syntax",
    "[[:nothing:]]": "syntax",
    "(": "syntax",
    "a)": "syntax",
    "(?#comment)": "syntax",
    "(?)": "syntax",
    "\\": "syntax",
    "\\Z": "syntax",
    "\\y": "syntax",
    "\\p{Klingon}": "syntax",
    "^(?!/internal)": "look-around",
    "(?<=a)b": "look-around",
    "(a)\\1": "backreference",
    "\\8": "backreference",
  };
  for (const [expression, reason] of Object.entries(cases)) {
    assert.equal(regexProblem(expression)?.reason, reason, expression);
  }
});
