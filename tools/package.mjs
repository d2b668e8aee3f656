// Builds for release and packs the extension into istio-egress.vsix.
import { createVSIX } from "@vscode/vsce";
import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";
import { build } from "./build.mjs";

/** Writes the package anew and returns its path. */
export async function packageExtension() {
  await build({ minify: true });
  const packagePath = join(root, "istio-egress.vsix");
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const path = await packageExtension();
  console.log(`${path} (${Math.round(statSync(path).size / 1024)} kB)`);
}
