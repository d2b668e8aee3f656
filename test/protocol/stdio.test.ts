// The server as it ships: one bundle, started as a process, over standard input and output, on files of a real disk.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Diagnostic, WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { FULL_CLIENT } from "../support/lsp-client";
import { badEntry, codesOf, splitSet } from "../support/protocol-files";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), "istio-egress-stdio-")));
const server = join(folder, "server.js");
const workspace = join(folder, "work+space");
const built = build({
  absWorkingDir: root,
  entryPoints: ["server/src/main.node.ts"],
  outfile: server,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  logLevel: "error",
});
const { gateway, rest } = splitSet();
mkdirSync(workspace);
writeFileSync(join(workspace, "gateway.yaml"), gateway);
writeFileSync(join(workspace, "closed.yaml"), badEntry("closed.example.com"));

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly exit: Promise<number | null>;
}

async function started(): Promise<Running> {
  await built;
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    capabilities: FULL_CLIENT,
    workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "work+space" }],
  });
  await connection.sendNotification("initialized", {});
  return { child, connection, exit };
}

test("a session over standard input and output reads the folder, answers and ends with 0", async () => {
  const { connection, exit } = await started();
  const uri = pathToFileURL(join(workspace, "rest.yaml")).href;
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text: rest },
  });
  const { items }: { items: Diagnostic[] } = await connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri },
  });
  assert.ok(!codesOf(items).includes("unknown-gateway"));
  const all: WorkspaceDiagnosticReport = await connection.sendRequest("workspace/diagnostic", {
    previousResultIds: [],
  });
  const closed = all.items.find((report) => report.uri.endsWith("/closed.yaml"));
  assert.deepEqual(closed?.kind === "full" ? codesOf(closed.items) : undefined, ["unknown-value"]);
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.equal(await exit, 0);
});

test("a server whose client is gone ends by itself", async () => {
  const { child, exit } = await started();
  child.stdin?.end();
  assert.equal(await exit, 1);
});

test("without a way to talk, and when asked for help, it says how to start it", async () => {
  await built;
  const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [server, ...args], { encoding: "utf8" });
  const help = run("--help");
  assert.equal(help.status, 0);
  assert.match(String(help.stdout), /--stdio[^]*[가-힣]/);
  const nothing = run();
  assert.equal(nothing.status, 2);
  assert.match(String(nothing.stderr), /^istio-egress \d[^]*--stdio/);
});
