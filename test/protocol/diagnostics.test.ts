// Findings as clients of different abilities receive them: asked for, pushed, after edits, after changes on disk, and when documents close.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic, DocumentDiagnosticReport, WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { filesInMemory } from "../support/files-in-memory";
import { FULL_CLIENT, startSession } from "../support/lsp-client";

const URI = "file:///w/entry.yaml";
const good = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;
const bad = good.replace("resolution: DNS", "resolution: DSN");
const codes = (diagnostics: readonly Diagnostic[]): unknown[] =>
  diagnostics.map(({ code, source }) => `${source ?? ""} ${String(code)}`);

function itemsOf(report: DocumentDiagnosticReport): readonly Diagnostic[] {
  return report.kind === "full" ? report.items : [];
}

test("a client that asks gets the findings, and 'unchanged' when nothing changed", async () => {
  const session = await startSession();
  await session.open(URI, bad);
  const ask = (previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    session.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri: URI }, previousResultId });
  const first = await ask();
  assert.deepEqual(codes(itemsOf(first)), ["istio-egress unknown-value"]);
  assert.equal((await ask(first.resultId)).kind, "unchanged");
  await session.change(URI, 2, good);
  const last = await ask(first.resultId);
  assert.deepEqual(last.kind === "full" ? last.items : undefined, []);
  await session.end();
});

test("a client without any optional ability is told by itself", async () => {
  const session = await startSession({ capabilities: {} });
  const first = session.pushed(URI);
  await session.open(URI, bad);
  assert.deepEqual(codes((await first).diagnostics), ["istio-egress unknown-value"]);
  const second = session.pushed(URI);
  await session.change(URI, 2, good);
  assert.deepEqual((await second).diagnostics, []);
  await session.end();
});

test("closed files of the workspace are reported, and forgotten when they are deleted", async () => {
  const disk = new Map([["file:///w/closed.yaml", bad]]);
  const session = await startSession({
    folders: ["file:///w"],
    source: filesInMemory(disk),
  });
  const indexed = session.refreshed();
  await session.open(URI, good);
  await indexed;
  const ask = async (previousResultIds: { uri: string; value: string }[] = []): Promise<WorkspaceDiagnosticReport> =>
    session.connection.sendRequest("workspace/diagnostic", { previousResultIds });
  const report = await ask();
  const closed = report.items.find(({ uri }) => uri === "file:///w/closed.yaml");
  assert.deepEqual(closed?.kind === "full" ? codes(closed.items) : undefined, ["istio-egress unknown-value"]);
  disk.clear();
  const refreshed = session.refreshed();
  await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: "file:///w/closed.yaml", type: 3 }],
  });
  await refreshed;
  const after = await ask([{ uri: "file:///w/closed.yaml", value: closed?.resultId ?? "" }]);
  const gone = after.items.find(({ uri }) => uri === "file:///w/closed.yaml");
  assert.deepEqual(gone?.kind === "full" ? gone.items : undefined, []);
  await session.end();
});

test("another YAML extension keeps its syntax errors to itself", async () => {
  const session = await startSession({ capabilities: FULL_CLIENT, initializationOptions: { alternateYaml: true } });
  await session.open(URI, `${good}  resolution: DNS\n`);
  const report: DocumentDiagnosticReport = await session.connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri: URI },
  });
  assert.deepEqual(report.kind === "full" ? codes(report.items) : undefined, []);
  await session.end();
});

test("messages speak the language of the setting", async () => {
  const session = await startSession({ settings: { locale: "ko" } });
  await session.refreshed();
  await session.open(URI, bad);
  const report: DocumentDiagnosticReport = await session.connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri: URI },
  });
  assert.match(JSON.stringify(report.kind === "full" ? report.items : []), /[가-힣]/);
  await session.end();
});
