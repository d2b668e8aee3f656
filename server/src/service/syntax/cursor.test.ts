import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CursorReading } from "./cursor-reading";
import { cursorAt } from "./cursor";
import { documentAt, readFile } from "./document";
import { pathText } from "./yaml-node";

/** One reading as text: side, path, what is there already, and `replaced -> lead…tail` where they say something. */
function show(text: string, start: number, reading: CursorReading): string {
  const { side, path, present, siblings, word, replaced, lead, tail, hasColon, isFollowed, column, flow } = reading;
  const parts = [`${side} ${pathText(path) || "."}`];
  if (present.length > 0) parts.push(`has ${present.join(",")}`);
  if (siblings.length > 0) parts.push(`beside ${siblings.join(",")}`);
  if (word.before + word.after + word.quote !== "")
    parts.push(`in ${word.quote}${word.before}|${word.after}${word.quote}`);
  const gone = text.slice(start + replaced.start, start + replaced.end);
  if (gone !== word.quote + word.before + word.after + word.quote) parts.push(`replaces ${JSON.stringify(gone)}`);
  if (lead !== "") parts.push(`lead ${JSON.stringify(lead)}`);
  if (tail !== "") parts.push(`tail ${JSON.stringify(tail)}`);
  if (hasColon) parts.push("colon");
  if (isFollowed) parts.push("followed");
  if (side === "key" && !flow) parts.push(`column ${column}`);
  return parts.join("; ");
}

function readings(source: string): readonly string[] {
  const offset = source.indexOf("<|>");
  assert.ok(offset >= 0, "a cursor");
  const text = source.replace("<|>", "");
  const file = readFile("file:///test.yaml", text);
  const found = documentAt(file, offset);
  assert.ok(found !== undefined);
  return cursorAt(found.document, found.offset, file).readings.map((reading) => show(text, found.start, reading));
}

