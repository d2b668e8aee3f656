// What happens while folders and files are read wins over what was read.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { type Session, startSession } from "../support/lsp-client";
import { badEntry, goodEntry } from "../support/protocol-files";
import { type SlowFiles, slowFiles } from "../support/slow-files";

const A = "file:///w/a.yaml";
const B = "file:///w/b.yaml";

/** Starts reading a folder with two bad files, and stops while the first of them is on its way. */
async function whileReading(
  disk: Map<string, string>,
  during: (session: Session, files: SlowFiles) => Promise<void>,
): Promise<readonly string[]> {
  disk.set(A, badEntry("a.example.com")).set(B, badEntry("b.example.com"));
  const files = slowFiles(disk);
  const session = await startSession({ folders: ["file:///w"], source: files });
  await session.open("file:///w/open.yaml", goodEntry());
  const indexed = session.next("istio-egress/indexed");
  await files.asked(1);
  await during(session, files);
  await indexed;
  const report: WorkspaceDiagnosticReport = await session.connection.sendRequest("workspace/diagnostic", {
    previousResultIds: [],
  });
  await session.end();
  return report.items.map(({ uri }) => uri);
}

async function tellOf(session: Session, ...uris: readonly string[]): Promise<void> {
  await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: uris.map((uri) => ({ uri, type: 2 })),
  });
}

test("a file that changes while its old text is on its way keeps the new one", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    disk.set(A, goodEntry("a.example.com"));
    await tellOf(session, A);
    // The read that the change has caused is answered first, then the folder's.
    await files.letGo(1);
    await files.letGo();
    await files.letGo();
  });
  assert.deepEqual(bad, [B]);
});

test("a file that is deleted while it is on its way stays deleted", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    disk.delete(A);
    await tellOf(session, A);
    await files.letGo(1);
    await files.letGo();
    await files.letGo();
  });
  assert.deepEqual(bad, [B]);
});

test("a file that is opened and closed meanwhile is as the disk says at its closing", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    await session.open(A, badEntry("other.example.com"));
    disk.set(A, goodEntry("a.example.com"));
    await session.connection.sendNotification("textDocument/didClose", { textDocument: { uri: A } });
    await files.letGo(1);
    await files.letGo();
    await files.letGo();
  });
  assert.deepEqual(bad, [B]);
});

test("a file that is opened meanwhile keeps the editor's text", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    await session.open(A, goodEntry("a.example.com"));
    await files.letGo();
    await files.letGo();
  });
  assert.deepEqual(bad, [B]);
});

test("a folder that leaves while it is read does not come back", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    await session.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri: "file:///w", name: "w" }] },
    });
    await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
    await files.letGo();
  });
  assert.deepEqual(bad, []);
});

test("of two reads of one file the newer counts, whichever ends first", async () => {
  const disk = new Map<string, string>();
  const bad = await whileReading(disk, async (session, files) => {
    await files.letGo();
    await files.letGo();
    const changed = session.refreshed();
    disk.set(A, badEntry("older.example.com"));
    await tellOf(session, A);
    await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
    disk.set(A, goodEntry("newer.example.com"));
    await tellOf(session, A);
    await files.letGo(1, 2);
    await files.letGo();
    await changed;
  });
  assert.deepEqual(bad, [B]);
});
