// What a person does first with the packaged extension in a real VS Code, played with keys and mouse. The pictures of the
// README are taken on the way (`npm run pictures` writes them anew).
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./host/browser";
import { repository } from "./host/folders";
import { startServer, type VscodeServer } from "./host/server";
import { openWorkbench, waitForExtension, waitForQuiet } from "./host/workbench";
import { createPerson, type Person } from "./person";

const CLASSIC = readFileSync(join(repository, "examples", "classic", "egress.yaml"), "utf8");
/** The port of the DestinationRule. */
const TLS_PORT = "443\n      tls:";
/** Small pictures of nothing but the editor. */
const SIZE = { width: 1000, height: 600 };
const SETTINGS = {
  "editor.cursorBlinking": "solid",
  "editor.fontSize": 14,
  "editor.stickyScroll.enabled": false,
  "window.commandCenter": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
};

describe("a person in VS Code", { timeout: 600_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "istio-egress-person-"));
  let browser: Browser;
  let server: VscodeServer;
  let folders = 0;

  before(async () => {
    const extension = join(repository, "istio-egress.vsix");
    server = await startServer({ dataFolder: join(home, "data"), extension, settings: SETTINGS });
    browser = await startBrowser();
  });

  after(async () => {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** Opens a folder with these files, the first of them in the editor, and waits for the extension. */
  async function open(files: Readonly<Record<string, string>>): Promise<{ person: Person; file: string }> {
    const folder = join(home, `mesh-${++folders}`, "mesh");
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const file = join(folder, Object.keys(files)[0] ?? "");
    const page = await openWorkbench(browser, server, { folder, files: [file], size: SIZE });
    await page.keyboard.press("Control+KeyB");
    await page.mouse.move(SIZE.width / 2, 20);
    await waitForExtension(page);
    await waitForQuiet(page);
    return { person: createPerson(page), file };
  }

  test("opens the classic set and sees no problem", async () => {
    const { person } = await open({ "egress.yaml": CLASSIC });
    await person.waitForProblems(0);
    await person.page.close();
  });

  test("types istio-egress, accepts, and types the host once", async () => {
    const { person, file } = await open({ "egress.yaml": "" });
    await person.goTo(1, 1);
    await person.type("istio-egress");
    assert.ok((await person.suggestions()).includes("istio-egress"));
    await person.press("Control+Space");
    await waitForQuiet(person.page, 500);
    await person.screenshot("scaffold");
    await person.acceptSuggestion("istio-egress");
    await person.type("api.partner.example");
    await person.press("Tab");
    await person.screenshot("scaffold-tab-stops");
    await person.press("Tab", "Tab", "Tab", "Escape");
    const text = await person.save(file);
    const kinds = [...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1]);
    assert.deepEqual(kinds, ["ServiceEntry", "Gateway", "DestinationRule", "VirtualService"]);
    for (const part of text.split(/^---$/m)) assert.match(part, /api\.partner\.example/);
    await waitForQuiet(person.page);
    await person.waitForProblems(0);
    await person.page.close();
  });

  test("asks the palette for a new set and answers its questions", async () => {
    const { person, file } = await open({ "egress.yaml": CLASSIC });
    await person.goToText(file, "number: 443");
    await person.runCommand("Istio Egress: New Egress Set...");
    await person.answer("(1/", "https://api.bank.example:8443/v1");
    await person.answer("(2/", "");
    await person.answer("(3/", "payments");
    await person.waitForText("kind: ServiceEntry");
    await person.screenshot("new-set");
    await person.answer("(4/", "");
    await person.waitForText("api.bank.example");
    const text = await person.save(file);
    // Behind the resource that the cursor was in, which is the last one of the file or has another behind it.
    const own = documents(text).filter((part) => part.includes("api.bank.example"));
    assert.equal(own.length, 4);
    assert.equal(documents(text).length, documents(CLASSIC).length + 4);
    for (const part of own) assert.match(part, /^ {2}namespace: payments$/m);
    for (const part of documents(CLASSIC)) assert.ok(text.includes(part.trimEnd()), part);
    assert.match(text, /number: 8443/);
    await person.waitForProblems(0);
    await person.press("Control+KeyZ");
    assert.equal(await person.save(file), CLASSIC);
    await person.page.close();
  });

  test("rests the mouse on the DestinationRule's 443", async () => {
    const { person, file } = await open({ "egress.yaml": CLASSIC });
    await person.goToText(file, TLS_PORT);
    const text = await person.hover();
    await person.screenshot("hover");
    assert.match(text, /TLS/);
    assert.match(text, /443/);
    await person.page.close();
  });

  test("reads the same hover in Korean", async () => {
    const { person, file } = await open({
      "egress.yaml": CLASSIC,
      ".vscode/settings.json": JSON.stringify({ "istioEgress.locale": "ko" }),
    });
    await person.goToText(file, TLS_PORT);
    const text = await person.hover();
    await person.screenshot("hover-ko");
    assert.match(text, /[가-힣]+.*TLS|TLS.*[가-힣]+/s);
    await person.page.close();
  });

  test("is offered the gateways of the workspace where a gateway is named", async () => {
    const { person, file } = await open({ "routes.yaml": routesOf(CLASSIC), "others.yaml": othersOf(CLASSIC) });
    await person.goToText(file, "- weather-egress");
    await person.press(
      "End",
      "Control+Shift+ArrowLeft",
      "Control+Shift+ArrowLeft",
      "Control+Shift+ArrowLeft",
      "Backspace",
    );
    await person.type("- ");
    const offered = await person.suggestions();
    await person.screenshot("completion");
    assert.ok(offered.includes("weather-egress"), offered.join(", "));
    await person.acceptSuggestion("weather-egress");
    assert.equal(await person.save(file), routesOf(CLASSIC));
    await person.page.close();
  });

  test("is warned of missing TLS origination and repairs it with the light bulb", async () => {
    const broken = withoutDestinationRule(CLASSIC);
    const { person, file } = await open({ "egress.yaml": broken });
    await person.waitForProblems(1);
    await person.goToLast(file, "443");
    await person.hover();
    await person.screenshot("problem");
    await person.press("Escape");
    const actions = await person.lightBulb();
    await person.screenshot("light-bulb");
    const title = actions.find((action) => action.includes("DestinationRule"));
    assert.ok(title !== undefined, actions.join(", "));
    await person.chooseAction(title);
    await person.waitForProblems(0);
    await person.press("Control+End");
    await waitForQuiet(person.page);
    await person.screenshot("repaired");
    const text = await person.save(file);
    assert.match(text, /kind: DestinationRule/);
    assert.match(text, /number: 443\n\s+tls:\n\s+mode: SIMPLE/);
    await person.page.close();
  });
});

function documents(text: string): string[] {
  return text.split(/^---\n/m);
}

function withoutDestinationRule(text: string): string {
  return documents(text)
    .filter((part) => !part.includes("kind: DestinationRule"))
    .join("---\n");
}

function routesOf(text: string): string {
  return documents(text)
    .filter((part) => part.includes("kind: VirtualService"))
    .join("");
}

function othersOf(text: string): string {
  return documents(text)
    .filter((part) => !part.includes("kind: VirtualService"))
    .join("---\n");
}