const cases: readonly { name: string; yaml: string; is: readonly string[] }[] = [
  { name: "an empty text", yaml: "<|>", is: ["key .; column 0"] },
  { name: "behind a document marker", yaml: "a: 1\n---\n<|>", is: ["key .; column 0"] },
  { name: "on a document marker", yaml: "a: 1\n--<|>-\n", is: [] },
  { name: "in a comment", yaml: "a: 1 # no<|>te\n", is: [] },
  { name: "in a comment line", yaml: "# <|>\na: 1\n", is: [] },
  { name: "in a word", yaml: "ki<|>nd", is: ["key .; in ki|nd; column 0"] },
  {
    name: "in a key with a value",
    yaml: "spec:\n  ho<|>st: a\n  b: 1\n",
    is: ["key spec; has b; in ho|st; colon; followed; column 2"],
  },
  { name: "in front of a key", yaml: "<|>a: 1\nb: 2\n", is: ["key .; has b; in |a; colon; followed; column 0"] },
  { name: "in indentation before a key", yaml: "a:\n <|> b: 2\n", is: [] },
  {
    name: "behind a colon",
    yaml: "spec:\n  mode:<|>\n",
    is: [
      'value spec.mode; lead " "',
      'value spec.mode[0]; lead "\\n  - "',
      'key spec.mode[0]; lead "\\n  - "; column 4',
      'key spec.mode; lead "\\n    "; column 4',
    ],
  },
  {
    name: "behind a colon and a space",
    yaml: "a:\n  - x\nmode: <|>",
    is: [
      "value mode",
      'value mode[0]; replaces " "; lead "\\n  - "',
      'key mode[0]; replaces " "; lead "\\n  - "; column 4',
      'key mode; replaces " "; lead "\\n  "; column 2',
    ],
  },
  { name: "in front of a comment", yaml: "mode: <|># c\n", is: ['value mode; tail " "'] },
  { name: "behind a colon with lines below", yaml: "spec: <|>\n  a: 1\n", is: [] },
  { name: "in a value", yaml: "mode: SIM<|>PLE\n", is: ["value mode; in SIM|PLE"] },
  {
    name: "in the gap before a value",
    yaml: "mode:<|> SIMPLE\n",
    is: ['value mode; in |SIMPLE; replaces " SIMPLE"; lead " "'],
  },
  { name: "behind a value and a space", yaml: "mode: SIMPLE <|>\n", is: [] },
  { name: "in quotes", yaml: 'host: "a.<|>com"\n', is: ['value host; in "a.|com"'] },
  {
    name: "in a quote left open",
    yaml: "spec:\n  host: 'a.<|>\n  b: 1\n",
    is: ["value spec.host; in 'a.|'; replaces \"'a.\""],
  },
  { name: "in a quoted key", yaml: '"ki<|>nd": a\n', is: ['key .; in "ki|nd"; colon; followed; column 0'] },
  { name: "in a value of several lines", yaml: 'a: "x\n  y<|>"\n', is: [] },
  { name: "in a block scalar", yaml: "a: |\n  te<|>xt\nb: 1\n", is: [] },
  { name: "on a blank line of a block scalar", yaml: "a: |\n  text\n  <|>\nb: 1\n", is: [] },
  { name: "left of a block scalar", yaml: "a: |\n  text\n<|>\nb: 1\n", is: ["key .; has a,b; column 0"] },
  { name: "in a folded plain scalar", yaml: "a: text\n  mo<|>re\n", is: [] },
  {
    name: "on a blank line, at the column of a mapping",
    yaml: "spec:\n  a: 1\n  <|>\n  b: 2\n",
    is: ["key spec; has a,b; column 2"],
  },
  {
    name: "on a blank line further left than what follows allows",
    yaml: "spec:\n  a: 1\n<|>\n  b: 2\n",
    is: ['key spec; has a,b; lead "  "; column 2'],
  },
  {
    name: "between two columns the nearest one is meant",
    yaml: "spec:\n    a:\n        c: 1\n       <|>\n",
    is: ['key spec.a; has c; replaces "       "; lead "        "; column 8'],
  },
  {
    name: "at the end, at column 0",
    yaml: "spec:\n  a: 1\n<|>",
    is: ["key .; has spec; column 0"],
  },
  {
    name: "below a key without a value",
    yaml: "spec:\n  tls:\n    <|>\n  b: 1\n",
    is: [
      'value spec.tls[0]; replaces "    "; lead "  - "',
      'key spec.tls[0]; replaces "    "; lead "  - "; column 4',
      "key spec.tls; column 4",
    ],
  },
  {
    name: "below a key without a value, at its column, lists not indented",
    yaml: "spec:\n  x:\n  - 1\n  tls:\n  <|>\n",
    is: ['value spec.tls[0]; lead "- "', 'key spec.tls[0]; lead "- "; column 4', "key spec; has x,tls; column 2"],
  },
  {
    name: "below a key without a value, at its column, lists indented by four",
    yaml: "spec:\n    x:\n        - 1\n    tls:\n    <|>\n",
    is: ["key spec; has x,tls; column 4"],
  },
  {
    name: "a list that is not indented takes a new item or a key beside it",
    yaml: "spec:\n  hosts:\n  - a\n  <|>\n",
    is: [
      'value spec.hosts[1]; beside a; lead "- "',
      'key spec.hosts[1]; lead "- "; column 4',
      "key spec; has hosts; column 2",
    ],
  },
  {
    name: "between two items of a list",
    yaml: "hosts:\n- a\n<|>\n- b\n",
    is: ['value hosts[1]; beside a,b; lead "- "', 'key hosts[1]; lead "- "; column 2'],
  },
  {
    name: "behind a dash",
    yaml: "ports:\n  - <|>\n",
    is: ["value ports[0]", "key ports[0]; column 4"],
  },
  {
    name: "directly behind a dash",
    yaml: "ports:\n-<|>\n- a\n",
    is: ['value ports[0]; beside a; lead " "', 'key ports[0]; lead " "; column 2'],
  },
  {
    name: "behind a dash whose object stands below",
    yaml: "ports:\n- <|>\n  name: a\n",
    is: ["key ports[0]; has name; column 2"],
  },
  {
    name: "in the word of an item",
    yaml: "ports:\n- a\n- nu<|>m\n",
    is: ["value ports[1]; beside a; in nu|m", "key ports[1]; in nu|m; column 2"],
  },
  {
    name: "on the second line of an item",
    yaml: "ports:\n- number: 1\n  <|>\n- number: 2\n",
    is: ["key ports[0]; has number; column 2"],
  },
  {
    name: "a word on the second line of an item",
    yaml: "ports:\n- number: 1\n  na<|>\n- number: 2\n",
    is: ["key ports[0]; has number; in na|; column 2"],
  },
  {
    name: "a word below a key",
    yaml: "spec:\n  ho<|>\n",
    is: ["value spec; in ho|", "key spec; in ho|; column 2"],
  },
  {
    name: "a word with a block below",
    yaml: "spec:\n  por<|>\n    - a\n  b: 1\n",
    is: ["key spec; has b; in por|; followed; column 2"],
  },
  {
    name: "a missing colon, in the key",
    yaml: "a: 1\nmo<|>de SIMPLE\n",
    is: ["key .; has a; in mo|de; followed; column 0"],
  },
  {
    name: "a missing colon, in the value",
    yaml: "a: 1\nmode SIM<|>PLE\n",
    is: ['value mode; in SIM|PLE; replaces " SIMPLE"; lead ": "'],
  },
  { name: "in an empty flow list", yaml: "hosts: [<|>]\n", is: ["value hosts[0]"] },
  { name: "behind a comma in a flow list", yaml: "hosts: [a,<|>]\n", is: ['value hosts[1]; beside a; lead " "'] },
  { name: "in an item of a flow list", yaml: "hosts: [a, b<|>c, d]\n", is: ["value hosts[1]; beside a,d; in b|c"] },
  { name: "in quotes in a flow list", yaml: 'hosts: ["a<|>"]\n', is: ['value hosts[0]; in "a|"'] },
  {
    name: "in an unclosed flow list",
    yaml: "spec:\n  hosts: [a, <|>\n  ports: []\n",
    is: ["value spec.hosts[1]; beside a"],
  },
  {
    name: "below an unclosed flow list",
    yaml: "spec:\n  hosts: [a\n  <|>\n  ports: []\n",
    is: ["key spec; has hosts,ports; column 2"],
  },
  { name: "on a second line of a flow list", yaml: "spec:\n  hosts: [\n    <|>\n  ]\n", is: ["value spec.hosts[0]"] },
  { name: "in a flow mapping", yaml: "tls: {<|>}\n", is: ["key tls"] },
  { name: "in a key of a flow mapping", yaml: "tls: {mo<|>, sni: a}\n", is: ["key tls; has sni; in mo|"] },
  { name: "in a value of a flow mapping", yaml: "tls: {mode: S<|>, sni: a}\n", is: ["value tls.mode; in S|"] },
  { name: "behind a colon of a flow mapping", yaml: "tls: {mode:<|>}\n", is: ['value tls.mode; lead " "'] },
  {
    name: "in flow collections in each other",
    yaml: "ports: [{number: 80}, {na<|>}]\n",
    is: ["key ports[1]; in na|"],
  },
  {
    name: "in a document that is one flow collection",
    yaml: '{"kind": "A", "spec": {"ho<|>"}}',
    is: ['key spec; in "ho|"'],
  },
  {
    name: "with tabs",
    yaml: "spec:\n\t<|>\n",
    is: [
      'value spec[0]; replaces "\\t"; lead "- "',
      'key spec[0]; replaces "\\t"; lead "- "; column 2',
      'key spec; replaces "\\t"; lead " "; column 1',
    ],
  },
  { name: "with carriage returns", yaml: "spec:\r\n  mode: S<|>\r\n", is: ["value spec.mode; in S|"] },
  {
    name: "with carriage returns, on a blank line",
    yaml: "spec:\r\n  a: 1\r\n  <|>\r\n",
    is: ["key spec; has a; column 2"],
  },
  { name: "behind Hangul and emoji", yaml: "\uFEFFa: 가🙂\nmode: S<|>\n", is: ["value mode; in S|"] },
  {
    name: "between lines of a template",
    yaml: "spec:\n  {{- if .Values.x }}\n  mo<|>\n  {{- end }}\n",
    is: ["value spec; in mo|", "key spec; in mo|; column 2"],
  },
  { name: "in a template's braces", yaml: "spec:\n  a: {{ .Val<|>ues.x }}\n", is: [] },
  {
    name: "below an item that is a word",
    yaml: "ports:\n  - null\n    <|>\n",
    is: [
      'value ports[1]; beside null; replaces "    "; lead "  - "',
      'key ports[1]; replaces "    "; lead "  - "; column 4',
    ],
  },
  { name: "in a value with braces in the comment behind it", yaml: "a: b<|> # {{ c }}\n", is: ["value a; in b|"] },
  { name: "behind an anchor", yaml: "a: &x <|>\n  b: 1\n", is: [] },
];

