// The contract of `check`: what it prints in each format, what it exits with, what --fix writes.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, withFiles } from "../support/cli";

const entry = `# kept
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
  namespace: apps
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: dns # in capitals
`;

test("JSON names file, range, severity, code, message, resource and fixes", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const path = join(folder, "entry.yaml");
    const { status, out } = await cli(["check", "--format", "json", path]);
    assert.equal(status, 1);
    const report = JSON.parse(out) as { findings: Record<string, unknown>[]; files: number; resources: number };
    const [finding] = report.findings;
    assert.deepEqual({ files: report.files, resources: report.resources }, { files: 1, resources: 1 });
    assert.deepEqual(
      { ...finding, message: typeof finding?.message, fixes: Array.isArray(finding?.fixes) },
      {
        file: path,
        range: { start: { line: 13, character: 14 }, end: { line: 13, character: 17 } },
        severity: "error",
        code: "unknown-value",
        message: "string",
        resource: { kind: "ServiceEntry", namespace: "apps", name: "finance" },
        fixes: true,
      },
    );
  });
});

test("text shows the line with carets", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const { out } = await cli(["check", folder]);
    assert.match(out, /^14 \| {3}resolution: dns # in capitals\n {3}\| {15}\^\^\^$/m);
  });
});

test("SARIF and GitHub annotations carry code and place", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const sarif = JSON.parse((await cli(["check", "--format", "sarif", folder])).out) as {
      version: string;
      runs: { results: { ruleId: string; locations: { physicalLocation: { region: unknown } }[] }[] }[];
    };
    const [result] = sarif.runs[0]?.results ?? [];
    assert.deepEqual(
      { version: sarif.version, ruleId: result?.ruleId, region: result?.locations[0]?.physicalLocation.region },
      {
        version: "2.1.0",
        ruleId: "unknown-value",
        region: { startLine: 14, startColumn: 15, endLine: 14, endColumn: 18 },
      },
    );
    const { out } = await cli(["check", "--format", "github", folder]);
    assert.match(
      out,
      /^::error file=[^,]*entry\.yaml,line=14,col=15,endLine=14,endColumn=18,title=istio-egress unknown-value::/,
    );
  });
});

const statuses: readonly { readonly name: string; readonly args: readonly string[]; readonly status: number }[] = [
  { name: "an error fails by default", args: [], status: 1 },
  { name: "nothing fails with --fail-on never", args: ["--fail-on", "never"], status: 0 },
  { name: "a value that an option does not take is bad usage", args: ["--fail-on", "sometimes"], status: 2 },
  { name: "an option that does not exist is bad usage", args: ["--frobnicate"], status: 2 },
  { name: "a path that is not there is bad usage", args: ["missing.yaml"], status: 2 },
];
for (const { name, args, status } of statuses) {
  test(name, async () => {
    await withFiles({ "entry.yaml": entry }, async (folder) => {
      const result = await cli(["check", ...args, folder]);
      assert.equal(result.status, status, result.err);
      if (status === 2) assert.match(result.err, /./);
    });
  });
}

test("correct files exit with 0 and say so", async () => {
  await withFiles({ "entry.yaml": entry.replace("dns", "DNS") }, async (folder) => {
    const { status, out } = await cli(["check", folder]);
    assert.deepEqual({ status, out }, { status: 0, out: "0 errors, 0 warnings, 0 notes in 1 file (1 resource)\n" });
  });
});

test("--fix writes the repaired file, keeps everything else and its mode, and leaves no temporary file", async () => {
  await withFiles({ "entry.yaml": entry, "other.yaml": "a: 1\n" }, async (folder) => {
    const path = join(folder, "entry.yaml");
    chmodSync(path, 0o640);
    const { status } = await cli(["check", "--fix", folder]);
    assert.equal(status, 0);
    assert.equal(readFileSync(path, "utf8"), entry.replace("dns", "DNS"));
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.equal((await cli(["check", "--fix", folder])).err, "");
  });
});

test("messages follow the environment's language and --locale", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    assert.match((await cli(["check", folder], "ko_KR.UTF-8")).out, /[가-힣]/);
    assert.doesNotMatch((await cli(["check", "--locale", "en", folder], "ko_KR.UTF-8")).out, /[가-힣]/);
  });
});
