// Edits that the server proposes name the version they are meant for.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeAction } from "vscode-languageserver-protocol";
import { type Capabilities, FULL_CLIENT, type Session, startSession } from "../support/lsp-client";
import { badEntry } from "../support/protocol-files";

const OPEN = "file:///w/open.yaml";
const ALL = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

async function actions(session: Session, only?: readonly string[]): Promise<readonly CodeAction[]> {
  return session.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: OPEN },
    range: ALL,
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
}

test("edits of an open document carry its version", async () => {
  const session = await startSession({ capabilities: FULL_CLIENT });
  await session.open(OPEN, badEntry());
  await session.change(OPEN, 7, badEntry("other.example.com"));
  const documents = (await actions(session)).flatMap(({ edit }) => edit?.documentChanges ?? []);
  assert.ok(documents.length > 0);
  for (const document of documents)
    assert.deepEqual("textDocument" in document && document.textDocument, { uri: OPEN, version: 7 });
  await session.end();
});

test("repairing everything touches only the lines that are repaired", async () => {
  const session = await startSession({ capabilities: FULL_CLIENT });
  const old = badEntry().replace("networking.istio.io/v1\n", "networking.istio.io/v1beta1\n");
  await session.open(OPEN, old.replace("resolution: DSN", "resolution: dns"));
  const [all] = await actions(session, ["source.fixAll"]);
  const lines = (all?.edit?.documentChanges ?? []).flatMap((change) =>
    "edits" in change ? change.edits.flatMap((edit) => ("range" in edit ? [edit.range] : [])) : [],
  );
  assert.ok(lines.length > 1);
  for (const { start, end } of lines) assert.equal(start.line, end.line);
  await session.end();
});

test("a client without versioned edits gets plain ones", async () => {
  const capabilities: Capabilities = { textDocument: FULL_CLIENT.textDocument ?? {} };
  const session = await startSession({ capabilities });
  await session.open(OPEN, badEntry());
  const [first] = await actions(session);
  assert.deepEqual(Object.keys(first?.edit?.changes ?? {}), [OPEN]);
  await session.end();
});

test("odd versions and edits of documents that are not open do no harm", async () => {
  const session = await startSession({ capabilities: FULL_CLIENT });
  await session.open(OPEN, "a: 1\n");
  const change = (uri: string, version: unknown, text: string): Promise<void> =>
    session.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  for (const version of [null, "three", -1, undefined]) await change(OPEN, version, badEntry());
  await change("file:///w/never-opened.yaml", 2, badEntry());
  assert.equal((await session.pull(OPEN)).length, 1);
  assert.deepEqual(await session.pull("file:///w/never-opened.yaml"), []);
  await session.end();
});
