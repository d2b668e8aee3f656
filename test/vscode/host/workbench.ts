// Opens the served VS Code in the headless browser and waits until a person could work in it.
import type { Browser, Page } from "playwright-core";
import type { VscodeServer } from "./server";

const READY_MS = 120_000;

export interface WorkbenchOptions {
  readonly folder: string;
  /** Absolute paths, opened in this order. */
  readonly files: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  /** The language of the browser. */
  readonly locale?: string;
}

/** Resolves when the editor of the last file, or without a file the explorer, is on the screen. */
export async function openWorkbench(browser: Browser, server: VscodeServer, options: WorkbenchOptions): Promise<Page> {
  const { files, folder, size } = options;
  const context = await browser.newContext({ viewport: size, locale: options.locale ?? "en-US" });
  const page = await context.newPage();
  const payload = files.map((file) => ["openFile", server.remote(file)] as const);
  await page.goto(server.url(folder, payload));
  const sign = files.length > 0 ? ".editor-instance .view-line" : ".explorer-folders-view .monaco-list-row";
  await page.waitForSelector(sign, { timeout: READY_MS });
  return page;
}

/** Resolves when the extension's entry in the language status of the open YAML editor says that its server runs. */
export async function waitForExtension(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const label = document.querySelector('[id="status.languageStatus"] [aria-label]')?.getAttribute("aria-label");
      return /Istio Egress \d/.test(label ?? "");
    },
    undefined,
    { timeout: READY_MS },
  );
}

/** Resolves when neither the number of problems nor the squiggles of the visible editor have changed for a while. */
export async function waitForQuiet(page: Page, quietMs = 1500): Promise<void> {
  let last = "";
  let since = Date.now();
  while (Date.now() - since < quietMs) {
    const drawn = await page.evaluate(() => {
      const problems = document.querySelector('[id="status.problems"]')?.textContent ?? "";
      return `${problems}|${document.querySelectorAll(".squiggly-error,.squiggly-warning,.squiggly-info").length}`;
    });
    if (drawn !== last) since = Date.now();
    last = drawn;
    await page.waitForTimeout(100);
  }
}
