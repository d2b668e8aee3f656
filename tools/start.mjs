// `npm start`: opens VS Code on examples/ with the extension in it.
//   npm start                        the desktop `code` where it exists, else the VS Code that npm carries, in the browser
//   npm start -- --desktop           insists on the desktop `code`
//   npm start -- --port 8080         serves the VS Code from npm at this port
//   npm start -- --screenshot FILE   drives the VS Code from npm headless and saves what a person would see
import { bootstrap, root } from "./bootstrap.mjs";

bootstrap();

const { spawnSync, spawn } = await import("node:child_process");
const { cpSync, existsSync, mkdtempSync, rmSync } = await import("node:fs");
const { tmpdir } = await import("node:os");
const { delimiter, join, resolve } = await import("node:path");
const { parseArgs } = await import("node:util");
const { packageExtension } = await import("./package.mjs");
const { loadHost } = await import("./vscode.mjs");

const FIRST_FILE = join("classic", "egress.yaml");

const { values } = parseArgs({
  options: { desktop: { type: "boolean" }, port: { type: "string" }, screenshot: { type: "string" } },
});
if (values.desktop && !hasProgram("code")) {
  console.error("There is no `code` in PATH. In VS Code, run: Shell Command: Install 'code' command in PATH.");
  process.exit(1);
}
console.log("Building the extension ...");
const extension = await packageExtension();
if (values.screenshot !== undefined) await takeScreenshot(resolve(process.env.INIT_CWD ?? ".", values.screenshot));
else if (values.desktop || (values.port === undefined && hasProgram("code"))) await openDesktop();
else await serve(Number(values.port ?? 0));

/** The user's own VS Code, with settings and extensions of its own so that theirs stay as they are. */
async function openDesktop() {
  const { writeSettings } = await loadHost();
  writeSettings(join(root, "out", "desktop", "data", "User"));
  const shell = process.platform === "win32";
  const folders = ["--user-data-dir", join(root, "out", "desktop", "data")];
  folders.push("--extensions-dir", join(root, "out", "desktop", "extensions"));
  spawnSync("code", [...folders, "--install-extension", extension, "--force"], { stdio: "inherit", shell });
  const examples = join(root, "examples");
  const args = [...folders, "--new-window", "--disable-workspace-trust", examples, join(examples, FIRST_FILE)];
  process.exitCode = spawnSync("code", args, { stdio: "inherit", shell }).status ?? 1;
}

/** Runs until Ctrl-C. */
async function serve(port) {
  const { startServer } = await loadHost();
  const examples = join(root, "examples");
  const server = await startServer({ dataFolder: join(root, "out", "served"), extension, port });
  const url = server.url(examples, [["openFile", server.remote(join(examples, FIRST_FILE))]]);
  console.log(`VS Code with Istio Egress is open at\n\n  ${url}\n\nCtrl-C ends it.`);
  const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
  const hasScreen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (hasScreen && hasProgram(opener)) spawn(opener, [url], { stdio: "ignore", detached: true }).unref();
  process.once("SIGINT", () => void server.stop());
  process.once("SIGTERM", () => void server.stop());
  await server.ended;
}

/** On a copy of the examples, so that nothing of the run stays behind. */
async function takeScreenshot(file) {
  const { openWorkbench, startBrowser, startServer, waitForExtension, waitForQuiet } = await loadHost();
  const folder = mkdtempSync(join(tmpdir(), "istio-egress-screenshot-"));
  const closing = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const examples = join(folder, "examples");
    cpSync(join(root, "examples"), examples, { recursive: true });
    const server = await startServer({ dataFolder: join(folder, "data"), extension });
    closing.unshift(() => server.stop());
    const browser = await startBrowser();
    closing.unshift(() => browser.close());
    const page = await openWorkbench(browser, server, {
      folder: examples,
      files: [join(examples, FIRST_FILE)],
      size: { width: 1280, height: 800 },
    });
    await waitForExtension(page);
    await waitForQuiet(page);
    await page.screenshot({ path: file });
    console.log(`Saved ${file}`);
  } finally {
    for (const close of closing) await close();
  }
}

function hasProgram(name) {
  const endings = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, `${name}${ending}`))));
}
