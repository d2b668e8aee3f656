// Runs the npm that started this process, or else the one in PATH.
import { spawn } from "node:child_process";

/** Resolves to what npm printed. Rejects with npm's own complaint when it fails. */
export function runNpm(folder: string, args: readonly string[]): Promise<string> {
  const script = process.env.npm_execpath;
  const isScript = script?.endsWith(".js") ?? false;
  const command = isScript ? process.execPath : "npm";
  const npm = spawn(command, isScript && script !== undefined ? [script, ...args] : [...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    shell: !isScript && process.platform === "win32",
  });
  let printed = "";
  let complained = "";
  npm.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  npm.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
  return new Promise((resolve, reject) => {
    npm.on("error", reject);
    npm.on("close", (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`npm ${args.join(" ")} ended with ${code ?? "a signal"}:\n${complained}`));
    });
  });
}
