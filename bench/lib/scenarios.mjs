// What is measured. Every scenario drives a fresh server and returns numbers by name; `_ms` are wall times, `_cpu_ms` processor times of the server.
// A clock stops at the first report of diagnostics that is right for the newest text, so that a fast empty answer gains nothing.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "./client.mjs";
import { bigFile, workspace } from "./generate.mjs";
import { settle, sleep } from "./process.mjs";
import { median } from "./statistics.mjs";

const DATA = join(tmpdir(), "istio-egress-bench", "data");
const EMPTY = join(DATA, "empty");
const KEY_GAP_MS = 100;
const PULLS_AT_ONCE = 16;
/** A server that takes longer is ended, and has no figure. */
const LONGEST_MS = 600_000;

const isWrong = (line) => (diagnostics) => diagnostics.some(({ range }) => range.start.line === line);
const isRight = (line) => (diagnostics) => !isWrong(line)(diagnostics);
const span = (place, from, to) => ({
  start: { line: place.line, character: from },
  end: { line: place.line, character: to },
});

/** Runs a scenario with a started server that ends with it. */
async function withServer(server, root, run) {
  const client = new Client(server, root);
  const tooLong = setTimeout(() => void client.stop(), LONGEST_MS);
  try {
    return await run(client, await client.start());
  } finally {
    clearTimeout(tooLong);
    await client.stop();
  }
}

async function inEmptyFolder(server, run) {
  mkdirSync(EMPTY, { recursive: true });
  const root = pathToFileURL(EMPTY).href;
  return withServer(server, root, (client, started) => run(client, `${root}/file.yaml`, started));
}

/** From the start of the process to the first right diagnostics of a file of one set. */
export async function startup(server) {
  return inEmptyFolder(server, async (client, uri, started) => {
    const { text, mistakeLine } = bigFile(1);
    client.open(uri, text);
    const at = await client.diagnosed(uri, isWrong(mistakeLine));
    return { startup_initialize_ms: started, startup_first_diagnostics_ms: at - client.spawned };
  });
}

/** Opening a file of many sets, then a hover and completions in it. */
export async function openFile(server, sets) {
  return inEmptyFolder(server, async (client, uri) => {
    const file = bigFile(sets, { blank: true });
    const before = client.usage().cpu;
    const begun = client.open(uri, file.text);
    const at = await client.diagnosed(uri, isWrong(file.mistakeLine));
    await settle(client.pid);
    const { cpu, memory } = client.usage();
    const hovers = [];
    const completions = [];
    for (let round = 0; round < 40; round++) {
      const set = file.sets[(round * 37) % sets];
      hovers.push((await client.hover(uri, set.key)).milliseconds);
      completions.push((await client.complete(uri, set.value)).milliseconds);
    }
    return {
      open_cold_ms: at - begun,
      open_cold_cpu_ms: cpu - before,
      open_rss_mb: memory,
      hover_ms: median(hovers),
      completion_ms: median(completions),
    };
  });
}

/** Single keys in a file of many sets: each takes the last letter of a value away or puts it back, with a completion right behind the key. */
export async function keystroke(server, sets) {
  return inEmptyFolder(server, async (client, uri) => {
    const file = bigFile(sets);
    client.open(uri, file.text);
    await client.diagnosed(uri, isWrong(file.mistakeLine));
    await settle(client.pid);
    let version = 1;
    const flip = async ({ value, valueEnd }, broken, completes) => {
      version++;
      const end = valueEnd.character;
      const begun = broken
        ? client.change(uri, version, span(value, end - 1, end), "")
        : client.change(uri, version, span(value, end - 1, end - 1), "E");
      const place = { line: value.line, character: broken ? end - 1 : end };
      const completion = completes ? client.complete(uri, place) : undefined;
      const at = await client.diagnosed(uri, (broken ? isWrong : isRight)(value.line), version);
      const completed = completion === undefined ? NaN : (await completion).at - begun;
      return { diagnosed: at - begun, completed };
    };
    const places = [file.sets[0], file.sets[sets >> 1], file.sets[sets - 1]];
    const run = async (rounds, completes) => {
      const results = [];
      for (let round = 0; round < rounds; round++)
        for (const place of places)
          for (const broken of [true, false]) results.push(await flip(place, broken, completes));
      return results;
    };
    await run(1, true);
    await settle(client.pid);
    const rounds = sets >= 1000 ? 2 : 4;
    const withCompletion = await run(rounds, true);
    await settle(client.pid);
    const before = client.usage().cpu;
    const alone = await run(rounds, false);
    await settle(client.pid);
    return {
      key_completion_ms: median(withCompletion.map(({ completed }) => completed)),
      key_diagnostics_ms: median(alone.map(({ diagnosed }) => diagnosed)),
      key_cpu_ms: (client.usage().cpu - before) / alone.length,
    };
  });
}

