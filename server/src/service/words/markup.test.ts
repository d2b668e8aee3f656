import assert from "node:assert/strict";
import { test } from "node:test";
import { type Block, code, renderBlocks } from "./markup";

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

test("a value with backticks cannot leave its code", () => {
  assert.equal(code("a`b"), "`a'b`");
});
