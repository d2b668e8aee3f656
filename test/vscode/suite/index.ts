// The suite that runs in VS Code's extension host, on the desktop and in the VS Code from npm alike: it asks the packaged
// extension through VS Code's own interface. VS Code calls `run`; what became of each case is written to the file that the
// environment names, for inside.test.ts to read.
import { writeFileSync } from "node:fs";
import { cases } from "./cases";
import { RESULTS_VARIABLE, type CaseResult } from "./results";

const LIMIT_MS = 60_000;

export async function run(): Promise<void> {
  const file = process.env[RESULTS_VARIABLE];
  if (file === undefined) throw new Error(`${RESULTS_VARIABLE} names no file.`);
  const results: CaseResult[] = [];
  for (const { name, check } of cases) {
    try {
      await withLimit(check());
      results.push({ name });
    } catch (reason) {
      results.push({ name, failure: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) });
    }
    writeFileSync(file, JSON.stringify(results));
  }
}

function withLimit(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`not finished within ${LIMIT_MS / 1000} s`));
    }, LIMIT_MS);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
