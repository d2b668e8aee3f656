// The diffs that `check --diff` prints: what git makes of them is the text that --fix writes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { safeLine } from "../../server/src/cli/terminal";
import { unifiedDiff } from "../../server/src/cli/unified-diff";
import { cli, withFiles } from "../support/cli";

const same = (line: string): string => line;

test("only what changes is shown, with three lines around it", () => {
  const before = Array.from({ length: 12 }, (_, line) => `line ${line}\n`).join("");
  assert.equal(
    unifiedDiff("a.yaml", before, before.replace("line 5", "new"), same),
    `--- a/a.yaml
+++ b/a.yaml
@@ -3,7 +3,7 @@
 line 2
 line 3
 line 4
-line 5
+new
 line 6
 line 7
 line 8
`,
  );
  assert.equal(unifiedDiff("a.yaml", before, before, same), "");
});

test("a line without an end says so, and Windows line ends stay", () => {
  assert.equal(
    unifiedDiff("/x/a.yaml", "a\r\nb", "a\r\nc", same),
    "--- /x/a.yaml\n+++ /x/a.yaml\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
  );
});

test("a line gives no order to a build system, a name none to git", () => {
  const diff = unifiedDiff('a"\n.yaml', "  ::error::x\n\u001B[2Jy\nz\n", "  ::error::x\n\u001B[2Jy\nw\n", safeLine);
  assert.equal(
    diff,
    `--- "a/a\\"\\012.yaml"\n+++ "b/a\\"\\012.yaml"\n@@ -1,3 +1,3 @@\n   \\u003a:error::x\n \\e[2Jy\n-z\n+w\n`,
  );
});

test("git applies every diff, and gets the new text", async () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "  d", "", "e: 1"), { maxLength: 30 })
    .map((lines) => lines.map((line) => `${line}\n`).join(""));
  await withFiles({}, async (folder) => {
    execFileSync("git", ["init", "-q", folder]);
    await fc.assert(
      fc.asyncProperty(text, text, (before, after) => {
        fc.pre(before !== after && before !== "" && after !== "");
        writeFileSync(join(folder, "a.yaml"), before);
        execFileSync("git", ["apply", "--unidiff-zero", "-"], {
          cwd: folder,
          stdio: ["pipe", "ignore", "ignore"],
          input: unifiedDiff("a.yaml", before, after, same),
        });
        assert.equal(readFileSync(join(folder, "a.yaml"), "utf8"), after);
        return Promise.resolve();
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

test("long texts of equal lines cost no more than their size", () => {
  const many = "- a\n".repeat(200_000);
  assert.match(unifiedDiff("a.yaml", many, `${many}- b\n`, same), /^\+- b$/m);
  assert.match(unifiedDiff("a.yaml", many, many.replaceAll("a", "b"), same), /^@@ -1,200000 \+1,200000 @@$/m);
});

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: apps }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: dns
`;

test("--diff shows what --fix would write, ends as check does, and goes with no --fix or --format", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const { status, out, err } = await cli(["check", "--diff", folder]);
    assert.deepEqual({ status, err }, { status: 1, err: "--fix would repair 1 file.\n" });
    assert.match(out, /^-  resolution: dns\n\+  resolution: DNS\n/m);
    assert.equal(readFileSync(join(folder, "entry.yaml"), "utf8"), entry);
    writeFileSync(join(folder, "entry.yaml"), entry.replace("  hosts", "\thosts"));
    assert.match((await cli(["check", "--diff", folder])).out, /^-\thosts: .*\n\+ {2}hosts: /m);
    assert.equal((await cli(["check", "--diff", "--fix", folder])).status, 2);
    assert.equal((await cli(["check", "--diff", "--format", "json", folder])).status, 2);
  });
});
