// The disk as a source: what is read, what is passed over and counted, and which paths are one file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { processClock } from "./clock.node";
import { diskFiles, uriOf } from "./disk.node";
import type { FoundFile, ListOptions } from "./file-source";

/** Runs a test in a folder of its own. */
async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "istio-egress-disk-")));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function listed(folder: string, options?: ListOptions): Promise<readonly FoundFile[]> {
  const all: FoundFile[] = [];
  for await (const found of diskFiles(processClock).list(uriOf(folder), options)) all.push(...found);
  return all;
}

/** One line per file: name below the folder, kind, and what else there is to say. */
function told(folder: string, files: readonly FoundFile[]): readonly string[] {
  return files
    .map((file) => {
      const rest = file.kind === "text" ? file.text : file.kind === "skipped" ? file.reason : "";
      return `${decodeURIComponent(file.uri.slice(uriOf(folder).length + 1))} ${file.kind} ${rest}`.trim();
    })
    .sort();
}

const WINDOWS = process.platform === "win32";

test("regular text files are read; everything else that is named like one is counted, with its reason", async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, "a+b"));
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "a+b", "one.yaml"), "one");
    writeFileSync(join(folder, "node_modules", "other.yaml"), "not ours");
    writeFileSync(join(folder, "readme.md"), "not YAML");
    writeFileSync(join(folder, "binary.yml"), "a\u0000b");
    writeFileSync(join(folder, "huge.yaml"), "");
    truncateSync(join(folder, "huge.yaml"), 9 * 1024 * 1024);
    assert.deepEqual(told(folder, await listed(folder)), [
      "a+b/one.yaml text one",
      "binary.yml skipped binary",
      "huge.yaml skipped tooLarge",
    ]);
    assert.deepEqual(told(folder, await listed(folder, { shallow: true })), [
      "binary.yml skipped binary",
      "huge.yaml skipped tooLarge",
    ]);
  });
});

test("named pipes are never opened", { skip: WINDOWS }, async () => {
  await inFolder(async (folder) => {
    for (const name of ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"]) execFileSync("mkfifo", [join(folder, name)]);
    writeFileSync(join(folder, "text.yaml"), "text");
    assert.equal((await listed(folder)).filter(({ kind }) => kind === "skipped").length, 5);
    const read = await diskFiles(processClock).read(uriOf(join(folder, "a.yaml")));
    assert.deepEqual(read, { kind: "skipped", uri: uriOf(join(folder, "a.yaml")), reason: "special" });
  });
});

test("a file that still has its known stamp is not read again", async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, "a.yaml"), "old");
    const [first] = await listed(folder);
    const known = (): string | undefined => (first?.kind === "text" ? first.stamp : undefined);
    assert.deepEqual(told(folder, await listed(folder, { known })), ["a.yaml same"]);
    writeFileSync(join(folder, "a.yaml"), "newer");
    assert.deepEqual(told(folder, await listed(folder, { known })), ["a.yaml text newer"]);
  });
});

test("links are not followed by a walk, and lead to the one address of their target", { skip: WINDOWS }, async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real", "a.yaml"), "a");
    symlinkSync(join(folder, "real"), join(folder, "link"));
    symlinkSync(folder, join(folder, "real", "loop"));
    const files = diskFiles(processClock);
    assert.deepEqual(told(folder, await listed(folder)), ["real/a.yaml text a"]);
    assert.equal(files.resolve(uriOf(join(folder, "link", "a.yaml"))), uriOf(join(folder, "real", "a.yaml")));
    assert.equal(
      files.resolve(uriOf(join(folder, "link", "new", "b.yaml"))),
      uriOf(join(folder, "real", "new", "b.yaml")),
    );
    assert.equal(await files.read(uriOf(join(folder, "gone.yaml"))), undefined);
    assert.equal(files.resolve("untitled:Untitled-1"), "untitled:Untitled-1");
  });
});
