// Runs the parts of the campaign one after the other and prints their figures. The first words of the command line are the parts to run; all without
// any. Exit status 1 when something failed.
import { parseArgs } from "node:util";
import { accept } from "./accept";
import { edits } from "./edits";
import { hostile } from "./hostile";
import { kills } from "./kills";
import type { Campaign, Failure } from "./part";
import { protocol } from "./protocol";
import { Random } from "./random";
import { typing } from "./typing";

const PARTS: Readonly<Record<string, (campaign: Campaign) => void | Promise<void>>> = {
  edits,
  hostile,
  accept,
  protocol,
  kills,
  typing,
};

/** More failures of one kind say nothing new. */
const MOST_SHOWN = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string" },
    edits: { type: "string" },
    seed: { type: "string" },
    bundles: { type: "string" },
  },
});
const minutes = Number(values.minutes ?? 6);
const seed = Number(values.seed ?? 1);
const mostEdits = values.edits === undefined ? Infinity : Number(values.edits);
const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
console.log(`seed ${seed}, ${minutes} minutes for ${names.join(", ")}`);
let failed = 0;
for (const name of names) failed += await runPart(name, (minutes * 60_000) / names.length);
console.log(failed === 0 ? "nothing failed" : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runPart(name: string, milliseconds: number): Promise<number> {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`There is no part ${name}; there are ${Object.keys(PARTS).join(", ")}.`);
  const counts = new Map<string, number>();
  const peaks = new Map<string, number>();
  const failures: Failure[] = [];
  const end = Date.now() + milliseconds;
  await part({
    random: new Random(seed),
    bundles: values.bundles ?? "dist",
    isOver: () =>
      Date.now() > end ||
      failures.length >= MOST_SHOWN ||
      (name === "edits" && (counts.get("edits") ?? 0) >= mostEdits),
    count: (thing, number = 1) => counts.set(thing, (counts.get(thing) ?? 0) + number),
    largest: (thing, value) => peaks.set(thing, Math.max(peaks.get(thing) ?? 0, value)),
    fail: (failure) => failures.push(failure),
  });
  console.log(`\n${name}`);
  for (const [thing, number] of [...counts].sort()) console.log(`  ${thing}: ${number}`);
  for (const [thing, value] of [...peaks].sort()) console.log(`  ${thing}: ${Math.round(value * 10) / 10}`);
  console.log(`  failures: ${failures.length}`);
  for (const { what, input } of failures.slice(0, MOST_SHOWN)) {
    console.log(`  ✖ ${what.trim().replaceAll("\n", "\n    ")}`);
    console.log(input.replace(/^/gm, "    | "));
  }
  return failures.length;
}
