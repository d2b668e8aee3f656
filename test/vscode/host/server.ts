// Starts the VS Code from npm as a server on 127.0.0.1, with its own data folder, quiet settings and a packaged extension.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installVscode } from "./install";

/** No page of VS Code's own, nothing sent or fetched, and no feature that covers the editor. */
const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

export interface ServerOptions {
  /** Holds settings, extensions and state; made when it is missing. */
  readonly dataFolder: string;
  /** Settings besides the quiet ones, for a data folder without settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A .vsix to install. */
  readonly extension?: string;
  /** 0 lets the system choose. */
  readonly port?: number;
}

export interface VscodeServer {
  /** The page that shows a folder; the payload holds VS Code's own page options, such as a file to open. */
  url(folder: string | undefined, payload: readonly (readonly [string, string])[]): string;
  /** The address under which the page knows a file of this machine. */
  remote(path: string): string;
  /** Resolves when the server has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const { folder, node } = await installVscode();
  writeSettings(join(options.dataFolder, "data", "User"), options.settings);
  const script = join(folder, "out", "server-main.js");
  const data = ["--server-data-dir", options.dataFolder, "--accept-server-license-terms", "--telemetry-level", "off"];
  if (options.extension !== undefined) {
    const run = spawnSync(node, [script, ...data, "--install-extension", options.extension, "--force"]);
    if (run.status !== 0) throw new Error(`VS Code did not install the extension:\n${run.stderr.toString()}`);
  }
  const token = randomBytes(16).toString("hex");
  const server = spawn(
    node,
    [
      ...[script, ...data, "--host", "127.0.0.1", "--port", `${options.port ?? 0}`, "--connection-token", token],
      ...["--disable-workspace-trust", "--enable-smoke-test-driver"],
    ],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => {
    server.on("exit", () => {
      resolve();
    });
  });
  const port = await portOf(server);
  const authority = `127.0.0.1:${port}`;
  return {
    url: (opened, payload) => {
      const query = new URLSearchParams({ tkn: token });
      if (opened !== undefined) query.set("folder", opened);
      if (payload.length > 0) query.set("payload", JSON.stringify(payload));
      return `http://${authority}/?${query.toString()}`;
    },
    remote: (path) => `vscode-remote://${authority}${path}`,
    ended,
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}

/** Writes quiet settings where there are none; what a person has changed since stays. */
export function writeSettings(userFolder: string, more: Readonly<Record<string, unknown>> = {}): void {
  const file = join(userFolder, "settings.json");
  if (existsSync(file)) return;
  mkdirSync(userFolder, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...more }, null, 2));
}

/** The server tells its port on standard output. Its complaints are shown when it ends before it does. */
function portOf(server: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const port = /Web UI available at \S+?:(\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.on("exit", () => {
      reject(new Error(`VS Code's server ended before it was ready:\n${printed}`));
    });
  });
}
