import assert from "node:assert/strict";
import { test } from "node:test";
import { parseYaml } from "./parse";
import { nodeAtPath } from "./yaml-node";

test("an IPv6 address that ends in colons is a text in a flow list", () => {
  const { root } = parseYaml("a: [10.0.0.1, 2001:db8::, ::1]\n");
  const list = nodeAtPath(root, ["a"]);
  assert.ok(list?.kind === "sequence");
  assert.deepEqual(
    list.items.map((item) => item?.kind === "scalar" && item.value),
    ["10.0.0.1", "2001:db8::", "::1"],
  );
});

test("a key without a value in a flow list stays a key", () => {
  const item = nodeAtPath(parseYaml("a: [name:]\n").root, ["a", 0]);
  assert.equal(item?.kind, "mapping");
});