for (const { name, yaml, is } of cases) {
  test(`cursor: ${name}`, () => {
    assert.deepEqual(readings(yaml), is);
  });
}

test("cursor: style comes from a neighbouring document when the own one shows none", () => {
  const file = readFile("file:///test.yaml", "a:\n    b:\n        - 1\n---\nspec:\n");
  const document = file.documents[1];
  assert.ok(document !== undefined);
  assert.deepEqual(cursorAt(document, document.text.length, file).style, { eol: "\n", step: 4, indentedLists: true });
});

test("cursor: any text, any offset: nothing throws and every span lies in the document", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "spec:",
      "a: ",
      "b",
      "- ",
      "-",
      " ",
      "  ",
      "\n",
      "\r\n",
      "\t",
      "[",
      "]",
      "{",
      "}",
      ",",
      '"',
      "'",
      "#",
      " # c",
      "|",
      ">",
      "&x ",
      "*x",
      "? ",
      "---\n",
      "...",
      "{{ x }}",
      "가",
      "🙂",
      ": ",
      ":",
      "%",
      "!",
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(pieces, fc.nat(120), (parts, at) => {
      const text = parts.join("");
      const file = readFile("file:///test.yaml", text);
      const found = documentAt(file, Math.min(at, text.length));
      if (found === undefined) return;
      const { document } = found;
      for (const { replaced, word } of cursorAt(document, found.offset, file).readings) {
        const { text: own } = document;
        const clamped = Math.min(found.offset, own.length);
        const offset = own[clamped] === "\n" && own[clamped - 1] === "\r" ? clamped - 1 : clamped;
        for (const span of [replaced, word.span]) {
          assert.ok(
            0 <= span.start && span.start <= span.end && span.end <= document.text.length,
            JSON.stringify(text),
          );
        }
        assert.ok(replaced.start <= offset && offset <= replaced.end, `${JSON.stringify(text)} at ${offset}`);
        assert.ok(!document.text.slice(replaced.start, replaced.end).includes("\n"), JSON.stringify(text));
      }
    }),
    { numRuns: 2000 },
  );
});
