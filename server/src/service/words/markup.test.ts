import assert from "node:assert/strict";
import { test } from "node:test";
import { type Block, code, literal, renderBlocks } from "./markup";

const blocks: readonly Block[] = [
  { kind: "heading", text: "`ServiceEntry.spec.hosts`" },
  { kind: "paragraph", text: "Hosts such as *.example.com or `*.example.com`, <key> and _tag_ but ISTIO_MUTUAL [x]." },
  { kind: "note", label: "Default", text: "Required." },
  { kind: "list", label: "Fields", items: ["`a`: one", "b"] },
  { kind: "code", label: "Example", language: "yaml", text: "hosts:\n- a" },
  { kind: "link", text: "Reference", url: "https://example.com/#a" },
];

test("markdown keeps everything outside backticks literal", () => {
  assert.equal(
    renderBlocks(blocks, "markdown"),
    `**\`ServiceEntry.spec.hosts\`**

Hosts such as \\*.example.com or \`*.example.com\`, \\<key> and \\_tag\\_ but ISTIO_MUTUAL \\[x\\].

**Default:** Required.

**Fields**

- \`a\`: one
- b

**Example:**

\`\`\`yaml
hosts:
- a
\`\`\`

[Reference](https://example.com/#a)`,
  );
});

test("plain text has no marks", () => {
  assert.equal(
    renderBlocks(blocks, "plaintext"),
    `ServiceEntry.spec.hosts

Hosts such as *.example.com or *.example.com, <key> and _tag_ but ISTIO_MUTUAL [x].

Default: Required.

Fields:
- a: one
- b

Example:
  hosts:
  - a

Reference: https://example.com/#a`,
  );
});

const values: readonly { readonly name: string; readonly value: string; readonly shown: string }[] = [
  { name: "backticks", value: "a`b", shown: "`a'b`" },
  {
    name: "line breaks",
    value: "x\n\n![p](https://evil.example/p.png)",
    shown: "`x\\n\\n![p](https://evil.example/p.png)`",
  },
  { name: "carriage returns and separators", value: "a\r\nb\u2028c\u0085d", shown: "`a\\r\\nb\\u2028c\\u0085d`" },
  { name: "escape sequences", value: "\u001B[2J", shown: "`\\e[2J`" },
  { name: "marks of writing direction", value: "a\u202Eb\u2066c", shown: "`a\\u202eb\\u2066c`" },
  { name: "nothing", value: "", shown: '`""`' },
];
for (const { name, value, shown } of values) {
  test(`a value with ${name} cannot leave its code`, () => {
    assert.equal(code(value), shown);
  });
}

const texts: readonly { readonly name: string; readonly text: string; readonly markdown: string }[] = [
  { name: "an image", text: "![p](https://evil.example/p.png)", markdown: "!\\[p\\](https\\://evil.example/p.png)" },
  { name: "HTML", text: "a <img src=x> &lt;b&gt;", markdown: "a \\<img src=x> \\&lt;b\\&gt;" },
  {
    name: "an address",
    text: "see https://evil.example or www.evil.example, a@b.c",
    markdown: "see https\\://evil.example or www\\.evil.example, a\\@b.c",
  },
  { name: "a paragraph", text: "a\n\nb", markdown: "a b" },
  { name: "a heading", text: "# a", markdown: "\\# a" },
  { name: "a list", text: "1. a", markdown: "1\\. a" },
  { name: "a lone backtick", text: "a ` b", markdown: "a \\` b" },
];
for (const { name, text, markdown } of texts) {
  test(`outside code, ${name} is only text`, () => {
    assert.equal(renderBlocks([{ kind: "paragraph", text }], "markdown"), markdown);
  });
}

test("a value outside code begins none", () => {
  assert.equal(literal("HT`TP\n"), "HT'TP\\n");
});
