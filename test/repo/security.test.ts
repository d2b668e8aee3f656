// What SECURITY.md promises, held against the bundles that ship: which modules of the system they contain and who brings them, that no text becomes
// code, and that reading needs no right to write or to start anything. What a library brings along without our using it is listed with the reason.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startStdioServer } from "../support/stdio-server";

const root = process.env.REPOSITORY_ROOT ?? ".";

/** What esbuild says of a bundle. */
interface Metafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** A part of a bundle: one of our files by its path, or a package by its name. */
interface Part {
  readonly bundle: string;
  readonly owner: string;
  readonly path: string;
  readonly modules: readonly string[];
}

let folder = "";
let parts: readonly Part[] = [];

before(() => {
  folder = mkdtempSync(join(tmpdir(), "istio-egress-bundles-"));
  const run = spawnSync(process.execPath, [join(root, "tools", "build.mjs"), "--inspect", folder], {
    encoding: "utf8",
  });
  assert.equal(run.status, 0, run.stderr);
  // Written by esbuild in this form.
  const metafiles = JSON.parse(readFileSync(join(folder, "inputs.json"), "utf8")) as readonly Metafile[];
  parts = metafiles.flatMap(({ inputs, outputs }) =>
    Object.entries(outputs).flatMap(([output, { inputs: used }]) =>
      Object.entries(used).flatMap(([path, { bytesInOutput }]) => {
        const modules = (inputs[path]?.imports ?? []).flatMap((one) => (one.external === true ? [one.path] : []));
        const bundle = /[^/]*$/.exec(output)?.[0] ?? output;
        const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;
        return bytesInOutput === 0
          ? []
          : [{ bundle, owner, path, modules: modules.map((name) => name.replace("node:", "")) }];
      }),
    ),
  );
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const isOurs = ({ owner, path }: Part): boolean => owner === path;

/** Each thing once, in order. */
const unique = (things: readonly string[]): readonly string[] => [...new Set(things)].sort();

describe("the bundles", () => {
  test("are the three that SECURITY.md speaks of", () => {
    assert.deepEqual(unique(parts.map(({ bundle }) => bundle)), ["cli.js", "client.js", "server.js"]);
  });

  test("reach the network and other programs only where a library can, and why it does not", () => {
    const harmless = new Set([
      "buffer",
      "crypto",
      "fs",
      "fs/promises",
      "os",
      "path",
      "process",
      "readline",
      "url",
      "util",
      "vscode",
    ]);
    const found = parts.flatMap(({ bundle, owner, modules }) =>
      modules.filter((name) => !harmless.has(name)).map((name) => `${bundle} ${owner} ${name}`),
    );
    assert.deepEqual(unique(found), [
      // Starts the server as a child of VS Code's extension host; its sockets are another way to do that, which we do not choose.
      "client.js vscode-jsonrpc net",
      "client.js vscode-languageclient child_process",
      // The transport by socket or pipe, for editors that start the server with --socket or --pipe.
      "server.js vscode-jsonrpc net",
      // Finds modules of npm for servers that need them; ours never asks.
      "server.js vscode-languageserver child_process",
    ]);
  });

  test("use of our own only what reads files, and one file that writes them", () => {
    const found = parts
      .filter(isOurs)
      .flatMap(({ owner, modules }) => modules.map((name) => `${owner} ${name}`))
      .filter((use) => / (?:fs|fs\/promises|crypto|os|process|child_process|net|https?)$/.test(use));
    assert.deepEqual(unique(found), [
      "server/src/cli/disk-file.node.ts fs/promises",
      "server/src/cli/inputs.node.ts fs/promises",
      "server/src/cli/replace-file.node.ts crypto",
      "server/src/cli/replace-file.node.ts fs/promises",
      "server/src/files/disk.node.ts fs",
    ]);
  });

  test("change files by these functions alone", () => {
    const writing =
      /\b(?:writeFile|appendFile|rename|unlink|rm|rmdir|mkdir|mkdtemp|chmod|chown|symlink|link|truncate|copyFile|cp|utimes|createWriteStream)(?:Sync)?\(/g;
    const found = parts
      .filter((part) => isOurs(part) && part.modules.some((name) => name.startsWith("fs")))
      .flatMap(({ path }) => [...read(path).matchAll(writing)].map(([call]) => `${path} ${call}`));
    assert.deepEqual(unique(found), [
      "server/src/cli/replace-file.node.ts chmod(",
      "server/src/cli/replace-file.node.ts chown(",
      "server/src/cli/replace-file.node.ts rename(",
      "server/src/cli/replace-file.node.ts unlink(",
      "server/src/cli/replace-file.node.ts writeFile(",
    ]);
  });

  test("make no code of text, and ask for no address", () => {
    const patterns = [
      /\beval\s*\(/,
      /\bnew\s+Function\b/,
      /\bimport\s*\(\s*[^"'\s)]/,
      /\bnew\s+(?:Worker|WebSocket|XMLHttpRequest|EventSource)\b/,
    ];
    for (const name of ["cli.js", "client.js", "server.js"]) {
      const text = readFileSync(join(folder, name), "utf8");
      for (const pattern of patterns) assert.doesNotMatch(text, pattern, name);
    }
    for (const { path } of parts.filter(isOurs)) {
      assert.doesNotMatch(
        read(path),
        /\bfetch\s*\(|\bopenExternal\b|\bcreateTerminal\b|\bisTrusted\b|\bsupportHtml\b/,
        path,
      );
    }
  });
});

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: apps }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: dns
`;

/** Node's own lock: only reading is allowed, no writing, no other process, no worker. */
const LOCK = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
const READ_ONLY = ["--no-warnings", LOCK, "--allow-fs-read=*"];

describe("with no right but to read files", () => {
  test("the command line checks", () => {
    writeFileSync(join(folder, "entry.yaml"), entry);
    const words = [...READ_ONLY, join(folder, "cli.js"), "check", "--locale", "en", join(folder, "entry.yaml")];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    assert.deepEqual({ status, stderr }, { status: 1, stderr: "" });
    assert.match(stdout, /unknown-value/);
  });

  test("the server answers", async () => {
    const server = startStdioServer(join(folder, "server.js"), READ_ONLY);
    const uri = "file:///w/entry.yaml";
    await server.request("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: `file://${folder}`, name: "w" }],
      capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } },
    });
    server.notify("initialized", {});
    server.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text: entry } });
    const position = { line: 1, character: 8 };
    const hover = await server.request("textDocument/hover", { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover.result), /ServiceEntry/);
    const actions = await server.request("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 7, character: 14 }, end: { line: 7, character: 17 } },
      context: { diagnostics: [] },
    });
    assert.match(JSON.stringify(actions.result), /DNS/);
    await server.request("shutdown");
    server.notify("exit");
    assert.equal(await server.ended, 0, server.log);
  });
});
