// Runs the suite in VS Code's extension host through @vscode/test-electron, with the packaged extension: in the desktop
// build where it can be downloaded and shown, otherwise in the VS Code from npm. ISTIO_EGRESS_VSCODE=desktop or =npm decides.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { repository } from "./host/folders";
import { unpackVsix } from "./vsix";

const DOWNLOADS = "https://update.code.visualstudio.com/api/releases/stable";

test("the suite inside VS Code passes", { timeout: 600_000 }, async (context) => {
  const output = join(repository, "out", "vscode");
  const extensionDevelopmentPath = unpackVsix(join(repository, "istio-egress.vsix"), join(output, "packaged"));
  const home = mkdtempSync(join(tmpdir(), "istio-egress-inside-"));
  const mesh = join(home, "mesh");
  cpSync(join(repository, "test", "vscode", "mesh"), mesh, { recursive: true });
  const isDesktop = await hasDesktop();
  context.diagnostic(`VS Code: ${isDesktop ? "the desktop build" : "the build from npm"}`);
  const vscodeExecutablePath = isDesktop ? await downloadAndUnzipVSCode() : join(output, "launcher.mjs");
  try {
    const code = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath,
      extensionTestsPath: join(output, "suite.cjs"),
      launchArgs: [mesh, `--user-data-dir=${join(home, "data")}`, "--disable-extensions"],
    });
    assert.equal(code, 0);
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