/** A word typed at the speed of a person, a completion at every key: how long after the last key its diagnostics are right. */
export async function typing(server, sets) {
  return inEmptyFolder(server, async (client, uri) => {
    const file = bigFile(sets);
    client.open(uri, file.text);
    await client.diagnosed(uri, isWrong(file.mistakeLine));
    await settle(client.pid);
    const { value } = file.sets[sets >> 1];
    const word = "SIMPLE";
    const lags = [];
    let version = 1;
    for (let round = 0; round < 3; round++) {
      version++;
      client.change(uri, version, span(value, value.character, value.character + word.length), word[0]);
      await client.diagnosed(uri, isWrong(value.line), version);
      await settle(client.pid);
      const begun = performance.now();
      let last = begun;
      let completion;
      for (let key = 1; key < word.length; key++) {
        await sleep(begun + (key - 1) * KEY_GAP_MS - performance.now());
        version++;
        if (completion !== undefined) client.notify("$/cancelRequest", { id: completion.id });
        last = client.change(uri, version, span(value, value.character + key, value.character + key), word[key]);
        const place = { line: value.line, character: value.character + key + 1 };
        completion = client.request("textDocument/completion", { textDocument: { uri }, position: place });
        completion.catch(() => {});
      }
      lags.push((await client.diagnosed(uri, isRight(value.line), version)) - last);
    }
    return { typing_last_key_to_diagnostics_ms: median(lags) };
  });
}

/** A workspace of many files of which one is opened: when it is indexed, and when all mistakes in files that nobody opened are told. */
export async function index(server, count) {
  const { uri: root, files } = workspace(join(DATA, `workspace-${count}`), count);
  return withServer(server, root, async (client) => {
    if (client.capabilities.diagnosticProvider?.workspaceDiagnostics !== true) return {};
    let indexed = NaN;
    client.watch((method, _, at) => {
      if (method === "istio-egress/indexed") indexed = at - client.initialized;
    });
    client.open(files[1].uri, files[1].text);
    const { result, at } = await client.request("workspace/diagnostic", { previousResultIds: [] });
    const reports = new Map(result.items.map(({ uri, items }) => [uri, items]));
    const missing = files.filter(
      ({ uri, mistakeLine }) => mistakeLine !== undefined && !isWrong(mistakeLine)(reports.get(uri) ?? []),
    );
    if (missing.length > 0)
      throw new Error(`${missing.length} mistakes were not told, such as that of ${missing[0].uri}`);
    await settle(client.pid);
    const { memory, cpu } = client.usage();
    return {
      index_ready_ms: indexed,
      index_all_findings_ms: at - client.initialized,
      index_rss_mb: memory,
      index_cpu_ms: cpu,
    };
  });
}

/** Many files opened in a row: when all of them have right diagnostics, and how long a hover takes at worst meanwhile. */
export async function openMany(server, count) {
  const { uri: root, files } = workspace(join(DATA, `workspace-${count}`), count);
  return withServer(server, root, async (client) => {
    await sleep(200);
    const begun = performance.now();
    for (const { uri, text } of files) client.open(uri, text);
    const hovers = [];
    let done = false;
    const hovering = (async () => {
      while (!done) {
        hovers.push((await client.hover(files[0].uri, files[0].key)).milliseconds);
        await sleep(50);
      }
    })();
    const expected = ({ mistakeLine }) => (mistakeLine === undefined ? () => true : isWrong(mistakeLine));
    const pulls = client.capabilities.diagnosticProvider !== undefined;
    const queue = files.values();
    const worker = async () => {
      for (const file of queue) await client.diagnosed(file.uri, expected(file), 1);
    };
    const ends = pulls
      ? Array.from({ length: PULLS_AT_ONCE }, worker)
      : files.map((file) => client.diagnosed(file.uri, expected(file), 1));
    await Promise.all(ends);
    const at = performance.now();
    done = true;
    await hovering;
    return { open_many_ms: at - begun, open_many_worst_hover_ms: Math.max(...hovers) };
  });
}
