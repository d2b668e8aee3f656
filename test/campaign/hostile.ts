// Hostile files, and everything an editor may ask about them: nothing throws, nothing takes long.
import {
  codeActions,
  completion,
  diagnostics,
  fixAll,
  hover,
  type Position,
  positionAt,
  rangeOf,
  Snapshot,
} from "../../server/src/service/index";
import { type Campaign, LONGEST_ANSWER, processorTime, smallest, wordsOf } from "./part";
import type { Random } from "./random";
import { damagedText, hostileText } from "./texts";

const URI = "file:///w/a.yaml";

type Question = (snapshot: Snapshot, position: Position) => unknown;

const questions: Readonly<Record<string, Question>> = {
  diagnostics: (snapshot) => diagnostics(snapshot, URI, "en", rethrow),
  hover: (snapshot, position) => hover(snapshot, URI, position, { locale: "ko", format: "markdown" }),
  completion: (snapshot, position) =>
    completion(snapshot, URI, position, { locale: "en", markdown: true, snippetSupport: true }),
  "light bulb": (snapshot) => {
    const file = snapshot.file(URI);
    return file && codeActions(snapshot, URI, rangeOf(file, { start: 0, end: file.text.length }), "en", rethrow);
  },
  "all repairs": (snapshot) => fixAll(snapshot, URI, "en", rethrow),
};

/** Hostile files until time is up. */
export function hostile({ random, isOver, count, largest, fail }: Campaign): void {
  while (!isOver()) {
    const text = random.chance(0.7) ? hostileText(random) : damagedText(random);
    count("hostile files");
    for (const [name, ask] of Object.entries(questions)) {
      const positions = name === "hover" || name === "completion" ? 4 : 1;
      for (let asked = 0; asked < positions; asked++) {
        const share = random.next();
        const { time, error } = answer(text, share, ask);
        count("questions");
        largest(`longest ${name} (ms)`, time);
        if (error === undefined && time <= LONGEST_ANSWER) continue;
        const what = error === undefined ? `${name} took ${Math.round(time)} ms` : `${name} threw ${error}`;
        const still = (shorter: string): boolean => {
          const again = answer(shorter, share, ask);
          return error === undefined ? again.time > LONGEST_ANSWER : again.error === error;
        };
        fail({ what, input: time > 10_000 ? text : smallest(text, still) });
      }
    }
    places(text, random);
  }

  /** Every range that is shown lies inside the text. */
  function places(text: string, chance: Random): void {
    if (!chance.chance(0.2)) return;
    const lines = text.split(/\r\n|\r|\n/);
    for (const { range } of diagnostics(Snapshot.empty().apply([{ uri: URI, text }]), URI, "en", rethrow)) {
      const isInside = [range.start, range.end].every(
        ({ line, character }) => character <= (lines[line]?.length ?? -1),
      );
      if (!isInside) fail({ what: `a range outside the text: ${JSON.stringify(range)}`, input: text });
    }
  }
}

function answer(text: string, share: number, ask: Question): { time: number; error: string | undefined } {
  let error: string | undefined;
  const time = processorTime(() => {
    try {
      const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
      const file = snapshot.file(URI);
      if (file !== undefined) ask(snapshot, positionAt(file, Math.floor(share * text.length)));
    } catch (thrown) {
      error = wordsOf(thrown);
    }
  });
  return { time, error };
}

function rethrow(code: string, _uri: string, error: unknown): never {
  throw new Error(`rule ${code} threw`, { cause: error });
}
