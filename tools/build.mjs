// Bundles the extension's client, the language server and the command line into dist/.
// Usage: node tools/build.mjs [--minify] [--watch] [--inspect FOLDER]; with --watch they are made again whenever a source changes, with source maps;
// with --inspect they go to the folder, with what esbuild knows of their parts.
import { build as bundle, context } from "esbuild";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";
import { writeNotices } from "./notices.mjs";

/** What esbuild is told of each bundle. */
function bundles(minify, outdir = "dist") {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // The protocol packages' CommonJS builds load their parts with a computed require, which cannot be bundled.
    mainFields: ["module", "main"],
    minify,
    keepNames: minify,
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
  };
  return [
    {
      ...shared,
      entryPoints: { client: "client/src/main.node.ts", server: "server/src/main.node.ts" },
      outdir,
      external: ["vscode"],
    },
    {
      ...shared,
      entryPoints: { cli: "server/src/cli/main.node.ts" },
      outdir,
      banner: { js: "#!/usr/bin/env node" },
    },
  ];
}

/** Writes dist/ anew and returns the names of the bundles. */
export async function build({ minify }) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const results = await Promise.all(bundles(minify).map((options) => bundle(options)));
  chmodSync(join(root, "dist", "cli.js"), 0o755);
  writeNotices(results.flatMap((result) => Object.keys(result.metafile.inputs)));
  return results.flatMap((result) => Object.keys(result.metafile.outputs));
}

/** Writes the bundles into a folder, with `inputs.json`: the files that each is made of, and what each of these imports. */
async function inspect(folder) {
  mkdirSync(folder, { recursive: true });
  const results = await Promise.all(bundles(false, folder).map((options) => bundle(options)));
  writeFileSync(join(folder, "inputs.json"), JSON.stringify(results.map((result) => result.metafile)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const inspected = process.argv.indexOf("--inspect");
  if (inspected >= 0) await inspect(resolve(process.argv[inspected + 1] ?? "out"));
  else if (process.argv.includes("--watch")) {
    for (const options of bundles(false)) {
      const watched = await context({ ...options, sourcemap: true, logLevel: "info" });
      await watched.watch();
    }
  } else {
    console.log((await build({ minify: process.argv.includes("--minify") })).join("\n"));
  }
}
