// Writes snippets/istio-egress.json, the library for editors that take snippet files, and snippets/file-templates.json, which the extension
// contributes, from the scaffold module.
// Usage: node tools/generate-snippets.mjs
import { build } from "esbuild";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";

const bundle = await build({
  absWorkingDir: root,
  entryPoints: ["server/src/service/scaffold/snippets.ts"],
  bundle: true,
  write: false,
  format: "esm",
  platform: "neutral",
  target: "node20",
});
const code = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { fileTemplates, snippetFile } = await import(`data:text/javascript;base64,${code}`);
mkdirSync(join(root, "snippets"), { recursive: true });
for (const [name, content] of [
  ["istio-egress.json", snippetFile()],
  ["file-templates.json", fileTemplates()],
]) {
  writeFileSync(join(root, "snippets", name), `${JSON.stringify(content, null, 2)}\n`);
}
