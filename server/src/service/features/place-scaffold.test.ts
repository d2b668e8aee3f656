import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import { applyEdits } from "../base/edit";
import { buildScaffold } from "../scaffold/build";
import { scaffoldVariant } from "../scaffold/variants";
import { placeScaffold } from "./place-scaffold";
import { offsetAt, positionAt } from "./position";

const HOST = { host: "api.bank.example" };
const rule = scaffoldVariant("destinationrule");
assert.ok(rule !== undefined);
const SET = buildScaffold(rule, HOST);
const ENTRY = "kind: ServiceEntry\nmetadata:\n  name: a\n";

const cases: readonly (readonly [name: string, yaml: string, after: string])[] = [
  ["into an empty file", "<|>", SET],
  ["below comments", "# ours\n<|>", `# ours\n${SET}`],
  [
    "behind the resource, from the middle of one of its lines",
    ENTRY.replace("name:", "na<|>me:"),
    `${ENTRY}---\n${SET}`,
  ],
  ["behind a last line without an end", "kind: Gateway<|>", `kind: Gateway\n---\n${SET}`],
  ["between two documents", `<|>${ENTRY}---\nkind: B\n`, `${ENTRY}---\n${SET}---\nkind: B\n`],
  ["into an empty document at the end", `${ENTRY}---\n<|>`, `${ENTRY}---\n${SET}`],
];

for (const [name, yaml, after] of cases) {
  test(`a new set goes ${name}`, () => {
    const fixture = readFixture(yaml);
    const [cursor] = fixture.cursors;
    const snapshot = snapshotOf(fixture);
    const file = cursor === undefined ? undefined : snapshot.file(cursor.uri);
    assert.ok(cursor !== undefined && file !== undefined);
    const position = positionAt(file, cursor.offset);
    const { range, newText } = placeScaffold(snapshot, { uri: cursor.uri, position }, rule, HOST);
    const span = { start: offsetAt(file, range.start), end: offsetAt(file, range.end) };
    assert.equal(applyEdits(file.text, [{ span, newText }]), after);
  });
}
