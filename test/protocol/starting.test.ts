// How a session starts with clients of every kind: options, capabilities and folders of any type, and settings from three places.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeAction } from "vscode-languageserver-protocol";
import { filesInMemory } from "../support/files-in-memory";
import { FULL_CLIENT, type Session, type SessionOptions, startSession } from "../support/lsp-client";
import { badEntry, codesOf, splitSet } from "../support/protocol-files";

const OPEN = "file:///w/rest.yaml";
const { gateway, rest } = splitSet();
const source = filesInMemory(new Map([["file:///w/gateway.yaml", gateway]]));

async function hover(session: Session): Promise<string> {
  return JSON.stringify(
    await session.connection.sendRequest("textDocument/hover", {
      textDocument: { uri: OPEN },
      position: { line: 1, character: 8 },
    }),
  );
}

const ODD: Readonly<Record<string, unknown>>[] = [
  {
    initializationOptions: { locale: 5, settings: 7, suggestCommand: [], alternateYaml: "yes", addSettingCommand: {} },
  },
  { initializationOptions: null },
  { initializationOptions: "text" },
  { initializationOptions: [1, 2] },
  { locale: 5 },
  { locale: null, workspaceFolders: null, rootUri: null, rootPath: null },
  { workspaceFolders: [null, 5, { uri: 5 }], rootUri: 5, rootPath: [] },
  { capabilities: null },
  { capabilities: undefined },
  { capabilities: "all" },
  { capabilities: { workspace: null, textDocument: 5, window: [] } },
  { capabilities: { textDocument: { hover: { contentFormat: "markdown" }, completion: { completionItem: null } } } },
];

for (const initialize of ODD) {
  test(`${JSON.stringify(initialize)} starts a session that answers`, async () => {
    const session = await startSession({ initialize, source });
    await session.open(OPEN, rest);
    assert.match(await hover(session), /ServiceEntry/);
    await session.end();
  });
}

const ROOTS: Readonly<Record<string, unknown>>[] = [
  { workspaceFolders: [{ uri: "file:///w", name: "w" }] },
  { workspaceFolders: [{ uri: "file:///w/", name: "w" }] },
  { workspaceFolders: [], rootUri: "file:///w" },
  { workspaceFolders: null, rootUri: "file:///w" },
  { workspaceFolders: [], rootUri: null, rootPath: "/w" },
  { workspaceFolders: undefined, rootUri: undefined, rootPath: "/w/" },
  { workspaceFolders: [], rootUri: null, rootPath: null },
];

for (const initialize of ROOTS) {
  test(`${JSON.stringify(initialize)} finds what lies beside the open file`, async () => {
    const session = await startSession({ initialize, source });
    await session.open(OPEN, rest);
    assert.ok(!codesOf(await session.pull(OPEN)).includes("unknown-gateway"));
    await session.end();
  });
}

test("without a folder, what lies below a file's own folder is left alone", async () => {
  const below = filesInMemory(new Map([["file:///w/other/gateway.yaml", gateway]]));
  const session = await startSession({ source: below });
  await session.open(OPEN, rest);
  assert.ok(codesOf(await session.pull(OPEN)).includes("unknown-gateway"));
  await session.end();
});

const SETTINGS: Readonly<Record<string, SessionOptions>> = {
  "none asked for": { capabilities: { textDocument: { hover: {} } } },
  "null answered": { settings: null },
  "a list answered": { settings: [] },
  "others answered": { settings: { wholeMesh: false, rules: { "other-code": "off" } } },
};

for (const [name, options] of Object.entries(SETTINGS)) {
  test(`settings given at the start hold: ${name}`, async () => {
    const settings = { locale: "ko", rules: { "unknown-value": "off" } };
    const session = await startSession({ ...options, initializationOptions: { settings } });
    await session.open(OPEN, badEntry());
    assert.deepEqual(await session.pull(OPEN), []);
    assert.match(await hover(session), /[가-힣]/);
    await session.end();
  });
}

test("settings that are pushed lie upon those of the start", async () => {
  const settings = { locale: "ko", rules: { "unknown-value": "off" } };
  const session = await startSession({ capabilities: {}, initializationOptions: { settings } });
  await session.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { istioEgress: { rules: { "unknown-value": "hint" } } },
  });
  await session.open(OPEN, badEntry());
  assert.deepEqual(codesOf(await session.pull(OPEN)), ["unknown-value"]);
  assert.match(await hover(session), /[가-힣]/);
  await session.end();
});

test("a setting is offered as a remedy only to clients that have a command for it", async () => {
  for (const [addSettingCommand, expected] of [
    [undefined, undefined],
    ["my.addSetting", "my.addSetting"],
  ] as const) {
    const session = await startSession({ capabilities: FULL_CLIENT, initializationOptions: { addSettingCommand } });
    await session.open(OPEN, rest);
    const diagnostics = await session.pull(OPEN);
    const actions: CodeAction[] = await session.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: OPEN },
      range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
      context: { diagnostics },
    });
    assert.ok(actions.length > 0);
    assert.deepEqual(
      [...new Set(actions.flatMap(({ command }) => command?.command ?? []))],
      [expected].flatMap((command) => command ?? []),
    );
    await session.end();
  }
});
