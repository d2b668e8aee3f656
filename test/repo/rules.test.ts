// Every rule is registered, explained in both languages, and its examples hold; the pages written from the rules are up to date.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allRules } from "../../server/src/service/index";
import { checkExamples } from "../support/check";
import { renderRulePages } from "../support/rule-pages";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();
const folder = join(root, "server/src/service/rules");
/** Files beside the rules that are no rules. */
const MACHINERY = new Set([
  "all",
  "define",
  "judge",
  "judge-paths",
  "path-findings",
  "precedence",
  "repairs",
  "run",
  "suppress",
  "told-by",
  "walk",
]);

test("the list of rules is the folder, sorted", () => {
  const exporting = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !MACHINERY.has(name.slice(0, -3)))
    .filter((name) => /export const rule\b/.test(readFileSync(join(folder, name), "utf8")))
    .map((name) => name.slice(0, -3))
    .sort();
  const codes = allRules.map((rule) => rule.code);
  assert.deepEqual(codes, exporting);
});

test("placeholders are the same in both languages, and Korean puts no particle behind one", () => {
  const placeholders = (text: string): string[] => [...text.matchAll(/\{[a-zA-Z]+\}/g)].map(([name]) => name).sort();
  const problems: string[] = [];
  for (const rule of allRules) {
    const texts = [rule.text, ...Object.values(rule.variants ?? {})];
    for (const text of texts) {
      for (const part of ["title", "what", "why", "next"] as const) {
        const en = (text.en as Readonly<Record<string, string | undefined>>)[part] ?? "";
        const ko = (text.ko as Readonly<Record<string, string | undefined>>)[part] ?? "";
        if ((en === "") !== (ko === "")) problems.push(`${rule.code} ${part}: only one language`);
        if (
          new Set(placeholders(en)).size !== new Set(placeholders(ko)).size ||
          placeholders(en).some((name) => !ko.includes(name))
        ) {
          problems.push(`${rule.code} ${part}: ${en} / ${ko}`);
        }
        if (/\{[a-zA-Z]+\}[`'"]?(?:은|는|이|가|을|를|와|과|으로|로)(?=[\s.,)]|$)/.test(ko))
          problems.push(`${rule.code} ${part}: ${ko}`);
      }
    }
  }
  assert.deepEqual(problems, []);
});

test("a rule yields only to rules that exist and that do not yield to it", () => {
  const byCode = new Map(allRules.map((rule) => [rule.code, rule]));
  const wrong = allRules.flatMap((rule) =>
    (rule.yieldsTo ?? [])
      .filter((code) => byCode.get(code)?.yieldsTo?.includes(rule.code) ?? !byCode.has(code))
      .map((code) => `${rule.code} -> ${code}`),
  );
  assert.deepEqual(wrong, []);
});

test("a hint always comes with a repair", () => {
  const bare = allRules.filter(
    (rule) => rule.severity === "hint" && rule.repairResource === undefined && rule.repairDocument === undefined,
  );
  assert.deepEqual(
    bare.map((rule) => rule.code),
    [],
  );
});

for (const rule of allRules) {
  test(`the examples of ${rule.code} hold`, () => {
    checkExamples(rule);
  });
}

test("the pages about the rules are up to date (npm run generate)", () => {
  const stale = [...renderRulePages(allRules)].filter(([path, text]) => {
    try {
      return readFileSync(join(root, path), "utf8") !== text;
    } catch {
      return true;
    }
  });
  assert.deepEqual(
    stale.map(([path]) => path),
    [],
  );
});
