// Writes docs/rules.md and a page for every rule, in English and Korean, from the rules themselves.
import { build } from "esbuild";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(join(root, "out"), { recursive: true });
const folder = mkdtempSync(join(root, "out", "generate-"));
try {
  const outfile = join(folder, "pages.mjs");
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { allRules } from "./server/src/service/index"; export { renderRulePages } from "./test/support/rule-pages";`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const { allRules, renderRulePages } = await import(pathToFileURL(outfile).href);
  const pages = renderRulePages(allRules);
  for (const below of ["docs/rules", "docs/rules/ko"]) {
    mkdirSync(join(root, below), { recursive: true });
    for (const name of readdirSync(join(root, below))) {
      if (name.endsWith(".md") && !pages.has(`${below}/${name}`)) rmSync(join(root, below, name));
    }
  }
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
