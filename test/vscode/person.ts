// Plays a person in front of VS Code: types keys, moves the mouse, reads what the screen shows. It knows VS Code's widgets,
// and nothing of what the extension says.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { repository } from "./host/folders";

const PATIENCE_MS = 30_000;
const KEY_DELAY_MS = 15;
/** How long a person waits for suggestions to come by themselves. */
const UNASKED_MS = 4000;

export interface Person {
  readonly page: Page;
  /** Types as fast as a quick typist; suggestions and auto-indentation take part. */
  type(text: string): Promise<void>;
  /** Types whole lines at a speed, Enter behind each, and puts the indentation right that the editor proposes. */
  typeLines(text: string, delay: number): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  /** Puts the cursor before a column of a line of the active editor; both count from one. */
  goTo(line: number, column: number): Promise<void>;
  /** Puts the cursor before the first occurrence of a text in the file as it is on disk. */
  goToText(file: string, text: string): Promise<void>;
  /** Puts the cursor before the last one. */
  goToLast(file: string, text: string): Promise<void>;
  /** Runs a command of the palette by its full title. */
  runCommand(title: string): Promise<void>;
  /** Answers the question whose title contains a text; an empty answer takes what is chosen already. */
  answer(title: string, answer: string): Promise<void>;
  /** Resolves when the editor shows a text. */
  waitForText(text: string): Promise<void>;
  /** Rests the mouse on what is behind the cursor and reads the hover. */
  hover(): Promise<string>;
  /** The labels in the suggest widget, which Ctrl+Space opens when it does not come by itself. */
  suggestions(): Promise<readonly string[]>;
  /** Chooses the suggestion with this label. */
  acceptSuggestion(label: string): Promise<void>;
  /** The titles that the light bulb at the cursor offers. */
  lightBulb(): Promise<readonly string[]>;
  /** Chooses one of the light bulb's titles. */
  chooseAction(title: string): Promise<void>;
  /** Resolves when the status bar counts so many problems: errors, warnings and informations of the whole workspace. */
  waitForProblems(count: number): Promise<void>;
  /** Saves the changes of the active editor and resolves to the file's text. */
  save(file: string): Promise<string>;
  /** Takes a picture: for the README under docs/images/ when ISTIO_EGRESS_PICTURES is set, else under out/, so that a test run changes nothing. */
  screenshot(name: string): Promise<void>;
}

