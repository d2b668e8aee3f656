// Somebody types: key by key into the built server, with the questions an editor asks meanwhile. It answers everything, logs nothing, and its memory
// stays where it was once it is warm.
import { join } from "node:path";
import { startStdioServer } from "../support/stdio-server";
import type { Campaign } from "./part";
import { statOf } from "./process-stat";
import { soundTexts } from "./texts";

/** Keys after which the server is warm. */
const WARM = 4000;

/** Types until time is up. */
export async function typing({ random, isOver, bundles, count, largest, fail }: Campaign): Promise<void> {
  const server = startStdioServer(join(bundles, "server.js"));
  await server.request("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  server.notify("initialized", {});
  let version = 1;
  let keys = 0;
  let warm = 0;
  let warmTime = 0;
  const uri = "file:///w/typed.yaml";
  const textDocument = { uri };
  server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version, text: "" } });
  while (!isOver() && server.isAlive) {
    const text = random.pick(soundTexts) ?? "";
    server.notify("textDocument/didChange", {
      textDocument: { uri, version: ++version },
      contentChanges: [{ text: "" }],
    });
    let line = 0;
    let character = 0;
    for (const key of text) {
      if (isOver()) break;
      const position = { line, character };
      const change = { range: { start: position, end: position }, text: key };
      server.notify("textDocument/didChange", { textDocument: { uri, version: ++version }, contentChanges: [change] });
      if (key === "\n") {
        line++;
        character = 0;
      } else character += key.length;
      keys++;
      count("keys");
      const asked = { textDocument, position: { line, character } };
      const answer = await server.request(random.chance(0.7) ? "textDocument/completion" : "textDocument/hover", asked);
      if (answer.error !== undefined)
        fail({ what: `an answer is an error: ${answer.error.message}`, input: text.slice(0, 500) });
      if (keys === WARM) {
        warm = statOf(server.processId).memory;
        warmTime = statOf(server.processId).processorTime;
      }
    }
  }
  const { memory, processorTime } = statOf(server.processId);
  largest("memory at the end (MiB)", memory / 2 ** 20);
  if (warm > 0) {
    largest("memory when warm (MiB)", warm / 2 ** 20);
    largest("processor time of a key (ms)", (processorTime - warmTime) / Math.max(1, keys - WARM));
    if (keys > 2 * WARM && memory > warm * 1.5 + 30 * 2 ** 20)
      fail({ what: `memory grew from ${warm} to ${memory} bytes over ${keys - WARM} keys`, input: "" });
  }
  if (!server.isAlive) fail({ what: "the server ended", input: server.log.slice(-2000) });
  if (server.log !== "") fail({ what: "the server logged something", input: server.log.slice(-2000) });
  await server.request("shutdown");
  server.notify("exit");
  await server.ended;
}
