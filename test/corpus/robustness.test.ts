// Whatever the text, the service answers: no exception, no position out of bounds, no endless work.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeActions, diagnostics, offsetAt, rangeOf, Snapshot } from "../../server/src/service/index";
import { rethrow } from "../support/check";
import { corpusFiles, corpusText, hasCorpus } from "../support/corpus";

const URI = "file:///w/test.yaml";

/** Asks everything about a text and checks the answers' places. */
function exercise(text: string): void {
  const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
  const file = snapshot.file(URI);
  assert.ok(file !== undefined);
  const lines = text.split(/\r\n|\r|\n/);
  for (const { range } of diagnostics(snapshot, URI, "ko", rethrow)) {
    for (const { line, character } of [range.start, range.end]) {
      assert.ok(
        line >= 0 && line < lines.length && character >= 0 && character <= (lines[line]?.length ?? 0),
        "in bounds",
      );
    }
    codeActions(snapshot, URI, range, "en", rethrow);
  }
  for (const offset of [0, text.length >> 1, text.length]) {
    const { start } = rangeOf(file, { start: offset, end: offset });
    assert.ok(Math.abs(offsetAt(file, start) - offset) <= 1, "an offset survives the way to the editor and back");
  }
}

const head = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: x\nspec:\n";
const bomb = "abcdefghij".split("").reduce((text, name, at, names) => {
  const before = names[at - 1];
  return `${text}  ${name}: &${name} [${new Array(9).fill(before === undefined ? "x" : `*${before}`).join(", ")}]\n`;
}, head);
const oddTexts: Readonly<Record<string, string>> = {
  empty: "",
  "only a byte order mark": "\uFEFF",
  "byte order mark and CRLF": `\uFEFF${head}  hosts: [a.example.com]\n`.replaceAll("\n", "\r\n"),
  tabs: `${head}\thosts:\n\t- a.example.com\n`,
  "an unclosed list": `${head}  hosts: [a.example.com, "b`,
  "an unclosed map": `${head}  ports: {number: 80`,
  "duplicate keys": `${head}  hosts: [a.example.com]\n  hosts: [b.example.com]\n`,
  "an alias bomb": bomb,
  "an alias to itself": `${head}  hosts: &h [*h]\n`,
  "an alias to nothing": `${head}  hosts: *nothing\n`,
  "Hangul and emoji": `${head}  # 호스트 👩‍💻 목록\n  hosts: ["한글.example.com", '👋']\n  resolutoin: DNS\n`,
  binary: `${head}\u0000\u0001\u0002`,
  "deep nesting": `${head}  hosts: ${"[".repeat(50_000)}`,
  "deep indentation": Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
  "prototype keys": `${head}  __proto__: {hosts: [x]}\n  constructor: 1\n  toString: {}\n  hasOwnProperty: [1]\n`,
  braces: `${head}  hosts:\n  {{- range .Values.hosts }}\n  - {{ . }}\n  {{- end }}\n`,
  "conflict markers": `${head}<<<<<<< ours\n  hosts: [a]\n=======\n  hosts: [b]\n>>>>>>> theirs\n`,
  "50,000 lines": `${head}  hosts:\n${Array.from({ length: 50_000 }, (_, at) => `  - h${at}.example.com\n`).join("")}`,
  "12,500 documents": Array.from({ length: 12_500 }, (_, at) => `kind: Service\nmetadata:\n  name: s${at}\n---\n`).join(
    "",
  ),
  "only markers": "---\n".repeat(1_000),
  "a lone carriage return": `${head}  hosts: [a.example.com]\r  resolution: DNS\r`,
};

for (const [name, text] of Object.entries(oddTexts)) {
  test(`answers for ${name}`, () => {
    exercise(text);
  });
}

test("answers for corpus files cut and stirred at random", (t) => {
  if (!hasCorpus(t)) return;
  const files = corpusFiles();
  fc.assert(
    fc.property(
      fc.nat(files.length - 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom("", "\n", "- ", ": ", "{", '"', "\t", "가", "&a *a"),
      (at, from, to, inserted) => {
        const text = corpusText(files[at] ?? "").slice(0, 8_000);
        const [start, end] = [Math.floor(from * text.length), Math.floor(to * text.length)].sort((a, b) => a - b);
        exercise(text.slice(0, start) + inserted + text.slice(end));
      },
    ),
    { numRuns: 300 },
  );
  t.diagnostic(`${files.length} files`);
});
