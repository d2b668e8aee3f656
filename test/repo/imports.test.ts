// Imports inside the language service go down the ranks of docs/architecture.md, and nothing editor- or platform-bound gets in.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { test } from "node:test";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();
const service = join(root, "server/src/service");

const RANKS: Readonly<Record<string, number>> = {
  base: 0,
  words: 1,
  syntax: 1,
  schema: 1,
  model: 2,
  scaffold: 2,
  workspace: 3,
  traffic: 4,
  rules: 5,
  features: 6,
};

/** Imports between folders of one rank that are meant, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

interface Import {
  readonly from: string;
  readonly target: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?:import|export)[^;]*?from "([^"]+)";|^import "([^"]+)";/gms)].map((match) => ({
    from: relative(root, file).split(sep).join("/"),
    target: match[1] ?? match[2] ?? "",
  }));
}

const all = sources(service).flatMap(importsOf);

test("a folder imports lower ranks and itself only", () => {
  const wrong = all.flatMap(({ from, target }) => {
    if (!target.startsWith(".")) return [];
    const full = relative(service, join(root, dirname(from), target))
      .split(sep)
      .join("/");
    const own = from.slice("server/src/service/".length).split("/")[0] ?? "";
    const other = full.split("/")[0] ?? "";
    const ownRank = RANKS[own];
    const otherRank = RANKS[other];
    if (ownRank === undefined || own === other) return [];
    if (otherRank !== undefined && otherRank < ownRank && !(own === "rules" && other === "words")) return [];
    const edge = `${from} -> ${target}`;
    return Object.hasOwn(EXCEPTIONS, edge) ? [] : [edge];
  });
  assert.deepEqual(wrong, []);
});

test("rules do not import rules, stages do not import stages", () => {
  const machinery = /^\.\/(?:define|repairs|all|run|suppress)$|^\.\/[a-z-]*-(?:support|shared)$/;
  const wrong = all.filter(({ from, target }) => {
    const isRule = /\/rules\/[^/]+\.ts$/.test(from) && !/\/(?:all|run|define|suppress|repairs)\.ts$/.test(from);
    const isStage = from.includes("/traffic/stages/");
    if (isStage) return /^\.\/(?!step)/.test(target);
    if (!isRule || !target.startsWith("./") || machinery.test(target)) return false;
    const text = readFileSync(join(root, dirname(from), `${target}.ts`), "utf8");
    return /export const rule\b/.test(text);
  });
  assert.deepEqual(
    wrong.map(({ from, target }) => `${from} -> ${target}`),
    [],
  );
});

test("only syntax knows the yaml package; nothing knows Node, the editor or the transport", () => {
  const wrong = all.filter(({ from, target }) => {
    if (target.startsWith(".")) return false;
    return !(target === "yaml" && from.includes("/syntax/"));
  });
  assert.deepEqual(
    wrong.map(({ from, target }) => `${from} -> ${target}`),
    [],
  );
});

test("only the client imports vscode", () => {
  const wrong = sources(join(root, "server/src"))
    .flatMap(importsOf)
    .filter(({ target }) => target === "vscode");
  assert.deepEqual(wrong, []);
});
