// Writes dist/third-party-notices.txt: the licence of every package whose code ended up in a bundle.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";

/** Takes the bundled files, as paths relative to the repository. Throws when a package comes without a licence text. */
export function writeNotices(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].sort().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${manifest.name} ${manifest.version} carries no licence text.`);
    const text = readFileSync(join(root, folder, file), "utf8").trim();
    return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}\n`;
  });
  if (!existsSync(join(root, "dist"))) mkdirSync(join(root, "dist"));
  const heading = "Istio Egress contains code of the following packages.\n";
  writeFileSync(join(root, "dist", "third-party-notices.txt"), [heading, ...notices].join(`\n${"-".repeat(78)}\n\n`));
}

/** "node_modules/a/node_modules/@b/c/lib/x.js" belongs to "node_modules/a/node_modules/@b/c". */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}
