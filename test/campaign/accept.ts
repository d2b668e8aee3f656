// Whatever is offered is taken: every completion at places everywhere, every quick fix, everything safe at once. The document stays readable, what was
// said to be cured is, and nothing outside the place changes.
import { isDeepStrictEqual } from "node:util";
import {
  allRules,
  applyEdits,
  codeActions,
  diagnostics,
  fixAll,
  findingsOf,
  rangeOf,
  Snapshot,
} from "../../server/src/service/index";
import { accepted, itemsAt } from "../support/check-completion";
import type { Campaign } from "./part";
import { damagedText, soundTexts } from "./texts";

const URI = "file:///w/a.yaml";

/** Takes what is offered until time is up. */
export function accept(campaign: Campaign): void {
  while (!campaign.isOver()) {
    const text = campaign.random.chance(0.3) ? (campaign.random.pick(soundTexts) ?? "") : damagedText(campaign.random);
    completions(text, campaign);
    repairs(text, campaign);
  }
}

/** How many syntax problems a text has. */
function problems(snapshot: Snapshot): number {
  return (snapshot.file(URI)?.documents ?? []).reduce((sum, document) => sum + document.problems.length, 0);
}

function completions(text: string, { random, isOver, count, fail }: Campaign): void {
  const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
  const before = problems(snapshot);
  for (let place = 0; place < 20 && !isOver(); place++) {
    const offset = random.below(text.length + 1);
    count("places");
    for (const item of itemsAt(snapshot, URI, offset)) {
      count("completions accepted");
      const after = accepted(snapshot, URI, item);
      if (problems(snapshot.fork().apply([{ uri: URI, text: after }])) <= before) continue;
      const at = `${text.slice(Math.max(0, offset - 200), offset)}<|>${text.slice(offset, offset + 100)}`;
      fail({ what: `"${item.label}" leaves YAML that cannot be read`, input: at });
    }
  }
}

function repairs(text: string, { count, fail }: Campaign): void {
  const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
  const file = snapshot.file(URI);
  if (file === undefined) return;
  const range = rangeOf(file, { start: 0, end: text.length });
  const before = problems(snapshot);
  const numberOf = (state: Snapshot, code: string): number =>
    findingsOf(state, URI, rethrow).filter(({ rule }) => rule.code === code).length;
  for (const { title, code, edits } of codeActions(snapshot, URI, range, "en", rethrow)) {
    count("quick fixes applied");
    const after = snapshot
      .fork()
      .apply(edits.map(({ uri, edits: own }) => ({ uri, text: applyEdits(snapshot.file(uri)?.text ?? "", own) })));
    if (problems(after) > before) fail({ what: `"${title}" leaves YAML that cannot be read`, input: text });
    const isRepair = code !== undefined && allRules.some((rule) => rule.code === code) && edits.length > 0;
    if (isRepair && numberOf(after, code) >= numberOf(snapshot, code))
      fail({ what: `"${title}" leaves ${code} where it was`, input: text });
  }
  const all = fixAll(snapshot, URI, "en", rethrow);
  if (all === undefined) return;
  count("texts repaired at once");
  const repaired = applyEdits(text, all.edits[0]?.edits ?? []);
  const after = Snapshot.empty().apply([{ uri: URI, text: repaired }]);
  const errors = (state: Snapshot): number =>
    diagnostics(state, URI, "en", rethrow).filter(({ severity }) => severity === "error").length;
  if (problems(after) > before || errors(after) > errors(snapshot))
    fail({ what: "repairing everything makes it worse", input: text });
  const again = fixAll(after, URI, "en", rethrow);
  if (again !== undefined && !isDeepStrictEqual(again.edits, []))
    fail({ what: "repairing everything twice repairs more", input: text });
}

function rethrow(code: string, _uri: string, error: unknown): never {
  throw new Error(`rule ${code} threw`, { cause: error });
}
