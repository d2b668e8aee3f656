// Types sets by hand in a real VS Code, with the packaged extension (`npm run package` makes it).
// Usage: npm run typing -- [--sets classic,mutual | all] [--ms 60,110]
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { bootstrap, root } from "./bootstrap.mjs";

bootstrap();

const { values } = parseArgs({
  options: { sets: { type: "string", default: "all" }, ms: { type: "string", default: "60,110" } },
});
const { compiled, compileVscode } = await import("./vscode.mjs");
await compileVscode();
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", compiled.typing], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, ISTIO_EGRESS_TYPING: values.sets, ISTIO_EGRESS_TYPING_MS: values.ms },
});
process.exitCode = run.status ?? 1;
