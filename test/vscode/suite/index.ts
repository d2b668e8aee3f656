// The suite that runs in VS Code's extension host, on the desktop and in the VS Code from npm alike: it asks the packaged
// extension through VS Code's own interface. VS Code calls `run` and takes a rejection for a failure.
import { cases } from "./cases";

const LIMIT_MS = 60_000;

export async function run(): Promise<void> {
  let failures = 0;
  for (const { name, check } of cases) {
    const begin = Date.now();
    try {
      await withLimit(check());
      console.log(`✔ ${name} (${Date.now() - begin} ms)`);
    } catch (reason) {
      failures++;
      console.log(`✖ ${name}\n${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
    }
  }
  console.log(`in VS Code: ${cases.length - failures} of ${cases.length} cases passed`);
  if (failures > 0) throw new Error(`${failures} of ${cases.length} cases failed`);
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
