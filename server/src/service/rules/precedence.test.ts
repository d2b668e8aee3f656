// Which of two findings about one subject stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "../traffic/trace";
import { allRules } from "./all";
import type { AnyRule, Finding } from "./define";
import { withoutYielding } from "./precedence";

const [base] = allRules;
const step: Step = { stage: "exit", code: "server-reached", args: {}, because: [] };

function rule(code: string, yieldsTo?: readonly string[]): AnyRule {
  assert.ok(base !== undefined);
  return { ...base, code, ...(yieldsTo === undefined ? {} : { yieldsTo }) };
}

function at(start: number, end: number, about?: Step): Finding {
  return { at: { start, end }, args: {}, ...(about === undefined ? {} : { step: about }) };
}

const CASES: readonly (readonly [string, Finding, Finding, readonly string[]])[] = [
  ["overlapping text", at(0, 5), at(4, 9), ["cause"]],
  ["texts that only touch", at(0, 5), at(5, 9), ["symptom", "cause"]],
  ["one step, texts apart", at(0, 5, step), at(50, 60, step), ["cause"]],
  ["equal steps of two traces", at(0, 5, step), at(50, 60, { ...step }), ["symptom", "cause"]],
];

for (const [what, symptom, cause, left] of CASES) {
  test(`a symptom yields to its cause: ${what}`, () => {
    const found = [
      { rule: rule("symptom", ["cause"]), finding: symptom },
      { rule: rule("cause"), finding: cause },
    ];
    assert.deepEqual(
      withoutYielding(found).map((told) => told.rule.code),
      left,
    );
  });
}

test("a rule yields only to the rules it names", () => {
  const found = [
    { rule: rule("one", ["another"]), finding: at(0, 5) },
    { rule: rule("two"), finding: at(0, 5) },
  ];
  assert.deepEqual(
    withoutYielding(found).map((told) => told.rule.code),
    ["one", "two"],
  );
});
