// The examples that people open first are correct: nothing above a hint is said about them, alone or all together.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_SETTINGS, Snapshot } from "../../server/src/service/index";
import { allFindings } from "../support/check";

const folder = join(process.env.REPOSITORY_ROOT ?? process.cwd(), "examples");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml"))
  .sort()
  .map((path) => ({
    uri: `file:///examples/${path.split("\\").join("/")}`,
    text: readFileSync(join(folder, path), "utf8"),
  }));

function serious(snapshot: Snapshot): string[] {
  return allFindings(snapshot)
    .filter(({ severity }) => severity !== "hint")
    .map(({ uri, severity, rule, finding }) => `${uri} ${severity} ${rule.code} ${JSON.stringify(finding.args)}`);
}

test("all examples together", () => {
  assert.ok(files.length > 5);
  assert.deepEqual(serious(Snapshot.empty(DEFAULT_SETTINGS).apply(files)), []);
});

for (const file of files) {
  test(`${file.uri} alone`, () => {
    assert.deepEqual(serious(Snapshot.empty(DEFAULT_SETTINGS).apply([file])), []);
  });
}
