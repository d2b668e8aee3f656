// Abuse of the protocol against the built server, over its standard input: odd messages, odd orders, odd texts. It goes on answering.
import { join } from "node:path";
import { type ServerMessage, StdioServer, startStdioServer } from "../support/stdio-server";
import { type Campaign, type Failure } from "./part";
import type { Random } from "./random";
import { statOf } from "./process-stat";
import { damagedText, hostileText } from "./texts";

/** How long a server that is spoken to all the time may be silent, in milliseconds. */
const PATIENCE = 30_000;

const METHODS = [
  "textDocument/hover",
  "textDocument/completion",
  "textDocument/codeAction",
  "textDocument/diagnostic",
  "workspace/diagnostic",
  "completionItem/resolve",
  "workspace/executeCommand",
  "textDocument/documentSymbol",
  "shutdownx",
  "$/istio",
  "initialize",
  "__proto__",
] as const;
const NOTIFICATIONS = [
  "textDocument/didOpen",
  "textDocument/didChange",
  "textDocument/didClose",
  "textDocument/didSave",
  "workspace/didChangeConfiguration",
  "workspace/didChangeWatchedFiles",
  "workspace/didChangeWorkspaceFolders",
  "$/cancelRequest",
  "$/setTrace",
  "initialized",
] as const;

/** Conversations until time is up. */
export async function protocol(campaign: Campaign): Promise<void> {
  while (!campaign.isOver()) await conversation(campaign);
}

async function conversation({ random, isOver, bundles, count, largest, fail }: Campaign): Promise<void> {
  const server = startStdioServer(join(bundles, "server.js"));
  const said: string[] = [];
  const failed = (what: string): Failure => ({
    what: `${what}\n${server.log.slice(-2000)}`,
    input: said.slice(-8).join("\n"),
  });
  count("conversations");
  if (!(await opened(server, random))) fail(failed("initialize got no answer"));
  let before = processorTimeOf(server);
  for (let turn = 0; turn < 200 && !isOver() && server.isAlive; turn++) {
    const message = random.chance(0.1) ? oddMessage(random) : usualMessage(random);
    said.push(JSON.stringify(message).slice(0, 2000));
    server.send(message);
    count("messages");
    if (turn % 20 !== 19) continue;
    if ((await answered(server)) === undefined) {
      fail(failed("the server is silent"));
      break;
    }
    const now = processorTimeOf(server);
    largest("processor time of 20 messages (ms)", now - before);
    before = now;
  }
  if (!server.isAlive) fail(failed("the server ended"));
  await ended(server, failed, fail, random);
}

async function ended(
  server: StdioServer,
  failed: (what: string) => Failure,
  fail: (failure: Failure) => void,
  random: Random,
): Promise<void> {
  if (random.chance(0.5)) {
    await within(server.request("shutdown"));
    server.notify("exit");
  } else server.hangUp();
  if ((await within(server.ended)) === undefined) {
    fail(failed("the server outlives its client"));
    server.kill();
  }
}

async function opened(server: StdioServer, random: Random): Promise<boolean> {
  const answer = await within(
    server.request("initialize", {
      processId: null,
      rootUri: random.pick([null, "file:///nowhere", "vscode-vfs://github/a/b"]),
      capabilities: random.pick([{}, { textDocument: { hover: { contentFormat: ["markdown"] } } }, null]),
      initializationOptions: random.pick([undefined, null, {}, { locale: 5 }, { settings: { rules: [] } }, "x"]),
    }),
  );
  server.notify("initialized", {});
  return answer !== undefined;
}

/** An answer to a simple question, whatever it is. */
function answered(server: StdioServer): Promise<ServerMessage | undefined> {
  return within(
    server.request("textDocument/hover", {
      textDocument: { uri: "file:///w/0.yaml" },
      position: { line: 1, character: 8 },
    }),
  );
}

async function within<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, PATIENCE);
  });
  // A promise without a value answers with nothing too, so it is told apart by what it resolves to.
  const result = await Promise.race([promise.then((value) => ({ value })), late]);
  clearTimeout(timer);
  return result?.value;
}

let id = 1_000_000;

function usualMessage(random: Random): object {
  const uri = `file:///w/${random.below(4)}.yaml`;
  const position = { line: random.below(60), character: random.below(40) };
  const textDocument = { uri, version: random.below(100) };
  const text = random.chance(0.3) ? hostileText(random) : damagedText(random);
  switch (random.below(7)) {
    case 0:
      return {
        method: "textDocument/didOpen",
        params: { textDocument: { ...textDocument, languageId: "yaml", text } },
      };
    case 1:
      return { method: "textDocument/didChange", params: { textDocument, contentChanges: [{ text }] } };
    case 2: {
      const range = { start: position, end: { line: position.line + random.below(3), character: random.below(40) } };
      const change = { range, text: text.slice(0, random.below(40)) };
      return { method: "textDocument/didChange", params: { textDocument, contentChanges: [change] } };
    }
    case 3:
      return { method: "textDocument/didClose", params: { textDocument } };
    case 4:
      return { id: id++, method: "textDocument/completion", params: { textDocument, position } };
    case 5: {
      const range = { start: position, end: position };
      return {
        id: id++,
        method: "textDocument/codeAction",
        params: { textDocument, range, context: { diagnostics: [] } },
      };
    }
    default:
      return { id: id++, method: "textDocument/hover", params: { textDocument, position } };
  }
}

function oddMessage(random: Random): object {
  const params = oddValue(random, 3);
  if (random.chance(0.5))
    return { id: random.chance(0.9) ? id++ : oddValue(random, 1), method: random.pick(METHODS), params };
  return { method: random.pick(NOTIFICATIONS), params };
}

function oddValue(random: Random, depth: number): unknown {
  const plain = [
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    "",
    "file:///w/0.yaml",
    "file:///%",
    "a".repeat(3000),
    "\u0000",
    "__proto__",
  ];
  if (depth === 0 || random.chance(0.4)) return random.pick(plain);
  if (random.chance(0.3)) return [oddValue(random, depth - 1), oddValue(random, depth - 1)];
  const names = [
    "textDocument",
    "uri",
    "position",
    "line",
    "character",
    "range",
    "start",
    "end",
    "contentChanges",
    "text",
    "context",
    "settings",
    "event",
    "changes",
    "id",
    "version",
  ];
  return Object.fromEntries([0, 1, 2].map(() => [random.pick(names), oddValue(random, depth - 1)]));
}

/** The processor time that a server has used so far, where the system tells (Linux); 0 elsewhere. */
function processorTimeOf(server: StdioServer): number {
  return statOf(server.processId).processorTime;
}
