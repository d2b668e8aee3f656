// Long work: cancelled when nobody wants it any longer, in pieces for clients that take pieces, and never in the way of a hover.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { filesInMemory } from "../support/files-in-memory";
import { type Session, startSession } from "../support/lsp-client";
import { badEntry, goodEntry } from "../support/protocol-files";

const OPEN = "file:///w/open.yaml";
const ALL = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

/** A session over a folder with so many files, each with one finding or with none. */
async function withFiles(count: number, text: (host: string) => string): Promise<Session> {
  const disk = new Map(
    Array.from({ length: count }, (_, at) => [`file:///w/f-${at}.yaml`, text(`host-${at}.example.com`)] as const),
  );
  const session = await startSession({ folders: ["file:///w"], source: filesInMemory(disk) });
  const indexed = session.next("istio-egress/indexed");
  await session.open(OPEN, goodEntry());
  await indexed;
  return session;
}

test("of ten questions the nine that are cancelled at once are not worked on", async () => {
  const session = await startSession();
  await session.open(OPEN, Array.from({ length: 30 }, (_, at) => badEntry(`host-${at}.example.com`)).join("---\n"));
  for (const method of [
    "textDocument/codeAction",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/diagnostic",
  ]) {
    const questions = Array.from({ length: 10 }, () => {
      const cancellation = session.cancelled();
      const answer: Promise<unknown> = session.connection.sendRequest(
        method,
        { textDocument: { uri: OPEN }, range: ALL, position: ALL.start, context: { diagnostics: [] } },
        cancellation.token,
      );
      return {
        cancellation,
        answer: answer.then(
          () => "answered",
          () => "cancelled",
        ),
      };
    });
    for (const { cancellation } of questions.slice(0, 9)) cancellation.cancel();
    const answers = await Promise.all(questions.map(({ answer }) => answer));
    assert.deepEqual(answers, [...Array.from({ length: 9 }, () => "cancelled"), "answered"], method);
  }
  await session.end();
});

test("findings of all files come in pieces for a client that takes pieces, and in one for others", async () => {
  const session = await withFiles(120, badEntry);
  const whole: WorkspaceDiagnosticReport = await session.connection.sendRequest("workspace/diagnostic", {
    previousResultIds: [],
  });
  assert.equal(whole.items.length, 120);
  const rest: WorkspaceDiagnosticReport = await session.connection.sendRequest("workspace/diagnostic", {
    previousResultIds: [],
    partialResultToken: "pieces",
  });
  assert.deepEqual(rest.items, []);
  const pieces = session.received.filter(({ method }) => method === "$/progress");
  assert.ok(pieces.length > 1);
  assert.equal(JSON.stringify(pieces).split('"kind":"full"').length - 1, 120);
  await session.end();
});

test("what the client has already comes as unchanged", async () => {
  const session = await withFiles(3, badEntry);
  const ask = (previous: WorkspaceDiagnosticReport | undefined): Promise<WorkspaceDiagnosticReport> =>
    session.connection.sendRequest("workspace/diagnostic", {
      previousResultIds: (previous?.items ?? []).map(({ uri, resultId }) => ({ uri, value: resultId ?? "" })),
    });
  const first = await ask(undefined);
  const second = await ask(first);
  assert.deepEqual(
    second.items.map(({ kind }) => kind),
    ["unchanged", "unchanged", "unchanged"],
  );
  await session.end();
});

for (const [name, text] of Object.entries({ "without findings": goodEntry, "with findings": badEntry })) {
  test(`a hover does not wait for the findings of all files ${name}`, async () => {
    const session = await withFiles(400, text);
    const order: string[] = [];
    const findings = session.connection
      .sendRequest("workspace/diagnostic", { previousResultIds: [] })
      .then(() => order.push("findings"));
    // Once it has begun to work, and not only waits in line.
    await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
    const hover = session.connection
      .sendRequest("textDocument/hover", { textDocument: { uri: OPEN }, position: { line: 1, character: 8 } })
      .then(() => order.push("hover"));
    await Promise.all([findings, hover]);
    assert.deepEqual(order, ["hover", "findings"]);
    await session.end();
  });
}

test("an edit ends the work for the text before it, and the answer is about the new text", async () => {
  const many = (text: (host: string) => string): string =>
    Array.from({ length: 40 }, (_, at) => text(`host-${at}.example.com`)).join("---\n");
  const session = await startSession();
  await session.open(OPEN, many(badEntry));
  const asked = session.pull(OPEN);
  await session.change(OPEN, 2, many(goodEntry));
  assert.deepEqual(await asked, []);
  await session.end();
});
