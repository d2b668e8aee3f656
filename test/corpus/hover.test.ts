// Hovering anywhere in real files, whole or cut off in the middle, never throws, and what is shown is about text that exists.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hover, offsetAt, positionAt, Snapshot } from "../../server/src/service/index";
import { corpusFiles, corpusText, hasCorpus } from "../support/corpus";

const URI = "file:///w/corpus.yaml";
const PLACES_PER_TEXT = 4;
/** Only every nth file, unless NIGHTLY is set. */
const STEP = process.env.NIGHTLY === undefined || process.env.NIGHTLY === "" ? 5 : 1;

test("hover anywhere in the corpus", (t) => {
  if (!hasCorpus(t)) return;
  const random = seeded(20_260);
  for (const [position, path] of corpusFiles().entries()) {
    if (position % STEP !== 0) continue;
    const whole = corpusText(path);
    if (whole.length > 100_000) continue;
    for (const text of [whole, whole.slice(0, Math.floor(random() * whole.length))]) {
      const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
      const file = snapshot.file(URI);
      assert.ok(file !== undefined);
      for (let count = 0; count < PLACES_PER_TEXT; count++) {
        const offset = Math.floor(random() * (text.length + 1));
        const locale = count % 2 === 0 ? "en" : "ko";
        const shown = hover(snapshot, URI, positionAt(file, offset), { locale, format: "markdown" });
        if (shown === undefined) continue;
        const start = offsetAt(file, shown.range.start);
        const end = offsetAt(file, shown.range.end);
        assert.ok(start < end && start <= offset && offset <= end, `${path} at ${offset}`);
        assert.notEqual(shown.text, "");
      }
    }
  }
});

/** Numbers from 0 to 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}
