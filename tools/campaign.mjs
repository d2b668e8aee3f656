// A campaign against everything that could lose, hang or fool: random edits, hostile files, whatever is offered taken, abuse of the protocol, kills
// during --fix, typing. Not a part of `npm test`: it takes as long as it is given.
// Usage: npm run campaign -- [--minutes 6] [--edits 1000000] [--seed 1] [edits|hostile|accept|protocol|kills|typing ...]
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";

const outdir = join(root, "out", "campaign", `${process.pid}`);
try {
  await build({
    absWorkingDir: root,
    entryPoints: ["test/campaign/main.ts"],
    outfile: join(outdir, "main.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "error",
  });
  const bundles = spawnSync(process.execPath, [join(root, "tools", "build.mjs"), "--inspect", outdir], {
    stdio: "inherit",
  });
  if (bundles.status !== 0) throw new Error("The bundles could not be built.");
  const words = ["--enable-source-maps", join(outdir, "main.mjs"), "--bundles", outdir, ...process.argv.slice(2)];
  const run = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, REPOSITORY_ROOT: root },
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
