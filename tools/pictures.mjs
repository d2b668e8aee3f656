// Takes the pictures of the README anew: packs the extension and plays the person's tests, whose screenshots go to docs/images/.
import { spawnSync } from "node:child_process";
import { bootstrap, root } from "./bootstrap.mjs";

bootstrap();

const { packageExtension } = await import("./package.mjs");
const { compiled, compileVscode } = await import("./vscode.mjs");
await packageExtension();
await compileVscode();
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", compiled.person], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, ISTIO_EGRESS_PICTURES: "1" },
});
process.exitCode = run.status ?? 1;
