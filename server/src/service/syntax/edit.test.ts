import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, type Edit } from "../base/edit";
import {
  type EditedDocument,
  insertEntry,
  insertItem,
  moveEntry,
  moveItemBefore,
  removeEntry,
  removeItem,
  renameKey,
  replaceScalar,
  setEntry,
  wrapInList,
  wrapInObject,
} from "./edit";
import { parseYaml } from "./parse";
import {
  entryOf,
  type MappingEntry,
  type MappingNode,
  nodeAtPath,
  type SequenceNode,
  type YamlPath,
} from "./yaml-node";

/** What an edit makes of a text; the result must be good YAML. */
function edited(
  text: string,
  build: (document: EditedDocument) => Edit | readonly Edit[] | undefined,
): string | undefined {
  const edit = build(parseYaml(text));
  if (edit === undefined) return undefined;
  const after = applyEdits(text, "span" in edit ? [edit] : edit);
  assert.deepEqual(parseYaml(after).problems, [], after);
  return after;
}

function mapping(document: EditedDocument, ...path: YamlPath): MappingNode {
  const node = nodeAtPath(document.root, path);
  assert.ok(node?.kind === "mapping");
  return node;
}

function list(document: EditedDocument, ...path: YamlPath): SequenceNode {
  const node = nodeAtPath(document.root, path);
  assert.ok(node?.kind === "sequence");
  return node;
}

function entry(document: EditedDocument, ...path: string[]): MappingEntry {
  const found = entryOf(nodeAtPath(document.root, path.slice(0, -1)), path.at(-1) ?? "");
  assert.ok(found !== undefined);
  return found;
}

const PORT = { number: 443, name: "tls", protocol: "TLS" };

test("an entry goes behind the last one, in the document's own style", () => {
  const add = (document: EditedDocument): Edit => insertEntry(document, mapping(document, "spec"), "ports", [PORT]);
  assert.equal(
    edited("spec:\n  hosts:\n  - a.com # why\n# end\n", add),
    "spec:\n  hosts:\n  - a.com # why\n  ports:\n  - number: 443\n    name: tls\n    protocol: TLS\n# end\n",
  );
  assert.equal(
    edited("spec:\n    hosts:\n      - a.com", add),
    "spec:\n    hosts:\n      - a.com\n    ports:\n        - number: 443\n          name: tls\n          protocol: TLS",
  );
  assert.equal(
    edited("spec:\r\n  hosts:\r\n  - a.com\r\n", add),
    "spec:\r\n  hosts:\r\n  - a.com\r\n  ports:\r\n  - number: 443\r\n    name: tls\r\n    protocol: TLS\r\n",
  );
  assert.equal(
    edited("spec: {hosts: [a.com]}\n", add),
    "spec: {hosts: [a.com], ports: [{ number: 443, name: tls, protocol: TLS }]}\n",
  );
  assert.equal(edited("spec: {}\n", add), "spec: {ports: [{ number: 443, name: tls, protocol: TLS }]}\n");
});

test("an entry goes behind block texts, empty values and nested blocks", () => {
  const add = (document: EditedDocument): Edit => insertEntry(document, mapping(document, "a"), "x", 1);
  assert.equal(edited("a:\n  b: |\n    text\n\nc: 1\n", add), "a:\n  b: |\n    text\n  x: 1\n\nc: 1\n");
  assert.equal(edited("a:\n  b:\nc: 1\n", add), "a:\n  b:\n  x: 1\nc: 1\n");
  assert.equal(edited("a:\n  b:\n    c:\n      d: 1\n", add), "a:\n  b:\n    c:\n      d: 1\n  x: 1\n");
});

test("an entry can be placed next to another, also at the start of a list item", () => {
  const source = "ports:\n- number: 443\n  protocol: TLS\n";
  const at = (place: { after: string } | { before: string }): string | undefined =>
    edited(source, (document) => insertEntry(document, mapping(document, "ports", 0), "name", "tls", place));
  assert.equal(at({ before: "number" }), "ports:\n- name: tls\n  number: 443\n  protocol: TLS\n");
  assert.equal(at({ after: "number" }), "ports:\n- number: 443\n  name: tls\n  protocol: TLS\n");
});

test("setting an entry fills, replaces or adds it", () => {
  const set = (value: string | { mode: string }) => (document: EditedDocument) =>
    setEntry(document, mapping(document, "a"), "tls", value);
  assert.equal(
    edited("a:\n  tls: # soon\n  b: 1\n", set({ mode: "SIMPLE" })),
    "a:\n  tls: # soon\n    mode: SIMPLE\n  b: 1\n",
  );
  assert.equal(edited("a:\n  tls:\n  b: 1\n", set("x")), "a:\n  tls: x\n  b: 1\n");
  assert.equal(edited("a:\n  tls: 'y' # c\n", set("x")), "a:\n  tls: 'x' # c\n");
  assert.equal(edited("a:\n  tls: 'y' # c\n", set({ mode: "SIMPLE" })), "a:\n  tls:\n    mode: SIMPLE # c\n");
  assert.equal(edited("a:\n  b: 1\n", set("x")), "a:\n  b: 1\n  tls: x\n");
  assert.equal(edited("a: {tls: , b: 1}\n", set({ mode: "SIMPLE" })), "a: {tls: { mode: SIMPLE } , b: 1}\n");
});

