// Measures the packaged server beside yaml-language-server and writes docs/benchmarks.md. Fails when a goal is missed by more than its margin.
// Usage: npm run bench [-- --quick] [--rounds N] [--only scenario,...] [--no-page]
// `--quick` leaves the largest sizes out. The machine should have nothing else to do: it takes a quarter of an hour.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../tools/bootstrap.mjs";
import { build } from "../tools/build.mjs";
import { goals } from "./goals.mjs";
import { missed, render } from "./lib/report.mjs";
import * as scenarios from "./lib/scenarios.mjs";
import { shown } from "./lib/statistics.mjs";
import { servers as bothServers } from "./servers.mjs";

const UNITS = [
  ["startup", 1],
  ["openFile", 100],
  ["openFile", 1000],
  ["keystroke", 100],
  ["keystroke", 1000],
  ["typing", 100],
  ["typing", 1000],
  ["openMany", 1000],
  ["openMany", 5000],
  ["index", 1000],
  ["index", 5000],
];
const QUICK = 1000;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    "no-page": { type: "boolean", default: false },
  },
});

/** The figures of one run; none for a server that fails, which is told. */
async function measured(scenario, size, server) {
  try {
    const figures = await scenarios[scenario](server, size);
    const told = Object.entries(figures).map(([figure, value]) => `${figure} ${shown(value)}`);
    console.log(`${scenario} ${size} ${server.name}: ${told.join(", ")}`);
    return figures;
  } catch (error) {
    console.error(`${scenario} ${size} ${server.name}: ${error.message}`);
    return {};
  }
}

await build({ minify: true });
const servers = bothServers(pathToFileURL(join(root, "dist", "server.js")));
const names = servers.map(({ name }) => name);
const wanted = values.only?.split(",");
const units = UNITS.filter(
  ([scenario, size]) => (wanted?.includes(scenario) ?? true) && !(values.quick && size >= QUICK),
);
const loadBefore = loadavg()[0];
const samples = [];
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [scenario, size] of units) {
    // In turns, so that neither always runs on a machine that the other has warmed up.
    for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
      const figures = await measured(scenario, size, server);
      samples.push({ scenario, size, server: server.name, figures });
    }
  }
}
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const environment = [
  `Date: ${new Date().toISOString().slice(0, 10)}`,
  `Machine: ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB; load ${shown(loadBefore)} before, ${shown(loadavg()[0])} after`,
  `Versions: Node ${process.version}, istio-egress ${version}, ${names[0]}`,
  `Rounds: ${values.rounds}`,
];
const run = { samples, servers: names, goals, environment };
if (!values["no-page"]) writeFileSync(join(root, "docs", "benchmarks.md"), render(run));
for (const sentence of missed(run)) {
  console.error(sentence);
  process.exitCode = 1;
}
