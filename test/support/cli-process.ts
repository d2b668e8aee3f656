// Runs the command line as people do: the bundle as a process of its own, with pipes, signals and another user where that matters.
import { build } from "esbuild";
import { spawn, type SpawnOptions } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let bundle: Promise<string> | undefined;

/** The command line's bundle, built once for a test file; readable by every user. */
export function cliBundle(): Promise<string> {
  bundle ??= buildBundle();
  return bundle;
}

async function buildBundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "istio-egress-cli-"));
  process.on("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const outfile = join(folder, "cli.js");
  await build({
    absWorkingDir: process.env.REPOSITORY_ROOT ?? process.cwd(),
    entryPoints: ["server/src/cli/main.node.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  chmodSync(folder, 0o755);
  return outfile;
}

/** How a process ended, and what it said. */
export interface ProcessResult {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** What may differ from a plain run. */
export interface ProcessOptions extends Pick<SpawnOptions, "cwd" | "uid" | "gid"> {
  /** Where standard output goes: a file descriptor, or `closed` for a reader that goes away at once. */
  readonly out?: number | "closed";
  /** Ends the process after so many milliseconds, as a power cut would. */
  readonly killAfter?: number;
}

/** Runs the command line in a process. */
export async function cliProcess(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  const { out: target, killAfter, ...rest } = options;
  const child = spawn(process.execPath, [await cliBundle(), ...args], {
    ...rest,
    stdio: ["ignore", typeof target === "number" ? target : "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C", NODE_OPTIONS: "" },
  });
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (target === "closed") child.stdout?.destroy();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, out, err });
    });
  });
}
