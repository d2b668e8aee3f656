// Clients that cannot watch files: the folders are looked at again when a document is opened or saved, and from time to time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesInMemory } from "../support/files-in-memory";
import { handClock } from "../support/hand-clock";
import { startSession } from "../support/lsp-client";
import { badEntry, codesOf, goodEntry } from "../support/protocol-files";

const OPEN = "file:///w/open.yaml";
const CLOSED = "file:///w/closed.yaml";

const HINTS: Readonly<Record<string, string>> = {
  "textDocument/didSave": "saving a document",
  "textDocument/didOpen": "opening a document",
  alarm: "time",
};

for (const [hint, name] of Object.entries(HINTS)) {
  test(`${name} brings what changed on disk: new, changed and gone files`, async () => {
    const disk = new Map([[CLOSED, badEntry("closed.example.com")]]);
    const clock = handClock();
    const session = await startSession({
      capabilities: {},
      folders: ["file:///w"],
      source: filesInMemory(disk),
      clock,
    });
    assert.equal(JSON.stringify(session.initialized.capabilities.textDocumentSync).includes('"save":true'), true);
    const first = session.pushed(CLOSED);
    await session.open(OPEN, goodEntry());
    assert.deepEqual(codesOf((await first).diagnostics), ["unknown-value"]);
    const look = async (): Promise<void> => {
      await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
      if (hint === "alarm") await clock.rung();
      else if (hint === "textDocument/didOpen") await session.open("file:///w/more.yaml", "a: 1\n");
      else await session.connection.sendNotification(hint, { textDocument: { uri: OPEN } });
    };
    const changed = session.pushed(CLOSED);
    disk.set(CLOSED, goodEntry("closed.example.com"));
    await look();
    assert.deepEqual((await changed).diagnostics, []);
    const created = session.pushed("file:///w/new.yaml");
    disk.set("file:///w/new.yaml", badEntry("new.example.com"));
    await look();
    assert.deepEqual(codesOf((await created).diagnostics), ["unknown-value"]);
    const gone = session.pushed("file:///w/new.yaml");
    disk.delete("file:///w/new.yaml");
    await look();
    assert.deepEqual((await gone).diagnostics, []);
    await session.end();
  });
}

test("a client that watches is relied on", async () => {
  const session = await startSession();
  assert.equal(JSON.stringify(session.initialized.capabilities.textDocumentSync).includes('"save":false'), true);
  await session.end();
});
