// Starts a headless browser: the one from npm, else one of the system, else (on Debian, as root) one that apt installs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { installBrowser, type InstalledBrowser, installFonts } from "./install";

const QUIET_FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const MAC_APPLICATION = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Rejects with the reasons of all attempts when no browser starts. */
export async function startBrowser(): Promise<Browser> {
  const reasons: string[] = [];
  const fonts = await installFonts();
  for (const find of [installBrowser, systemBrowser, aptBrowser]) {
    try {
      const found = await find();
      if (found !== undefined) return await launch(found, fonts);
    } catch (reason) {
      reasons.push(String(reason));
    }
  }
  throw new Error(["No headless browser could be started; install Chromium or Chrome.", ...reasons].join("\n"));
}

function launch({ executable, libraries }: InstalledBrowser, fonts: string): Promise<Browser> {
  const env: Record<string, string> = { FONTCONFIG_FILE: fonts };
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && key !== "FONTCONFIG_FILE") env[key] = value;
  }
  if (libraries !== "") env.LD_LIBRARY_PATH = libraries;
  return chromium.launch({ executablePath: executable, args: QUIET_FLAGS, env });
}

function systemBrowser(): Promise<InstalledBrowser | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    ...(process.env.CHROME_PATH === undefined ? [] : [process.env.CHROME_PATH]),
    ...SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    MAC_APPLICATION,
  ];
  const executable = candidates.find((candidate) => existsSync(candidate));
  return Promise.resolve(executable === undefined ? undefined : { executable, libraries: "" });
}

function aptBrowser(): Promise<InstalledBrowser | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return Promise.resolve(undefined);
  console.log("Installing Chromium with apt-get (once) ...");
  spawnSync("apt-get", ["update"], { stdio: "ignore" });
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "ignore" });
  return systemBrowser();
}
