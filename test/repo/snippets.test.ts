// The snippet file is what the scaffold module says, and every snippet expands to YAML without a finding above `hint`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileTemplates, messageOf, snippetFile } from "../../server/src/service/index";
import { allFindings, snapshotOf } from "../support/check";
import { expandSnippet } from "../support/expand-snippet";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();

interface Manifest {
  readonly contributes?: { readonly snippets?: readonly { readonly language: string; readonly path: string }[] };
}

describe("snippets", () => {
  test("the files are current; tools/generate-snippets.mjs writes them", () => {
    const text = (name: string): string => readFileSync(join(root, "snippets", name), "utf8");
    assert.equal(text("istio-egress.json"), `${JSON.stringify(snippetFile(), null, 2)}\n`);
    assert.equal(text("file-templates.json"), `${JSON.stringify(fileTemplates(), null, 2)}\n`);
  });

  test("the manifest contributes templates without a prefix, so that none comes up while somebody types", () => {
    // The manifest is ours; vsce checks its shape.
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
    assert.ok(Object.values(fileTemplates()).every((template) => !("prefix" in template)));
    assert.deepEqual(manifest.contributes?.snippets, [{ language: "yaml", path: "./snippets/file-templates.json" }]);
  });

  for (const [name, snippet] of Object.entries(snippetFile())) {
    test(`${snippet.prefix} raises nothing above hint`, () => {
      const text = expandSnippet(snippet.body.join("\n"));
      const snapshot = snapshotOf({ files: [{ uri: "file:///new.yaml", text }], expected: [], cursors: [] });
      const found = allFindings(snapshot).filter(({ severity }) => severity !== "hint");
      assert.deepEqual(
        found.map((located) => `${located.rule.code}: ${messageOf(located, "en")}`),
        [],
        name,
      );
      assert.doesNotMatch(snippet.description, /[\r\n]/);
      assert.match(snippet.description, /[a-z].*[가-힣]/);
    });
  }
});
