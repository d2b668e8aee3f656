// Builds for release and packs the extension into istio-egress.vsix, from a folder that holds the shipped files and nothing else.
import { createVSIX } from "@vscode/vsce";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";
import { build } from "./build.mjs";

const SHIPPED = [
  "package.json",
  "package.nls.json",
  "package.nls.ko.json",
  "CHANGELOG.md",
  "LICENSE",
  "dist/client.js",
  "dist/server.js",
  "dist/third-party-notices.txt",
  "media/icon.png",
  // The pictures of the walkthrough.
  "docs/images/hover.png",
  "docs/images/light-bulb.png",
  "docs/images/problem.png",
  "docs/images/scaffold.png",
  "snippets/file-templates.json",
];

/** Writes the package anew and returns its path. */
export async function packageExtension() {
  await build({ minify: true });
  const folder = join(root, "out", "package");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of SHIPPED) cpSync(join(root, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, "README.md"), withoutPictures(readFileSync(join(root, "README.md"), "utf8")));
  const packagePath = join(root, "istio-egress.vsix");
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

/** VS Code shows no pictures out of an installed extension, so they are not shipped. */
function withoutPictures(text) {
  return text.replace(/^!\[[^\]]*\]\([^)]*\)\n\n?/gm, "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const path = await packageExtension();
  console.log(`${path} (${Math.round(statSync(path).size / 1024)} kB)`);
}
