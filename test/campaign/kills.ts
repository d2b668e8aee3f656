// `check --fix` ended in the middle of its work, again and again: every file is the old one or the new one, byte for byte, with its mode; what is left
// beside them is gone after the next run.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Campaign } from "./part";

const FILES = 40;

/** Kills until time is up. */
export async function kills(campaign: Campaign): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "istio-egress-kills-"));
  try {
    while (!campaign.isOver()) await round(folder, campaign);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function text(number: number, resolution: string): string {
  const ports = Array.from(
    { length: 10 },
    (_, port) => `  - { number: ${port + 1}, name: http-${port}, protocol: HTTP }\n`,
  );
  return `# ${"x".repeat(200 * number)} 그대로\napiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: e${number}, namespace: a }\nspec:\n  hosts: [e${number}.example.com]\n  ports:\n${ports.join("")}  resolution: ${resolution}\n`;
}

async function round(folder: string, { random, bundles, count, fail }: Campaign): Promise<void> {
  const modes = [0o600, 0o644, 0o664, 0o755];
  for (let number = 0; number < FILES; number++) {
    const path = join(folder, `${number}.yaml`);
    rmSync(path, { force: true });
    writeFileSync(path, text(number, "dns"));
    // Where the umask took bits away, they are what has to stay.
  }
  const before = Array.from({ length: FILES }, (_, number) => statSync(join(folder, `${number}.yaml`)).mode);
  const seen = await killed(join(bundles, "cli.js"), folder, random.below(50));
  count("kills", seen ? 1 : 0);
  count("runs that ended first", seen ? 0 : 1);
  let written = 0;
  for (let number = 0; number < FILES; number++) {
    const path = join(folder, `${number}.yaml`);
    const now = readFileSync(path, "utf8");
    if (now === text(number, "DNS")) written++;
    else if (now !== text(number, "dns")) fail({ what: "a file is torn", input: now.slice(0, 2000) });
    if (statSync(path).mode !== before[number]) fail({ what: "a mode changed", input: String(modes) });
  }
  count("kills among the writes", seen && written > 0 && written < FILES ? 1 : 0);
  count("temporaries left by a kill", readdirSync(folder).length > FILES ? 1 : 0);
  await killed(join(bundles, "cli.js"), folder, undefined);
  const left = readdirSync(folder).filter((name) => !name.endsWith(".yaml"));
  if (left.length > 0) fail({ what: "the next run left something behind", input: left.join("\n") });
}

/** Runs --fix and ends it once the first files are written, or lets it run. Whether it was ended. */
function killed(cli: string, folder: string, after: number | undefined): Promise<boolean> {
  const child = spawn(process.execPath, [cli, "check", "--fix", folder], { stdio: "ignore" });
  const timer =
    after === undefined
      ? undefined
      : setInterval(() => {
          // The first temporary shows that writing has begun; a few milliseconds later it is somewhere in the middle.
          if (!readdirSync(folder).some((name) => name.endsWith(".tmp")) && child.exitCode === null) return;
          clearInterval(timer);
          setTimeout(() => child.kill("SIGKILL"), after);
        }, 1);
  return new Promise((resolve) => {
    child.on("close", (_status, signal) => {
      clearInterval(timer);
      resolve(signal !== null);
    });
  });
}
