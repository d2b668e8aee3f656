// Runs the command line in this process, on files of a temporary folder.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../server/src/cli/run.node";

/** What a run left. */
export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Writes files into a fresh folder, runs `body` with it, and removes it. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "istio-egress-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command line with arguments; English unless `language` says otherwise. */
export async function cli(args: readonly string[], language = "en_US.UTF-8"): Promise<CliResult> {
  let out = "";
  let err = "";
  const status = await run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    interactive: false,
    language,
  });
  return { status, out, err };
}
