// Texts that could take time out of proportion to their length: reading them, and asking for the cursor in them, must not.
import { test } from "node:test";
import { checkGrowth } from "../../../../test/support/growth";
import { cursorAt } from "./cursor";
import { documentAt, readFile } from "./document";
import { nodeAt } from "./node-at";
import { parseYaml } from "./parse";
import { entryOf } from "./yaml-node";

function repeated(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => line(at)).join("");
}

/** Reads a text and looks at its end and its middle, as hover and completion do. */
function look(text: string): void {
  const file = readFile("file:///test.yaml", text);
  for (const offset of [text.length, text.length >> 1]) {
    const found = documentAt(file, offset);
    if (found === undefined) continue;
    nodeAt(found.document.root, found.offset);
    nodeAt(cursorAt(found.document, found.offset, file).tree, found.offset);
  }
}

/** Families of texts, with a size at which growth with the square would show. */
const families: Readonly<Record<string, readonly [number, (size: number) => string]>> = {
  "aliases of one anchor": [2000, (size) => `a: &a 1\nb:\n${"- *a\n".repeat(size)}`],
  "merges of one mapping": [700, (size) => `b: &b {x: 1}\nc:\n${"- {<<: *b, c: 2}\n".repeat(size)}`],
  "merges of merges": [
    200,
    (size) => `a0: &a0 {x: 1}\n${repeated(size, (at) => `a${at + 1}: &a${at + 1} {<<: *a${at}, k${at}: 2}\n`)}`,
  ],
  "a merge of many keys": [3000, (size) => `a: {<<: {${repeated(size, (at) => `k${at}: 1, `)}}}\n`],
  "aliases of nothing": [2000, (size) => `b:\n${repeated(size, (at) => `- *a${at}\n`)}`],
  "keys of one mapping": [10_000, (size) => repeated(size, (at) => `key${at}: 1\n`)],
  "keys of one mapping, with an anchor": [4000, (size) => `a: &a 1\n${repeated(size, (at) => `key${at}: 1\n`)}`],
  "one key again and again": [10_000, (size) => "key: 1\n".repeat(size)],
  "one key again and again, with an anchor": [4000, (size) => `a: &a 1\n${"key: 1\n".repeat(size)}`],
  "braces in a comment": [60_000, (size) => `# ${"{{".repeat(size)}\n`],
  "braces in comments": [20_000, (size) => "# {{\n".repeat(size)],
  "placeholders that never end": [40_000, (size) => `a: ${"${".repeat(size)}\nb: '${"$(".repeat(size)}'\n`],
  "dashes on one line": [8000, (size) => `a:\n  ${"- ".repeat(size)}x\n`],
  "dashes on lines of their own": [4000, (size) => " -\n".repeat(size)],
  "maps in maps": [800, (size) => repeated(size, (at) => `${" ".repeat(at)}a:\n`)],
  "maps in maps, broken": [
    800,
    (size) => `${repeated(size, (at) => `${" ".repeat(at)}a:\n`)}${" ".repeat(size)}b: }\n`,
  ],
  "brackets in brackets": [8000, (size) => `a: ${"[".repeat(size)}`],
  "a long flow list": [20_000, (size) => `a: [${"a, ".repeat(size)}]\n`],
  "a long flow list, open": [5000, (size) => `a: [${"a, ".repeat(size)}\n`],
  "quotes left open": [2000, (size) => repeated(size, (at) => `a${at}: "x\n`)],
  "quotes left open, each deeper": [300, (size) => repeated(size, (at) => `${" ".repeat(at)}a${at}: "x\\"\n`)],
  "tabs for indentation": [2000, (size) => `a:\n${"\tb: 1\n".repeat(size)}`],
  "lines of a plain scalar": [20_000, (size) => `a: x\n${"  word\n".repeat(size)}`],
  "lines of a block scalar": [20_000, (size) => `a: |\n${"  word\n".repeat(size)}`],
  "blank lines behind a block scalar": [20_000, (size) => `a: |\n  x\n${"     \n".repeat(size)}b: 1\n`],
  "words without a colon": [5000, (size) => repeated(size, (at) => `w${at}\n`)],
  "comments in front of a mistake": [5000, (size) => `a: 1\n${"  # c\n".repeat(size)}b: }\n`],
  escapes: [20_000, (size) => `a: "${"\\n".repeat(size)}"\n`],
  documents: [3000, (size) => repeated(size, (at) => `a: ${at}\n---\n`)],
};

for (const [name, [size, textOf]] of Object.entries(families)) {
  test(`time in proportion to the text: ${name}`, () => {
    checkGrowth(size, textOf, look);
  });
}

test("time in proportion to the text: asking for every key of a mapping", () => {
  checkGrowth(
    4000,
    (size) => parseYaml(repeated(size, (at) => `key${at}: 1\n`)).root,
    (root) => {
      for (const { key } of root?.kind === "mapping" ? root.entries : []) entryOf(root, key.source);
    },
  );
});

test("no depth exhausts the stack, and none takes exponential time", () => {
  const maps = repeated(1500, (at) => `${"  ".repeat(at)}a:\n`);
  look(maps);
  look(`${maps}${"  ".repeat(1500)}b: }\n`);
  look(`spec:\n${repeated(190, (at) => `${"  ".repeat(at + 1)}a:\n`)}${"  ".repeat(190)}  b: }\n`);
  look("- ".repeat(20_000));
  look(`a:\n  ${"- ".repeat(20_000)}\n`);
  look("? ".repeat(20_000));
  look(`a: ${'{"b":['.repeat(20_000)}`);
  look(`a:\n${repeated(300, (at) => `${" ".repeat(at)}- - - - - - - - - b:\n`)}`);
  look(`${"- ! ".repeat(20_000)}x\n`);
  look(`${"- &a ".repeat(20_000)}x\n`);
});
