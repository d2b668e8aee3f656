#!/usr/bin/env node
// Stands in for the desktop executable: takes VS Code's own arguments for a run of extension tests, runs them in the VS Code
// from npm, and ends with their exit code. What VS Code printed is shown when it is not zero.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { startBrowser } from "./browser";
import { startServer, type VscodeServer } from "./server";

const LIMIT_MS = 300_000;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
  });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (typeof extensionDevelopmentPath !== "string" || typeof extensionTestsPath !== "string") {
    console.error("Expected --extensionDevelopmentPath=FOLDER and --extensionTestsPath=FILE.");
    return 2;
  }
  const folder = positionals[0] === undefined ? undefined : resolve(positionals[0]);
  const dataFolder = mkdtempSync(join(tmpdir(), "istio-egress-vscode-"));
  const closing: (() => Promise<void> | void)[] = [
    () => {
      rmSync(dataFolder, { recursive: true, force: true });
    },
  ];
  try {
    const server = await startServer({ dataFolder });
    closing.unshift(() => server.stop());
    const browser = await startBrowser();
    closing.unshift(() => browser.close());
    const page = await browser.newPage();
    return await runTests(page, server, { folder, extensionDevelopmentPath, extensionTestsPath });
  } finally {
    for (const close of closing) await close();
  }
}

interface TestRun {
  readonly folder: string | undefined;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
}

/** VS Code tells the page through two functions what the tests print and how they end. */
async function runTests(page: Page, server: VscodeServer, run: TestRun): Promise<number> {
  const exit = new Promise<number>((done, fail) => {
    const timer = setTimeout(() => {
      fail(new Error(`The tests did not end within ${LIMIT_MS / 1000} s.`));
    }, LIMIT_MS);
    page
      .exposeFunction("codeAutomationExit", (code: number) => {
        clearTimeout(timer);
        done(code);
      })
      .catch(fail);
  });
  const printed: string[] = [];
  await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) => {
    printed.push(`[${type}] ${args.map(String).join(" ")}`);
  });
  await page.goto(
    server.url(run.folder, [
      ["extensionDevelopmentPath", server.remote(resolve(run.extensionDevelopmentPath))],
      ["extensionTestsPath", server.remote(resolve(run.extensionTestsPath))],
    ]),
  );
  const code = await exit;
  if (code !== 0) console.log(printed.join("\n"));
  return code;
}
