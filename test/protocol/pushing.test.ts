// Clients that cannot be asked to ask again get findings by themselves: those that differ from what they have, and no others.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PublishDiagnosticsParams } from "vscode-languageserver-protocol";
import { filesInMemory } from "../support/files-in-memory";
import { type Session, startSession } from "../support/lsp-client";
import { badEntry, codesOf, goodEntry, splitSet } from "../support/protocol-files";

const PUBLISH = "textDocument/publishDiagnostics";
const OPEN = "file:///w/open.yaml";

/** What was pushed so far: file and codes. */
function pushes(session: Session): readonly string[] {
  return session.received.flatMap(({ method, params }) => {
    if (method !== PUBLISH) return [];
    // The server is typed: what comes under this name has this shape.
    const { uri, diagnostics } = params as PublishDiagnosticsParams;
    return [`${uri} ${codesOf(diagnostics).join(" ")}`.trim()];
  });
}

test("one key tells of one file, however many there are", async () => {
  const disk = new Map(
    Array.from({ length: 60 }, (_, at) => [`file:///w/closed-${at}.yaml`, badEntry(`host-${at}.example.com`)] as const),
  );
  const session = await startSession({ capabilities: {}, folders: ["file:///w"], source: filesInMemory(disk) });
  const last = session.pushed("file:///w/closed-9.yaml");
  await session.open(OPEN, goodEntry("open.example.com"));
  await last;
  const before = pushes(session).length;
  const changed = session.pushed(OPEN);
  await session.change(OPEN, 2, badEntry("open.example.com"));
  await changed;
  const restored = session.pushed(OPEN);
  await session.change(OPEN, 3, goodEntry("open.example.com"));
  await restored;
  assert.deepEqual(pushes(session).slice(before), [`${OPEN} unknown-value`, OPEN]);
  await session.end();
});

test("a key that changes no finding is no news, unless the client counts versions", async () => {
  for (const [capabilities, expected] of [
    [{}, [3]],
    [{ textDocument: { publishDiagnostics: { versionSupport: true } } }, [2, 3]],
  ] as const) {
    const session = await startSession({ capabilities });
    const first = session.pushed(OPEN);
    await session.open(OPEN, goodEntry());
    await first;
    const versions: (number | undefined)[] = [];
    for (const [version, text] of [
      [2, `# a comment\n${goodEntry()}`],
      [3, badEntry()],
    ] as const) {
      const pushed = session.pushed(OPEN);
      await session.change(OPEN, version, text);
      if (version === 3 || expected.length === 2) versions.push((await pushed).version);
    }
    assert.deepEqual(versions, expected);
    await session.end();
  }
});

test("a change in one file tells of another one that it concerns", async () => {
  const { gateway, rest } = splitSet();
  const disk = new Map([["file:///w/gateway.yaml", gateway]]);
  const session = await startSession({ capabilities: {}, folders: ["file:///w"], source: filesInMemory(disk) });
  const first = session.pushed(OPEN);
  await session.open(OPEN, rest);
  assert.ok(!codesOf((await first).diagnostics).includes("unknown-gateway"));
  const second = session.pushed(OPEN);
  await session.open("file:///w/gateway.yaml", gateway.replace(/ {2}name: \S+/, "  name: renamed"));
  assert.ok(codesOf((await second).diagnostics).includes("unknown-gateway"));
  await session.end();
});

test("what is shown for a file ends with the file", async () => {
  const disk = new Map([["file:///w/closed.yaml", badEntry("closed.example.com")]]);
  const session = await startSession({ capabilities: {}, folders: ["file:///w"], source: filesInMemory(disk) });
  const first = session.pushed("file:///w/closed.yaml");
  await session.open(OPEN, goodEntry());
  assert.deepEqual(codesOf((await first).diagnostics), ["unknown-value"]);
  disk.clear();
  const second = session.pushed("file:///w/closed.yaml");
  await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: "file:///w/closed.yaml", type: 3 }],
  });
  assert.deepEqual((await second).diagnostics, []);
  await session.end();
});

test("an open file is told of before the closed ones", async () => {
  const disk = new Map([["file:///w/a.yaml", badEntry("closed.example.com")]]);
  const session = await startSession({ capabilities: {}, folders: ["file:///w"], source: filesInMemory(disk) });
  const last = session.pushed("file:///w/a.yaml");
  await session.open(OPEN, badEntry());
  await last;
  assert.deepEqual(pushes(session), [`${OPEN} unknown-value`, "file:///w/a.yaml unknown-value"]);
  await session.end();
});
