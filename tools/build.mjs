// Bundles the extension's client, the language server and the command line into dist/.
// Usage: node tools/build.mjs [--minify] [--watch]; with --watch they are made again whenever a source changes, with source maps.
import { build as bundle, context } from "esbuild";
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";
import { writeNotices } from "./notices.mjs";

/** What esbuild is told of each bundle. */
function bundles(minify) {
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
      outdir: "dist",
      external: ["vscode"],
    },
    {
      ...shared,
      entryPoints: { cli: "server/src/cli/main.node.ts" },
      outdir: "dist",
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv.includes("--watch")) {
    for (const options of bundles(false)) {
      const watched = await context({ ...options, sourcemap: true, logLevel: "info" });
      await watched.watch();
    }
  } else {
    console.log((await build({ minify: process.argv.includes("--minify") })).join("\n"));
  }
}