export function createPerson(page: Page): Person {
  const editor = page.locator(".editor-instance .monaco-editor").first();
  const suggestRows = page.locator(".suggest-widget.visible .monaco-list-row");
  const actionRows = page.locator(".action-widget .monaco-list-row.action");

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key, { delay: KEY_DELAY_MS });
  }

  async function goTo(line: number, column: number): Promise<void> {
    await press("Control+KeyG");
    const input = page.locator(".quick-input-widget input").first();
    await input.waitFor({ timeout: PATIENCE_MS });
    await input.fill(`:${line}:${column}`);
    await press("Enter");
    await page.locator(".quick-input-widget").first().waitFor({ state: "hidden", timeout: PATIENCE_MS });
    const place = page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` });
    await place.waitFor({ timeout: PATIENCE_MS });
  }

  async function column(): Promise<number> {
    const place = await page.locator('[id="status.editor.selection"]').innerText();
    return Number(/Col (\d+)/.exec(place)?.[1] ?? Number.NaN);
  }

  /** Waits until the status bar shows a line, and resolves to the cursor's column there. */
  async function columnOf(line: number): Promise<number> {
    await page
      .locator('[id="status.editor.selection"]', { hasText: new RegExp(`Ln ${line}, Col `) })
      .waitFor({ timeout: 5000 });
    return column();
  }

  async function typeLines(text: string, delay: number): Promise<void> {
    for (const [index, line] of text.split("\n").entries()) {
      if (index > 0) await page.keyboard.press("Enter", { delay });
      const indent = line.length - line.trimStart().length;
      let at = await columnOf(index + 1);
      while (at - 1 > indent) {
        await page.keyboard.press("Backspace", { delay });
        await page.waitForTimeout(80);
        at = await column();
      }
      if (at - 1 < indent) await page.keyboard.type(" ".repeat(indent - at + 1), { delay });
      await page.keyboard.type(line.slice(indent), { delay });
    }
  }

  async function runCommand(title: string): Promise<void> {
    await press("F1");
    await page.locator(".quick-input-widget input").first().waitFor({ timeout: PATIENCE_MS });
    await page.keyboard.type(title, { delay: KEY_DELAY_MS });
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    await row.waitFor({ timeout: PATIENCE_MS });
    await press("Enter");
  }

  async function answer(title: string, words: string): Promise<void> {
    const question = page.locator(".quick-input-widget", {
      has: page.locator(`.quick-input-title:has-text("${title}")`),
    });
    await question.waitFor({ timeout: PATIENCE_MS });
    await page.waitForTimeout(200);
    if (words !== "") await question.locator("input[type=text]").fill(words);
    await press("Enter");
  }

  async function goToOffset(content: string, offset: number): Promise<void> {
    if (offset < 0) throw new Error("The file does not contain the text to go to.");
    const before = content.slice(0, offset).split("\n");
    await goTo(before.length, (before.at(-1) ?? "").length + 1);
  }

  async function hover(): Promise<string> {
    const cursor = await editor.locator(".cursors-layer .cursor").first().boundingBox();
    if (cursor === null) throw new Error("The editor shows no cursor.");
    await page.mouse.move(cursor.x + 60, cursor.y + cursor.height / 2 + 40);
    await page.mouse.move(cursor.x + 6, cursor.y + cursor.height / 2, { steps: 5 });
    const contents = page.locator(".monaco-editor .monaco-hover:not(.hidden) .hover-contents");
    await contents.first().waitFor({ timeout: PATIENCE_MS });
    await settle(contents);
    return (await contents.allInnerTexts()).join("\n");
  }

  async function suggestions(): Promise<readonly string[]> {
    try {
      await suggestRows.first().waitFor({ timeout: UNASKED_MS });
    } catch {
      await press("Control+Space");
      await suggestRows.first().waitFor({ timeout: PATIENCE_MS });
    }
    await settle(suggestRows);
    return suggestRows.locator(".label-name").allInnerTexts();
  }

  async function acceptSuggestion(label: string): Promise<void> {
    for (let step = 0; step < 40; step++) {
      const focused = page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name");
      if ((await focused.count()) > 0 && (await focused.first().innerText()) === label) break;
      await press("ArrowDown");
    }
    await press("Enter");
    await page.locator(".suggest-widget.visible").waitFor({ state: "hidden", timeout: PATIENCE_MS });
  }

  async function lightBulb(): Promise<readonly string[]> {
    await press("Control+Period");
    await actionRows.first().waitFor({ timeout: PATIENCE_MS });
    await settle(actionRows);
    return (await actionRows.locator(".title").allInnerTexts()).map((title) => title.trim());
  }

  async function chooseAction(title: string): Promise<void> {
    await actionRows.filter({ hasText: title }).first().click();
    await actionRows.first().waitFor({ state: "hidden", timeout: PATIENCE_MS });
  }

  return {
    page,
    typeLines,
    press,
    runCommand,
    answer,
    waitForText: (text) => editor.locator(".view-line", { hasText: text }).first().waitFor({ timeout: PATIENCE_MS }),
    goTo,
    hover,
    suggestions,
    acceptSuggestion,
    lightBulb,
    chooseAction,
    type: (text) => page.keyboard.type(text, { delay: KEY_DELAY_MS }),
    goToText: (file, text) => {
      const content = readFileSync(file, "utf8");
      return goToOffset(content, content.indexOf(text));
    },
    goToLast: (file, text) => {
      const content = readFileSync(file, "utf8");
      return goToOffset(content, content.lastIndexOf(text));
    },
    waitForProblems: async (count) => {
      await page.waitForFunction(
        (expected) => {
          const label =
            document.querySelector('[id="status.problems"] [aria-label]')?.getAttribute("aria-label") ?? "?";
          const numbers = [...label.matchAll(/\d+/g)].map(Number);
          return label !== "?" && numbers.reduce((sum, part) => sum + part, 0) === expected;
        },
        count,
        { timeout: PATIENCE_MS },
      );
    },
    save: async (file) => {
      const before = statSync(file).mtimeMs;
      await press("Control+KeyS");
      const end = Date.now() + PATIENCE_MS;
      while (statSync(file).mtimeMs === before) {
        if (Date.now() > end) throw new Error("The editor did not write the file.");
        await page.waitForTimeout(50);
      }
      await page.locator(".tab.active:not(.dirty)").waitFor({ timeout: PATIENCE_MS });
      return readFileSync(file, "utf8");
    },
    screenshot: async (name) => {
      const folder = process.env.ISTIO_EGRESS_PICTURES === undefined ? join("out", "pictures") : join("docs", "images");
      await page.screenshot({ path: join(repository, folder, `${name}.png`) });
    },
  };
}

/** Resolves when what the locator shows has stopped to change. */
async function settle(locator: Locator): Promise<void> {
  let last = "";
  for (let round = 0; round < 20; round++) {
    await locator.page().waitForTimeout(150);
    const shown = (await locator.allInnerTexts()).join("\n");
    if (shown === last) return;
    last = shown;
  }
}
