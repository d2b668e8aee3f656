import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkOutline, checkReaders } from "../../../../test/support/readers";

const covered: Readonly<Record<string, string>> = {
  "a resource":
    "# note\nkind: A\nmetadata:\n  name: a\nspec:\n  hosts:\n  - a.example.com\n  ports:\n  - number: 80 # c\n    name: http\n",
  "a document marker": "---\na: 1\n",
  "a marker with a comment, comments before it": "# c\n\n--- # d\na: 1\n",
  "nothing behind a marker": "--- \n\n# c\n",
  "only comments": "# a\n\n  # b",
  "an indented root": "  a: 1\n  b: 2\n",
  "lists in lists": "- - a\n  - b\n-\n  - c\n-\n- d: 1\n  e: 2\n",
  "lists at their key's column": "a:\n- b\n\n# c\n- c:\n  - d\ne:\n",
  "no line break at the end": "a:\n  b:",
  "comments everywhere": "a: # 1\n  # 2\n# 3\n  b: # 4\n      # 5\n  - c # 6\n # 7\n  - # 8\n    d: e\n# 9\n",
  "carriage returns": "a: b\r\nc:\r\n\r\n- d # e\r\n- 'f'\r\ng: |\r\n  h\r\n   i\r\nj: k\r\n  l\r\n",
  quotes: `a: 'it''s'\n"b": "x\\ty\\u0041\\x41\\\\\\"" # c\n'd' : ""\n`,
  "numbers, booleans and null":
    "a: [1, -2, +3, 0x1F, 0o17, 1.5, .5, 5., 1e3, -1.5E-3, .inf, -.INF, true, False, null, ~, Null, nulls, 1_0, 0o8, 1.2.3]\n",
  "keys that are no text": "1: a\ntrue: b\n~: c\n1.0: d\n'1': e\n",
  "flow collections": `a: [b, "c", [d], {e: f, "g":h, i: [], j:}, k l,]\nb: {}\nc: [\n  x, # y\n\n  z\n]\nd: { http://x: y:z }\n`,
  "a flow collection below its key": "a:\n  [b, c]\nd:\n  - {e: f}\n",
  "plain scalars of several lines": "a: b\n  c\n\n\n  d # e\nf:\n  g\n  h\n- i\n".replace("- i\n", ""),
  "plain scalars with marks in them":
    "a: b#c - d ? e, f [g] {h} &i *j !k | l > m ' n \" o % p @ q\nb-c: -d\n?e: :f\n-g: ?h\n",
  "block scalars": "a: |\n  b\n\n   c\n  d\n\n\ne: >-\n\n  f\n  g\n\n  h\n    i\n  j\n- k: |\n".replace("- k: |\n", ""),
  "a block scalar at the end": "a: |-\n  b",
  "block scalars in lists": "- |\n a\n- >\n  b\n  c\n- d: |\n    e\n",
  "keys that come twice": "a: 1\nb:\n  c: 1\n  c: 2\n  c: 3\na: 2\nd: {e: 1, 'e': 2}\n",
  "many keys, one of them twice": `${Array.from({ length: 20 }, (_, at) => `k${at}: ${at}\n`).join("")}k3: 3\n`,
  placeholders: "a: ${B}\nc: $(D)\ne: $F\ng: $h\ni: 'x${y}'\nj: \"{{ z }}\"\nk: a{{b\nl: |\n  ${m}\n",
  "Hangul and emoji": '이름: 값 # 설명\n🙂: [가, "나"]\n',
};

for (const [name, text] of Object.entries(covered)) {
  test(`the quick reader covers ${name}`, () => {
    assert.ok(checkReaders(text), "covered");
    checkOutline(text);
  });
}

const left: Readonly<Record<string, string>> = {
  anchors: "a: &x 1\nb: *x\n",
  merges: "a: 1\n<<: {b: 2}\n",
  tags: "a: !!str 1\n",
  directives: "%YAML 1.2\n---\na: 1\n",
  "explicit keys": "? a\n: b\n",
  tabs: "a:\n\t- b\n",
  "an open quote": "a: 'b\n",
  "an open bracket": "a: [b\nc: d\n",
  "two keys on a line": "a: b: c\n",
  "a missing colon": "a: 1\nb\n",
  "odd indentation": "a: 1\n  b: 2\n",
  "a lone carriage return": "a: b\rc: d\n",
  "a comment in a scalar": "a: b\n  # c\n  d\n",
  "two documents": "a: 1\n---\nb: 2\n",
  "a byte order mark": "\uFEFFa: 1\n",
  "deep nesting": `a: ${"[".repeat(300)}${"]".repeat(300)}`,
  "deep lists": "- ".repeat(20_000),
};

for (const [name, text] of Object.entries(left)) {
  test(`the quick reader leaves ${name} to the package`, () => {
    assert.ok(!checkReaders(text), "left");
  });
}

/** Pieces of which lines are made; most of them belong together, some fit nowhere. */
const word = fc.constantFrom(
  ...[
    "a",
    "b",
    "key",
    "x y",
    "1",
    "0x1",
    "null",
    "~",
    "'q'",
    '"d"',
    "'it''s'",
    '"\\n"',
    "[a, b]",
    "{a: b}",
    "[{a: 1}]",
    "a#b",
  ],
  ...[
    "|",
    "|-",
    ">",
    "# c",
    "- ",
    "-",
    "?",
    "? k",
    ":",
    "&a",
    "*a",
    "!t",
    "<<",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "%",
    "@",
  ],
  ...["가", "🙂", "\t", "\r", "\u0085", "\uFEFF", "---", "...", "${X}", "{{", "http://x", "a: b", "::", "-1", ".inf"],
);
const line = fc
  .tuple(
    fc.constantFrom(0, 0, 2, 2, 2, 4, 4, 1, 3, 6),
    fc.constantFrom("", "", "", "- ", "- ", "- - ", "-   ", "-", "? ", "--- "),
    word,
    fc.constantFrom(":", ": ", ": ", ": ", " : ", "", "  "),
    fc.option(word, { nil: "" }),
    fc.constantFrom("", "", "", " ", " # c", "#c", "\t", ","),
    fc.constantFrom("\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n  \n", ""),
  )
  .map(([indent, ...parts]) => " ".repeat(indent) + parts.join(""));

test("both readers, and the cursor's outline, read any text alike that the quick one covers", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), (lines) => {
      checkReaders(lines.join(""));
      checkOutline(lines.join(""));
    }),
    { numRuns: Number(process.env.READER_RUNS ?? 5000), seed: Number(process.env.READER_SEED ?? 1) },
  );
});
