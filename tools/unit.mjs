// Compiles the test files with esbuild and runs them with node:test.
// Usage: node tools/unit.mjs [part of a path ...]; without arguments every *.test.ts outside test/vscode runs.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith("--"));

/** Every test file below a folder, as paths relative to the repository. */
function testFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .filter((file) => !file.startsWith("test/vscode/") && !file.includes("node_modules"));
}

const files = [...testFiles("server"), ...testFiles("test")]
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort();
if (files.length === 0) {
  console.error(`No test file matches: ${filters.join(" ")}`);
  process.exit(1);
}

const outdir = join(root, "out", "tests", `${process.pid}`);
try {
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: root,
    outdir,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    outExtension: { ".js": ".mjs" },
    splitting: true,
    logLevel: "error",
  });
  const compiled = files.map((file) => join(outdir, file.replace(/\.ts$/, ".mjs")));
  const run = spawnSync(
    process.execPath,
    ["--enable-source-maps", "--test", "--test-reporter=spec", ...flags, ...compiled],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, REPOSITORY_ROOT: root },
    },
  );
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
