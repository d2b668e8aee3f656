// Every assumption can be said in both languages with the same values, and no particle follows a value in Korean.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assumptionTexts } from "./assumptions";

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[0]).sort();

for (const [code, text] of Object.entries(assumptionTexts)) {
  test(`${code} says the same in both languages`, () => {
    assert.deepEqual(placeholders(text.ko), placeholders(text.en));
    assert.doesNotMatch(text.ko, /\}(은|는|이|가|을|를|과|와|로|으로|에|의)(\s|$)/);
  });
}
