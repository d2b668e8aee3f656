// Typing by ranges: after any edits, one or several at a time, the server knows the text that the editor shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Diagnostic, Range } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Session, startSession } from "../support/lsp-client";
import { badEntry, goodEntry } from "../support/protocol-files";

const TEXT = [badEntry("a.example.com"), goodEntry("b.example.com"), badEntry("c.example.com")].join("---\n");
const piece = fc.constantFrom(
  "",
  "",
  "x",
  "\n",
  "---\n",
  "---",
  "\n---\n",
  "...\n",
  "  ",
  "kind: Gateway\n",
  "\r\n",
  "가",
);
const edit = fc.record({ at: fc.nat(), length: fc.nat(30), newText: piece });
const edits = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

async function change(
  session: Session,
  uri: string,
  version: number,
  changes: readonly { range: Range; text: string }[],
): Promise<void> {
  await session.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version },
    contentChanges: changes,
  });
}

test("findings after edits are those of the text read anew", async () => {
  const session = await startSession();
  const other = await startSession();
  let files = 0;
  const finish = async (on: Session, uri: string): Promise<readonly Diagnostic[]> => {
    const found = await on.pull(uri);
    await on.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    return found;
  };
  await fc.assert(
    fc.asyncProperty(edits, async (rounds) => {
      const uri = `file:///w/${files++}.yaml`;
      const document = TextDocument.create(uri, "yaml", 1, TEXT);
      await session.open(uri, TEXT);
      for (const [round, several] of rounds.entries()) {
        const changes = several.map(({ at, length, newText }) => {
          const start = at % (document.getText().length + 1);
          const range = { start: document.positionAt(start), end: document.positionAt(start + length) };
          TextDocument.update(document, [{ range, text: newText }], round + 2);
          return { range, text: newText };
        });
        await change(session, uri, round + 2, changes);
      }
      await other.open(uri, document.getText());
      assert.deepEqual(await finish(session, uri), await finish(other, uri));
    }),
    { numRuns: 60 },
  );
  await session.end();
  await other.end();
});

test("an edit whose range runs backwards or beyond the text is taken like the editor's", async () => {
  const session = await startSession();
  const uri = "file:///w/a.yaml";
  await session.open(uri, `${goodEntry("a.example.com")}---\n${badEntry("b.example.com")}`);
  const [wrong] = await session.pull(uri);
  assert.ok(wrong !== undefined);
  await change(session, uri, 2, [{ range: { start: wrong.range.end, end: wrong.range.start }, text: "DNS" }]);
  assert.deepEqual(await session.pull(uri), []);
  const end = { line: 9_999, character: 9_999 };
  await change(session, uri, 3, [{ range: { start: end, end }, text: `---\n${badEntry("c.example.com")}` }]);
  assert.equal((await session.pull(uri)).length, 1);
  await session.end();
});
