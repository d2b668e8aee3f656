// Compiles the code that starts and drives a real VS Code, and the suite that runs inside of it, into out/vscode/.
import { build } from "esbuild";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";

const outdir = join(root, "out", "vscode");

/** The compiled file of each part. */
export const compiled = {
  host: join(outdir, "host.mjs"),
  launcher: join(outdir, "launcher.mjs"),
  package: join(outdir, "package.test.mjs"),
  person: join(outdir, "person.test.mjs"),
  typing: join(outdir, "typing.test.mjs"),
  inside: join(outdir, "inside.test.mjs"),
  suite: join(outdir, "suite.cjs"),
};

export async function compileVscode() {
  const shared = { absWorkingDir: root, outdir, bundle: true, platform: "node", target: "node20", logLevel: "warning" };
  await Promise.all([
    build({
      ...shared,
      entryPoints: {
        host: "test/vscode/host/index.ts",
        launcher: "test/vscode/host/launcher.ts",
        "package.test": "test/vscode/package.test.ts",
        "person.test": "test/vscode/person.test.ts",
        "typing.test": "test/vscode/typing.test.ts",
        "inside.test": "test/vscode/inside.test.ts",
      },
      format: "esm",
      packages: "external",
      sourcemap: "inline",
      outExtension: { ".js": ".mjs" },
    }),
    build({
      ...shared,
      entryPoints: { suite: "test/vscode/suite/index.ts" },
      format: "cjs",
      external: ["vscode"],
      outExtension: { ".js": ".cjs" },
    }),
  ]);
  chmodSync(compiled.launcher, 0o755);
}

/** The functions of test/vscode/host/index.ts. */
export async function loadHost() {
  await compileVscode();
  return import(pathToFileURL(compiled.host).href);
}
