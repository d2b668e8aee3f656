// What is in the packaged extension, how large it is, and what its bundles must not do.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "./host/folders";
import { readVsix } from "./vsix";

const SIZE_LIMIT = 1_000_000;
const vsix = join(repository, "istio-egress.vsix");
const files = readVsix(vsix);

test("the package holds what the extension needs, and nothing else", () => {
  const expected = [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/dist/client.js",
    "extension/docs/images/hover.png",
    "extension/docs/images/light-bulb.png",
    "extension/docs/images/problem.png",
    "extension/docs/images/scaffold.png",
    "extension/dist/server.js",
    "extension/dist/third-party-notices.txt",
    "extension/media/icon.png",
    "extension/package.json",
    "extension/package.nls.json",
    "extension/package.nls.ko.json",
    "extension/readme.md",
    "extension/snippets/file-templates.json",
  ];
  assert.deepEqual(files.map((file) => file.path).sort(), expected.sort());
});

test(`the package is smaller than ${SIZE_LIMIT / 1000} kB`, () => {
  assert.ok(statSync(vsix).size < SIZE_LIMIT, `${statSync(vsix).size} bytes`);
});

test("the bundles neither call the network nor evaluate text", () => {
  for (const { path, content } of files.filter((file) => file.path.endsWith(".js"))) {
    const code = content.toString("utf8");
    assert.doesNotMatch(code, /require\("(?:node:)?https?2?"\)/, path);
    assert.doesNotMatch(code, /\bfetch\(|new XMLHttpRequest|\beval\(|new Function\(/, path);
  }
});

test("the notices name every bundled package's licence", () => {
  const notices = files.find((file) => file.path.endsWith("third-party-notices.txt"))?.content.toString("utf8") ?? "";
  for (const name of ["yaml", "vscode-languageclient", "vscode-languageserver", "vscode-jsonrpc"]) {
    assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|ISC)\\)$`, "m"));
  }
});
