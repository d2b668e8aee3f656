// Makes a fresh clone ready to work: checks the version of Node, and installs the dependencies when they are missing or
// older than package-lock.json. It runs before anything is installed, so it may import nothing but Node's own modules.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 19];

/** The repository's folder, with a closing separator. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs npm in a folder with the npm that started this process, or else the one in PATH. Returns its exit code. */
export function runNpm(folder, args) {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  const run = spawnSync(command, [...first, ...args], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: command === "npm" && process.platform === "win32",
  });
  if (run.error) console.error(`npm could not be started: ${run.error.message}`);
  return run.status ?? 1;
}

/** Ends the process with a message a newcomer can act on when Node is too old or the installation fails. */
export function bootstrap() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(`Istio Egress needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  console.log("Installing the dependencies (npm ci) ...");
  if (runNpm(root, ["ci", "--no-audit", "--no-fund"]) !== 0) {
    console.error("The dependencies could not be installed: npm's message above says why.");
    process.exit(1);
  }
}

function isInstalled() {
  const marker = join(root, "node_modules", ".package-lock.json");
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}
