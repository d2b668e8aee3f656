// What waits for the folders to be read, and what does not: no finding may rest on a file that is missing only because it is not read yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filesInMemory } from "../support/files-in-memory";
import { FULL_CLIENT, startSession } from "../support/lsp-client";
import { codesOf, splitSet } from "../support/protocol-files";
import { slowFiles } from "../support/slow-files";

const OPEN = "file:///w/rest.yaml";
const { gateway, rest } = splitSet();
const disk = new Map([["file:///w/gateway.yaml", gateway]]);

test("the first answer to a client that asks knows the whole folder", async () => {
  const files = slowFiles(disk);
  const session = await startSession({ folders: ["file:///w"], source: files });
  await session.open(OPEN, rest);
  const asked = session.pull(OPEN);
  const hover = await session.connection.sendRequest("textDocument/hover", {
    textDocument: { uri: OPEN },
    position: { line: 1, character: 8 },
  });
  assert.notEqual(hover, null, "a hover is answered while the folder is read");
  await files.letGo();
  assert.ok(!codesOf(await asked).includes("unknown-gateway"));
  await session.end();
});

test("without the Gateway's file the finding is there", async () => {
  const session = await startSession({ folders: ["file:///w"] });
  await session.open(OPEN, rest);
  assert.ok(codesOf(await session.pull(OPEN)).includes("unknown-gateway"));
  await session.end();
});

test("a question that waits for the folders can be cancelled", async () => {
  const files = slowFiles(disk);
  const session = await startSession({ folders: ["file:///w"], source: files });
  await session.open(OPEN, rest);
  const cancellation = session.cancelled();
  const asked = session.connection.sendRequest(
    "textDocument/diagnostic",
    { textDocument: { uri: OPEN } },
    cancellation.token,
  );
  await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
  cancellation.cancel();
  await assert.rejects(asked, { code: -32800 });
  await files.letGo();
  await session.end();
});

for (const capabilities of [{ textDocument: { diagnostic: {} } }, {}]) {
  test(`a client with ${JSON.stringify(capabilities)} is told by itself, once the folder is read`, async () => {
    const files = slowFiles(disk);
    const session = await startSession({ capabilities, folders: ["file:///w"], source: files });
    const pushed = session.pushed(OPEN);
    await session.open(OPEN, rest);
    await files.letGo();
    assert.ok(!codesOf((await pushed).diagnostics).includes("unknown-gateway"));
    await session.end();
  });
}

test("a client that can ask but not be asked again is not offered to ask when it takes what is pushed", async () => {
  const capabilities = { textDocument: { diagnostic: {}, publishDiagnostics: {} } };
  const session = await startSession({ capabilities });
  assert.equal(session.initialized.capabilities.diagnosticProvider, undefined);
  await session.end();
});

test("the first texts are in the language of the settings", async () => {
  const session = await startSession({ settings: { locale: "ko" } });
  await session.open(OPEN, rest);
  assert.match(JSON.stringify(await session.pull(OPEN)), /[가-힣]/);
  await session.end();
});

test("reading shows progress and tells its end", async () => {
  const capabilities = { ...FULL_CLIENT, window: { workDoneProgress: true } };
  const files = slowFiles(disk);
  const session = await startSession({ capabilities, folders: ["file:///w"], source: files });
  const begun = session.next("$/progress");
  const indexed = session.next("istio-egress/indexed");
  await session.open(OPEN, rest);
  assert.equal(JSON.stringify(await begun).includes('"cancellable":true'), true);
  await files.letGo();
  const params = await indexed;
  assert.match(JSON.stringify(params), /^\{"files":2,"resources":\d+,"milliseconds":\d+\}$/);
  assert.ok(JSON.stringify(session.received).includes('"kind":"end"'));
  await session.end();
});

test("who ends the reading gets what needs no other file, and nothing that rests on a missing one", async () => {
  const capabilities = { ...FULL_CLIENT, window: { workDoneProgress: true } };
  const many = new Map([...disk, ["file:///w/z.yaml", gateway]]);
  const files = slowFiles(many);
  const session = await startSession({ capabilities, folders: ["file:///w"], source: files });
  const begun = session.next("$/progress");
  const indexed = session.next("istio-egress/indexed");
  await session.open(OPEN, rest.replace("resolution: DNS", "resolution: DSN"));
  // Progress is typed by its protocol.
  const { token } = (await begun) as { readonly token: string };
  await session.connection.sendNotification("window/workDoneProgress/cancel", { token });
  await session.connection.sendRequest("istio-egress/scaffoldChoices", {});
  await files.letGo();
  await indexed;
  assert.deepEqual(codesOf(await session.pull(OPEN)), ["unknown-value"]);
  await session.end();
});

test("nothing is read for YAML of other people", async () => {
  const source = filesInMemory(disk);
  const session = await startSession({ folders: ["file:///w"], source });
  await session.open("file:///w/values.yaml", "replicas: 3\n");
  assert.deepEqual(await session.pull("file:///w/values.yaml"), []);
  assert.ok(!session.received.some(({ method }) => method === "istio-egress/indexed"));
  await session.end();
});
