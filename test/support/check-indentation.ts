// Checks of rebuilt indentation, for the unit tests and the corpus.
import assert from "node:assert/strict";
import { type DoubtReason, looksFlattened, rebuildIndentation } from "../../server/src/service/model/indentation";

/** Every line at the margin. */
export function flattened(text: string): string {
  return text.replace(/^[ ]+/gm, "");
}

/** What must never change: the lines without the white space in front. */
export function contents(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => line.trimStart());
}

/** A resource of a kind with the given lines below its spec. */
export function resource(kind: string, ...lines: readonly string[]): string {
  return `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata:\n  name: shop\nspec:\n${lines.join("\n")}\n`;
}

/** `text`, damaged by `damage`, becomes `text` again, and the named lines (by their content) are those whose place is not certain. */
export function checkRebuilt(
  text: string,
  damage: (text: string) => string = flattened,
  doubts: Readonly<Record<string, DoubtReason>> = {},
): void {
  const damaged = damage(text);
  assert.notEqual(damaged, text, "the example must lose something");
  assert.ok(looksFlattened(damaged), `not seen as flattened:\n${damaged}`);
  const rebuilt = rebuildIndentation(damaged);
  assert.equal(rebuilt.text, text);
  const lines = contents(damaged);
  assert.deepEqual(Object.fromEntries(rebuilt.ambiguous.map(({ line, reason }) => [lines[line], reason])), doubts);
  checkLeftAlone(text);
}

/** `text` is not taken for flattened, and stays as it is. */
export function checkLeftAlone(text: string): void {
  assert.ok(!looksFlattened(text), `seen as flattened:\n${text}`);
  assert.deepEqual(rebuildIndentation(text), { text, ambiguous: [] });
}
