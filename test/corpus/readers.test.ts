// The quick reader of YAML against the `yaml` package, over the corpus and the examples, as they are and stirred.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { splitDocuments } from "../../server/src/service/syntax/split";
import { corpusFiles, corpusText, hasCorpus, isCorpusHere } from "../support/corpus";
import { checkOutline, checkReaders } from "../support/readers";

const examples = join(process.env.REPOSITORY_ROOT ?? process.cwd(), "examples");

/** The documents of the repository's own examples. */
function exampleDocuments(): readonly string[] {
  const files = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((file) => /\.ya?ml$/.test(file));
  return files.flatMap((file) => documentsOf(readFileSync(join(examples, file), "utf8")));
}

function documentsOf(text: string): readonly string[] {
  return splitDocuments(text).map((piece) => piece.text);
}

test("both readers read every document of the examples alike, and the quick one all of them", () => {
  for (const text of exampleDocuments()) {
    assert.ok(checkReaders(text), text);
    checkOutline(text);
  }
});

test("both readers read every document of the corpus alike, and the quick one nearly all valid ones", (t) => {
  if (!hasCorpus(t)) {
    return;
  }
  let covered = 0;
  let valid = 0;
  for (const file of corpusFiles()) {
    for (const text of documentsOf(corpusText(file))) {
      const isCovered = checkReaders(text);
      checkOutline(text);
      if (!file.startsWith("valid-corpus/")) continue;
      valid++;
      if (isCovered) covered++;
    }
  }
  assert.ok(covered > 0.99 * valid, `${covered} of ${valid} documents`);
});

/** One change of a text: lines or characters are cut, doubled, moved to another column, or given something odd. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.nat(12),
  inserted: fc.constantFrom(
    ...[
      "",
      "",
      " ",
      "  ",
      "\n",
      "\n\n",
      "\r\n",
      "\t",
      "- ",
      "-",
      "? ",
      ": ",
      ":",
      "# c",
      " # c\n",
      "'",
      '"',
      "\\",
      "[",
      "]",
    ],
    ...[
      "{",
      "}",
      ",",
      "|",
      "|-",
      ">",
      ">-",
      "|+",
      "|2",
      "&a ",
      "*a",
      "!t ",
      "<<: ",
      "%",
      "@",
      "`",
      "---\n",
      "...\n",
      "가",
      "🙂",
    ],
    ...[
      "null",
      "~",
      "0x1f",
      "1e3",
      ".5",
      "true",
      "$(X)",
      "${x}",
      "{{ x }}",
      "a: b",
      "- - -\n",
      "key:\n",
      "\uFEFF",
      "\u0085",
    ],
  ),
  kind: fc.constantFrom("replace", "double line", "indent", "outdent", "cut off"),
});

function changed(
  text: string,
  { at, length, inserted, kind }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): string {
  const place = Math.floor(at * text.length);
  const lineStart = text.lastIndexOf("\n", place - 1) + 1;
  const newline = text.indexOf("\n", place);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  switch (kind) {
    case "replace":
      return text.slice(0, place) + inserted + text.slice(place + length);
    case "double line":
      return text.slice(0, lineEnd) + text.slice(lineStart);
    case "indent":
      return text.slice(0, lineStart) + " ".repeat(length % 4) + text.slice(lineStart);
    case "outdent":
      return text.slice(0, lineStart) + text.slice(lineStart).replace(/^ {1,2}/, "");
    default:
      return text.slice(0, place);
  }
}

test("both readers read documents alike that were changed at random", () => {
  const documents = isCorpusHere()
    ? corpusFiles().flatMap((file) => documentsOf(corpusText(file)))
    : exampleDocuments();
  const short = documents.filter((text) => text.length < 3000);
  fc.assert(
    fc.property(fc.nat(short.length - 1), fc.array(change, { minLength: 1, maxLength: 4 }), (at, changes) => {
      checkReaders(changes.reduce(changed, short[at] ?? ""));
    }),
    { numRuns: Number(process.env.READER_RUNS ?? 3000), seed: Number(process.env.READER_SEED ?? 1) },
  );
});
