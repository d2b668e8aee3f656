// Writes snippets/istio-egress.json, the snippet file that the extension contributes, from the scaffold module.
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
const { snippetFile } = await import(`data:text/javascript;base64,${code}`);
mkdirSync(join(root, "snippets"), { recursive: true });
writeFileSync(join(root, "snippets", "istio-egress.json"), `${JSON.stringify(snippetFile(), null, 2)}\n`);
