// The editor's file and the disk's file are one, however either of them writes its address; answers use the editor's own spelling.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { processClock } from "../../server/src/files/clock.node";
import { diskFiles } from "../../server/src/files/disk.node";
import { filesInMemory } from "../support/files-in-memory";
import { type Session, startSession } from "../support/lsp-client";
import { badEntry, codesOf, goodEntry } from "../support/protocol-files";

/** Every file that is reported, with its codes. */
async function reported(session: Session): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const report: WorkspaceDiagnosticReport = await session.connection.sendRequest("workspace/diagnostic", {
    previousResultIds: [],
  });
  return Object.fromEntries(report.items.map((item) => [item.uri, item.kind === "full" ? codesOf(item.items) : []]));
}

const SPELLINGS: readonly { readonly root: string; readonly disk: string; readonly editor: string }[] = [
  { root: "file:///w", disk: "file:///w/a%2Bb/x.yaml", editor: "file:///w/a+b/x.yaml" },
  { root: "file:///w", disk: "file:///w/a%2Bb/x.yaml", editor: "file:///w/a%2bb/x.yaml" },
  { root: "file:///C:/w", disk: "file:///c%3A/w/x.yaml", editor: "file:///c%3A/w/x.yaml" },
  { root: "file:///c%3A/w", disk: "file:///c%3A/w/x.yaml", editor: "file:///C:/w/x.yaml" },
];

for (const { root, disk, editor } of SPELLINGS) {
  test(`${editor} is the file ${disk} of the folder ${root}`, async () => {
    const session = await startSession({ folders: [root], source: filesInMemory(new Map([[disk, badEntry()]])) });
    await session.open(editor, goodEntry());
    assert.deepEqual(await reported(session), {});
    await session.change(editor, 2, badEntry());
    assert.deepEqual(await reported(session), { [editor]: ["unknown-value"] });
    await session.connection.sendNotification("textDocument/didClose", { textDocument: { uri: editor } });
    assert.equal(Object.keys(await reported(session)).length, 1);
    await session.end();
  });
}

test("a closed file is named the way its folder is", async () => {
  const source = filesInMemory(new Map([["file:///c%3A/w/closed.yaml", badEntry("closed.example.com")]]));
  const session = await startSession({ folders: ["file:///C:/w"], source });
  await session.open("file:///C:/w/open.yaml", goodEntry());
  assert.deepEqual(await reported(session), { "file:///C:/w/closed.yaml": ["unknown-value"] });
  await session.end();
});

test("a linked folder and its target hold the same files", { skip: process.platform === "win32" }, async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "istio-egress-link-")));
  try {
    mkdirSync(join(folder, "real"));
    symlinkSync(join(folder, "real"), join(folder, "link"));
    writeFileSync(join(folder, "real", "x.yaml"), badEntry());
    const uri = (...path: readonly string[]): string => pathToFileURL(join(folder, ...path)).href;
    for (const [root, editor] of [
      [uri("link"), uri("link", "x.yaml")],
      [uri("link"), uri("real", "x.yaml")],
      [uri("real"), uri("link", "x.yaml")],
      [uri(), uri("link", "x.yaml")],
    ] as const) {
      const session = await startSession({ folders: [root], source: diskFiles(processClock) });
      await session.open(editor, goodEntry());
      assert.deepEqual(await reported(session), {}, `${editor} in ${root}`);
      await session.change(editor, 2, badEntry());
      assert.deepEqual(await reported(session), { [editor]: ["unknown-value"] });
      await session.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
