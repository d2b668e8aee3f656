// Whole sets typed by hand in a real VS Code with its default settings: nothing that comes up on the way may get between the keys and the file.
// `npm run typing` types all sets at several speeds. A list that opens a moment too late on a busy machine
// is the machine's doing: a set gets three tries, and a trap catches all of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./host/browser";
import { repository } from "./host/folders";
import { startServer, type VscodeServer } from "./host/server";
import { openWorkbench, waitForExtension, waitForQuiet } from "./host/workbench";
import { createPerson } from "./person";

const TRIES = 3;
const SIZE = { width: 1000, height: 1400 };
const SETS = ["classic", "istio-mutual", "mutual", "sidecar", "passthrough", "wildcard"];
const named = process.env.ISTIO_EGRESS_TYPING?.split(",") ?? ["classic"];
const wanted = named.includes("all") ? SETS : named;
const speeds = process.env.ISTIO_EGRESS_TYPING_MS?.split(",").map(Number) ?? [60];
/** Where a picture is left of what went wrong. */
const pictures = join(repository, "out", "typing");

/** What the packaged command line writes for a set. */
function scaffold(variant: string): string {
  const cli = join(repository, "dist", "cli.js");
  return execFileSync(process.execPath, [cli, "scaffold", "--variant", variant, "--host", "api.bank.example"], {
    encoding: "utf8",
  });
}

describe("typing by hand in VS Code", { timeout: 3_600_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "istio-egress-typing-"));
  let browser: Browser;
  let server: VscodeServer;

  before(async () => {
    const extension = join(repository, "istio-egress.vsix");
    server = await startServer({ dataFolder: join(home, "data"), extension, settings: {} });
    browser = await startBrowser();
  });

  after(async () => {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** What the file holds after somebody typed a text into it, as far as that went. */
  async function typed(text: string, folder: string, delay: number): Promise<string> {
    const file = join(folder, "egress.yaml");
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, "");
    const page = await openWorkbench(browser, server, { folder, files: [file], size: SIZE });
    await waitForExtension(page);
    await waitForQuiet(page);
    const person = createPerson(page);
    await person.goTo(1, 1);
    try {
      await person.typeLines(text, delay);
    } catch (reason) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${basename(folder)}.png`) });
      console.log(String(reason).split("\n")[0]);
    }
    await person.press("Escape");
    const saved = await person.save(file);
    await page.close();
    return saved.trimEnd();
  }

  for (const variant of wanted) {
    for (const delay of speeds) {
      test(`the set ${variant} at ${delay} ms a key`, async () => {
        const text = scaffold(variant).trimEnd();
        const results: string[] = [];
        while (results.length < TRIES && results.at(-1) !== text) {
          results.push(await typed(text, join(home, `${variant}-${delay}-${results.length}`), delay));
        }
        assert.equal(results.at(-1), text, `tries: ${results.length}`);
      });
    }
  }
});
