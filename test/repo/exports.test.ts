// What a file that ships exports is read elsewhere, by code or at least by a test: a word that nobody asks for is dead, or private.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();

/** Names that something outside the repository asks for. */
const ASKED_FROM_OUTSIDE: Readonly<Record<string, string>> = {
  "client/src/main.node.ts activate": "VS Code",
  "client/src/main.node.ts deactivate": "VS Code",
  "client/src/main.web.ts activate": "VS Code",
  "client/src/main.web.ts deactivate": "VS Code",
};

function textsBelow(folder: string): [string, string][] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]);
}

test("every exported function, constant and class has a reader", () => {
  const texts = ["server", "client", "test", "tools", "bench"].flatMap(textsBelow);
  const filesByWord = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) {
      const files = filesByWord.get(word) ?? new Set();
      filesByWord.set(word, files.add(path));
    }
  }
  const shipped = texts.filter(([path]) => path.startsWith("server/") || path.startsWith("client/"));
  const unread = shipped.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)]
      .map(([, name = ""]) => `${path} ${name}`)
      .filter((entry) => (filesByWord.get(entry.split(" ")[1] ?? "")?.size ?? 0) < 2)
      .filter((entry) => !Object.hasOwn(ASKED_FROM_OUTSIDE, entry)),
  );
  assert.deepEqual(unread, []);
});