test("an item goes to the end of a list or in front of another", () => {
  const add = (position?: number) => (document: EditedDocument) =>
    insertItem(document, list(document, "hosts"), "*.b.com", position);
  assert.equal(edited("hosts:\n  - a.com # c\nx: 1\n", add()), 'hosts:\n  - a.com # c\n  - "*.b.com"\nx: 1\n');
  assert.equal(edited("hosts:\n- a.com\n", add(0)), 'hosts:\n- "*.b.com"\n- a.com\n');
  assert.equal(edited("hosts: [a.com]\n", add()), 'hosts: [a.com, "*.b.com"]\n');
  assert.equal(edited("hosts: []\n", add()), 'hosts: ["*.b.com"]\n');
});

test("a scalar keeps its quotes, and a number has none", () => {
  const replace = (value: string | number) => (document: EditedDocument) => {
    const node = nodeAtPath(document.root, ["a"]);
    assert.ok(node?.kind === "scalar");
    return replaceScalar(node, value);
  };
  assert.equal(edited("a: 'x' # c\n", replace("it's")), "a: 'it''s' # c\n");
  assert.equal(edited('a: "x"\n', replace("y")), 'a: "y"\n');
  assert.equal(edited('a: "443"\n', replace(443)), "a: 443\n");
  for (const [value, written] of [
    ["true", '"true"'],
    ["443", '"443"'],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["5s", "5s"],
    ["1e3", '"1e3"'],
    ["*", '"*"'],
    ["a: b", '"a: b"'],
    ["", '""'],
  ] as const) {
    assert.equal(edited("a: x\n", replace(value)), `a: ${written}\n`);
  }
});

test("a key is renamed in place", () => {
  assert.equal(
    edited("spec:\n  'host': [a] # c\n", (document) => renameKey(entry(document, "spec", "host"), "hosts")),
    "spec:\n  'hosts': [a] # c\n",
  );
});

test("a value becomes a list or an object", () => {
  const toList = (document: EditedDocument): readonly Edit[] | undefined => wrapInList(document, entry(document, "a"));
  assert.equal(edited("a: x.com # c\n", toList), "a: [x.com] # c\n");
  assert.equal(
    edited("a:\n  b: 1\n  # c\n\n  d:\n    e: 2\n", toList),
    "a:\n  - b: 1\n    # c\n\n    d:\n      e: 2\n",
  );
  const toObject = (document: EditedDocument): Edit | undefined =>
    wrapInObject(document, entry(document, "port"), "number", false);
  assert.equal(edited("port: 443 # c\n", toObject), "port:\n  number: 443 # c\n");
});

test("an entry leaves with its lines", () => {
  const drop = (key: string) => (document: EditedDocument) => removeEntry(document, mapping(document, "a"), key);
  assert.equal(edited("a:\n  b: 1 # c\n  d: 2\n", drop("b")), "a:\n  d: 2\n");
  assert.equal(edited("a:\n  d: 2\n  b:\n    x: 1", drop("b")), "a:\n  d: 2");
  assert.equal(edited("a:\r\n  d: 2\r\n  b: 1", drop("b")), "a:\r\n  d: 2");
  assert.equal(edited("a:\n  b: 1\n", drop("b")), "a:\n  {}\n");
  assert.equal(edited("a: {b: 1, d: 2}\n", drop("b")), "a: {d: 2}\n");
  assert.equal(edited("a: {b: 1, d: 2}\n", drop("d")), "a: {b: 1}\n");
  assert.equal(
    edited("a:\n- b: 1\n  d: 2\n", (document) => removeEntry(document, mapping(document, "a", 0), "b")),
    "a:\n- d: 2\n",
  );
});

test("an item leaves with its lines", () => {
  const drop = (position: number) => (document: EditedDocument) => removeItem(document, list(document, "a"), position);
  assert.equal(edited("a:\n- b: 1\n  c: 2\n- d: 3\n", drop(0)), "a:\n- d: 3\n");
  assert.equal(edited("a:\n  - b # c\n  - d\n", drop(1)), "a:\n  - b # c\n");
  assert.equal(edited("a:\n- b\nc: 1\n", drop(0)), "a: []\nc: 1\n");
  assert.equal(edited("a: [b, c]\n", drop(0)), "a: [c]\n");
  assert.equal(edited("a: [b, c]\n", drop(1)), "a: [b]\n");
});

test("an entry moves with its text and comments to another mapping", () => {
  const move = (document: EditedDocument): readonly Edit[] | undefined =>
    moveEntry(document, mapping(document), "ports", mapping(document, "spec"));
  assert.equal(
    edited("ports:\n- number: 443 # tls\n\n  name: tls\nspec:\n    hosts:\n    - a.com\n", move),
    "spec:\n    hosts:\n    - a.com\n    ports:\n    - number: 443 # tls\n\n      name: tls\n",
  );
  assert.equal(edited("ports: 1\nspec: {hosts: [a.com]}\n", move), undefined);
});

test("an item moves in front of an earlier one with its lines", () => {
  const move =
    (from: number, to: number) =>
    (document: EditedDocument): readonly Edit[] | undefined =>
      moveItemBefore(document, list(document, "l"), from, to);
  assert.equal(
    edited("l:\n- a: 1\n  # why\n  b: 2\n- c: 3 # end\nz: 1\n", move(1, 0)),
    "l:\n- c: 3 # end\n- a: 1\n  # why\n  b: 2\nz: 1\n",
  );
  assert.equal(edited("l:\r\n  - a\r\n  - b", move(1, 0)), "l:\r\n  - b\r\n  - a");
  assert.equal(edited("l: [a, b]\n", move(1, 0)), undefined);
  assert.equal(edited("l:\n- a\n- b\n", move(0, 1)), undefined);
});
