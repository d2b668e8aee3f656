// Takes a real VS Code out of an npm package, and a Node of the age it needs, a browser and fonts from others. Each is put
// into the cache once, complete or not at all, so that two runs at a time do not disturb each other.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { cache, repository } from "./folders";
import { runNpm } from "./npm";

const CODE_SERVER = {
  version: "4.139.1",
  integrity: "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
};
const NODE_MAJOR = 24;

export interface InstalledVscode {
  /** The folder with out/server-main.js. */
  readonly folder: string;
  /** The Node that runs it. */
  readonly node: string;
}

/** A Chromium that brings the libraries it needs. */
export interface InstalledBrowser {
  readonly executable: string;
  readonly libraries: string;
}

export async function installVscode(): Promise<InstalledVscode> {
  const packages = await installPackages();
  const folder = await installOnce(`vscode-${CODE_SERVER.version}`, async (unfinished) => {
    console.log("Fetching VS Code from npm (once) ...");
    await runNpm(unfinished, ["pack", `code-server@${CODE_SERVER.version}`, "--silent"]);
    const archive = join(unfinished, readdirSync(unfinished).find((name) => name.endsWith(".tgz")) ?? "");
    const digest = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (`sha512-${digest}` !== CODE_SERVER.integrity) throw new Error("The VS Code from npm is not the expected one.");
    unpack(archive, unfinished, ["--strip-components=3", "package/lib/vscode"]);
    rmSync(archive);
    await runNpm(unfinished, ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]);
  });
  return { folder, node: findNode(packages) };
}

/** Nothing where the browser package has none for this platform. */
export async function installBrowser(): Promise<InstalledBrowser | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const archives = join(await installPackages(), "@sparticuz", "chromium", "bin");
  const folder = await installOnce("chromium-147", async (unfinished) => {
    await decompress(join(archives, "chromium.br"), join(unfinished, "chromium"), 0o755);
    for (const name of ["al2023.tar", "fonts.tar"]) {
      const archive = join(unfinished, name);
      await decompress(join(archives, `${name}.br`), archive, 0o644);
      unpack(archive, unfinished, []);
      rmSync(archive);
    }
  });
  return { executable: join(folder, "chromium"), libraries: join(folder, "lib") };
}

/**
 * A fontconfig file for the headless browser: the same Latin, Hangul and fixed-width fonts on every machine, the system's
 * own fonts only for what these lack.
 */
export async function installFonts(): Promise<string> {
  const packages = await installPackages();
  const family = (name: string, weights: readonly string[]): string[] =>
    weights.map((weight) => join(packages, "@expo-google-fonts", name, weight));
  const folders = [
    ...family("roboto-mono", ["400Regular", "700Bold"]),
    ...family("nanum-gothic", ["400Regular", "700Bold"]),
    join(cache, "chromium-147", "fonts"),
    "/usr/share/fonts",
  ];
  const prefer = (generic: string, families: readonly string[]): string =>
    `<match target="pattern"><test name="family"><string>${generic}</string></test><edit name="family" mode="prepend" ` +
    `binding="strong">${families.map((name) => `<string>${name}</string>`).join("")}</edit></match>`;
  const file = join(cache, "fonts.conf");
  writeFileSync(
    file,
    [
      '<?xml version="1.0"?>',
      '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
      "<fontconfig>",
      ...folders.map((folder) => `<dir>${folder}</dir>`),
      `<cachedir>${join(cache, "font-cache")}</cachedir>`,
      prefer("monospace", ["Roboto Mono", "Nanum Gothic"]),
      ...["sans-serif", "system-ui", "Ubuntu", "Droid Sans"].map((name) => prefer(name, ["Open Sans", "Nanum Gothic"])),
      "</fontconfig>",
      "",
    ].join("\n"),
  );
  return file;
}

/** The folder node_modules with the packages of this folder's package.json. */
async function installPackages(): Promise<string> {
  const source = join(repository, "test", "vscode", "host");
  const lock = readFileSync(join(source, "package-lock.json"));
  const name = `packages-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`;
  const folder = await installOnce(name, async (unfinished) => {
    console.log("Fetching a headless browser and fonts from npm (once) ...");
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(unfinished, file));
    await runNpm(unfinished, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  });
  return join(folder, "node_modules");
}

async function installOnce(name: string, fill: (unfinished: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, "unfinished-"));
  try {
    await fill(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function findNode(packages: string): string {
  if (Number.parseInt(process.versions.node) >= NODE_MAJOR) return process.execPath;
  const node = join(packages, `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(node)) return node;
  throw new Error(
    `The VS Code from npm needs Node ${NODE_MAJOR}, and npm has none for this platform: install it first.`,
  );
}

function unpack(archive: string, folder: string, args: readonly string[]): void {
  const run = spawnSync("tar", ["-xf", archive, "-C", folder, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  if (run.status !== 0)
    throw new Error(`tar could not unpack ${archive}: ${run.error?.message ?? run.stderr.toString()}`);
}

async function decompress(source: string, target: string, mode: number): Promise<void> {
  await pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target, { mode }));
}
