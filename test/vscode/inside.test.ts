// Runs the suite in VS Code's extension host through @vscode/test-electron, with the packaged extension: in the desktop
// build where it can be downloaded and shown, otherwise in the VS Code from npm. ISTIO_EGRESS_VSCODE=desktop or =npm decides.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { repository } from "./host/folders";
import { type CaseResult, RESULTS_VARIABLE } from "./suite/results";
import { unpackVsix } from "./vsix";

const DOWNLOADS = "https://update.code.visualstudio.com/api/releases/stable";

test("inside VS Code", { timeout: 600_000 }, async (context) => {
  const output = join(repository, "out", "vscode");
  const isDesktop = await hasDesktop();
  context.diagnostic(`VS Code: ${isDesktop ? "the desktop build" : "the build from npm"}`);
  const home = mkdtempSync(join(tmpdir(), "istio-egress-inside-"));
  const mesh = join(home, "mesh");
  const results = join(home, "results.json");
  cpSync(join(repository, "test", "vscode", "mesh"), mesh, { recursive: true });
  try {
    const code = await runTests({
      vscodeExecutablePath: isDesktop ? await downloadAndUnzipVSCode() : join(output, "launcher.mjs"),
      extensionDevelopmentPath: unpackVsix(join(repository, "istio-egress.vsix"), join(output, "packaged")),
      extensionTestsPath: join(output, "suite.cjs"),
      extensionTestsEnv: { [RESULTS_VARIABLE]: results },
      launchArgs: [mesh, `--user-data-dir=${join(home, "data")}`, "--disable-extensions"],
    });
    assert.equal(code, 0);
    // The suite writes nothing else into this file.
    const cases = JSON.parse(readFileSync(results, "utf8")) as CaseResult[];
    assert.ok(cases.length > 0);
    for (const { name, failure } of cases) {
      await context.test(name, () => {
        if (failure !== undefined) throw new Error(failure);
      });
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

async function hasDesktop(): Promise<boolean> {
  const wish = process.env.ISTIO_EGRESS_VSCODE;
  if (wish === "desktop" || wish === "npm") return wish === "desktop";
  if (process.platform === "linux" && process.env.DISPLAY === undefined) return false;
  try {
    return (await fetch(DOWNLOADS, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
