// `npm test`: everything that must hold, from formatting to the packaged extension in a real VS Code. Every step runs, also
// after one that failed; a summary of all steps and the sum of all tests close the output.
import { bootstrap, root } from "./bootstrap.mjs";

bootstrap();

const { spawn } = await import("node:child_process");
const { compiled, compileVscode } = await import("./vscode.mjs");

const node = process.execPath;
const bin = (name, file) => [node, `node_modules/${name}/${file}`];
const totals = new Map();

const steps = [
  ["format", () => run(...bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", ".")],
  ["types", () => run(...bin("typescript", "bin/tsc"), "-b")],
  ["lint", () => run(...bin("eslint", "bin/eslint.js"), "--max-warnings", "0", ".")],
  ["unit, repository and protocol tests", () => run(node, "tools/unit.mjs")],
  ["package", async () => (await run(node, "tools/package.mjs")) && vscode(compiled.package)],
  ["inside VS Code", () => vscode(compiled.inside)],
  ["a person in VS Code", () => vscode(compiled.person)],
];

const results = [];
for (const [name, step] of steps) {
  console.log(`\n=== ${name}`);
  const begin = Date.now();
  const isGood = await step();
  results.push({ name, isGood, seconds: Math.round((Date.now() - begin) / 1000) });
}
console.log("\n=== summary");
for (const { name, isGood, seconds } of results) console.log(`${isGood ? "✔" : "✖"} ${name} (${seconds} s)`);
for (const [name, count] of totals) console.log(`ℹ ${name} ${count}`);
if (results.some((result) => !result.isGood)) process.exitCode = 1;

async function vscode(file) {
  await compileVscode();
  return run(node, "--enable-source-maps", "--test", "--test-reporter=spec", file);
}

/** Shows what a command prints, adds up the counts that node:test closes with, and resolves to whether it succeeded. */
function run(command, ...args) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    process.stdout.write(text);
    printed += text;
  });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on("close", (code) => {
      for (const [, name, count] of printed.matchAll(/^ℹ (tests|suites|pass|fail|cancelled|skipped|todo) (\d+)$/gm)) {
        totals.set(name, (totals.get(name) ?? 0) + Number(count));
      }
      resolve(code === 0);
    });
  });
}
