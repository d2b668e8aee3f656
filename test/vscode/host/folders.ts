// Where things lie: the repository, and the cache that holds the VS Code, the browser and the fonts taken from npm.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The nearest folder above this file whose package is the extension: it holds for the source and for the compiled file. */
export const repository = findRepository(dirname(fileURLToPath(import.meta.url)));

/** ISTIO_EGRESS_VSCODE_CACHE lets several clones share one cache. */
export const cache = process.env.ISTIO_EGRESS_VSCODE_CACHE ?? join(repository, "test", "vscode", "host", ".cache");

function findRepository(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest) && readFileSync(manifest, "utf8").includes('"name": "istio-egress",')) return folder;
  if (dirname(folder) === folder) throw new Error("This file lies outside of the Istio Egress repository.");
  return findRepository(dirname(folder));
}
