// Third-party YAML that lies beside the repository on some machines. Tests read it in place; where it is absent they are skipped.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";

const folder = join(process.env.REPOSITORY_ROOT ?? process.cwd(), "..", "shared", "corpus");

/** Whether the corpus is on this machine, for tests that have something else to look at as well. */
export function isCorpusHere(): boolean {
  return existsSync(folder);
}

/** Whether the corpus is here; where it is not, the test counts as skipped. */
export function hasCorpus(t: TestContext): boolean {
  if (!isCorpusHere()) t.skip("the corpus is not on this machine: nothing was compared");
  return isCorpusHere();
}

/** A manifest, parsed. The caller knows its shape. */
export function corpusJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

/** A file's text by its path in the corpus. */
export function corpusText(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

/** Every YAML file of the corpus, by its path there, sorted. */
export function corpusFiles(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => path.split("\\").join("/"))
    .sort();
}
