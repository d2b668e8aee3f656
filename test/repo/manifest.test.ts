// The manifest says what the code does: settings come from the one table, every string exists in both languages, every file
// it names is there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = process.env.REPOSITORY_ROOT ?? ".";
const text = (file: string): string => readFileSync(join(root, file), "utf8");

test("the settings in the manifest come from the table of settings", () => {
  const run = spawnSync(process.execPath, [join(root, "tools", "generate-manifest.mjs"), "--check"], {
    encoding: "utf8",
  });
  assert.equal(run.status, 0, run.stderr);
});

test("every string of the manifest exists in English and Korean, and no other", () => {
  const used = [...text("package.json").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
  for (const file of ["package.nls.json", "package.nls.ko.json"]) {
    const strings: unknown = JSON.parse(text(file));
    assert.ok(typeof strings === "object" && strings !== null);
    assert.deepEqual(Object.keys(strings).sort(), [...new Set(used)].sort(), file);
  }
});

test("the files that the manifest names exist", () => {
  const named = [...text("package.json").matchAll(/"(?:path|icon|image)": "([^"]+)"/g)].map((match) => match[1] ?? "");
  assert.ok(named.length > 0);
  for (const file of named) assert.ok(existsSync(join(root, file)), file);
});

test("the lockfiles name no registry", () => {
  for (const file of ["package-lock.json", "test/vscode/host/package-lock.json"]) {
    assert.doesNotMatch(text(file), /"resolved"/, file);
  }
});
