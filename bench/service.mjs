// How long the language service takes, without an editor: opening a file of N egress sets, the first findings, one keystroke and the findings
// after it, a hover and a completion. Prints medians in milliseconds. Usage: npm run bench:service -- [sets ...]
import { build } from "esbuild";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(root, "out", "bench", "service.mjs");
mkdirSync(join(root, "out", "bench"), { recursive: true });
await build({
  entryPoints: [join(root, "server/src/service/index.ts")],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  logLevel: "error",
});
const service = await import(pathToFileURL(outfile).href);
const { buildScaffold, completion, diagnostics, hover, positionAt, scaffoldVariant, Snapshot } = service;

const URI = "file:///bench/egress.yaml";
const ROUNDS = 15;
const view = { locale: "en", format: "markdown", snippetSupport: true, markdown: true };
const crash = (code, uri, error) => {
  throw error;
};

function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1].toFixed(1);
}

function timed(run) {
  const begin = performance.now();
  const result = run();
  return [performance.now() - begin, result];
}

const sizes = process.argv.slice(2).map(Number);
console.log("sets  lines   open  first findings  keystroke  findings after it  hover  completion");
for (const sets of sizes.length > 0 ? sizes : [1, 10, 100]) {
  const text = Array.from({ length: sets }, (_, at) =>
    buildScaffold(scaffoldVariant(""), { host: `api-${at}.example.com` }),
  ).join("---\n");
  const [open, opened] = timed(() => Snapshot.empty().apply([{ uri: URI, text }]));
  const [first] = timed(() => diagnostics(opened, URI, "en", crash));
  const times = { edit: [], again: [], hover: [], completion: [] };
  let snapshot = opened;
  for (let round = 0; round < ROUNDS; round++) {
    const mode =
      text.lastIndexOf("mode: SIMPLE", Math.floor((text.length * (round + 1)) / ROUNDS)) + "mode: SIMPL".length;
    const changed = round % 2 === 0 ? text.slice(0, mode) + text.slice(mode + 1) : text;
    const [edit, next] = timed(() => snapshot.apply([{ uri: URI, text: changed }]));
    times.edit.push(edit);
    times.again.push(timed(() => diagnostics(next, URI, "en", crash))[0]);
    const position = positionAt(next.file(URI), mode - 2);
    times.hover.push(timed(() => hover(next, URI, position, view))[0]);
    times.completion.push(timed(() => completion(next, URI, position, view))[0]);
    snapshot = next;
  }
  const columns = [open.toFixed(1), first.toFixed(1), ...Object.values(times).map(median)];
  const widths = [6, 15, 10, 18, 6, 11];
  const row = columns.map((column, at) => column.padStart(widths[at])).join(" ");
  console.log(`${String(sets).padStart(4)} ${String(text.split("\n").length).padStart(6)} ${row}`);
}
