import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isSlip } from "./edit-distance";
import { slipIndex } from "./slip-index";

const LETTERS = ["a", "b", "e", "1", "2", "-", "."];
const name = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 4, maxLength: 22 });
/** A name and what one or two careless keys make of it. */
const slipped = fc
  .tuple(name, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...LETTERS, "", "swap")), { minLength: 1, maxLength: 2 }))
  .map(([text, slips]) => {
    let result = text;
    for (const [place, slip] of slips) {
      const at = place % result.length;
      result =
        slip === "swap"
          ? result.slice(0, at) +
            result
              .slice(at, at + 2)
              .split("")
              .reverse()
              .join("") +
            result.slice(at + 2)
          : result.slice(0, at) + slip + result.slice(at + (place % 2));
    }
    return [text, result] as const;
  });

test("what is a slip away is found, as by comparing with each", () => {
  fc.assert(
    fc.property(fc.array(slipped, { minLength: 1, maxLength: 12 }), (pairs) => {
      const names = pairs.map(([text]) => text);
      const index = slipIndex(names);
      for (const [, asked] of pairs) {
        const slips = [...new Set(names)].filter((other) => isSlip(asked, other));
        const found = index.near(asked);
        assert.deepEqual(
          found.filter((other) => !slips.includes(other)),
          [],
        );
        assert.deepEqual(
          slips.filter((other) => !splitsNumber(asked, other) && !found.includes(other)),
          [],
          asked,
        );
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});

/** A letter slipped into a number, which makes two numbers of it and changes the form by more than a slip: not looked for. */
function splitsNumber(a: string, b: string): boolean {
  const digits = (text: string): number => (text.match(/\d+/g) ?? []).length;
  return digits(a) !== digits(b) || formOf(a) === formOf(b);
}

function formOf(text: string): string {
  return text.toLowerCase().replace(/\d+/g, "0");
}

test("names of one form cost no comparison", () => {
  const names = Array.from({ length: 5000 }, (_, position) => `api-${position}.example.com`);
  const index = slipIndex(names);
  assert.deepEqual(index.near("api-77.example.com"), []);
  assert.deepEqual(index.near("apii-77.example.com"), ["api-77.example.com"]);
});
