// Edits by chance in small workspaces: what a workspace knows after them equals what it knows when it reads the files afresh.
import { type Change, DEFAULT_SETTINGS, diagnostics, type Settings, Snapshot } from "../../server/src/service/index";
import { type Campaign, LONGEST_ANSWER, processorTime, wordsOf } from "./part";
import { damaged, damagedText, hostileText } from "./texts";

/** Edits between two comparisons with a fresh reading. */
const BETWEEN = 100;

/** Edits until time is up. */
export function edits(campaign: Campaign): void {
  while (!campaign.isOver()) workspace(campaign);
}

function workspace({ random, isOver, count, largest, fail }: Campaign): void {
  const uris = Array.from(
    { length: 1 + random.below(5) },
    (_, number) => `file:///w/${number % 2 === 0 ? "a/" : ""}${number}.yaml`,
  );
  let settings: Settings = DEFAULT_SETTINGS;
  const texts = new Map(uris.map((uri) => [uri, damagedText(random)]));
  let snapshot = Snapshot.empty(settings).apply([...texts].map(([uri, text]) => ({ uri, text })));
  count("workspaces");
  for (let edit = 0; edit < 5 * BETWEEN && !isOver(); edit++) {
    const uri = random.pick(uris) ?? "";
    const before = texts.get(uri);
    const text = before === undefined || random.chance(0.02) ? newText() : damaged(before, random);
    const change: Change = { uri, text: random.chance(0.01) ? undefined : text.slice(0, 20_000) };
    if (change.text === undefined) texts.delete(uri);
    else texts.set(uri, change.text);
    if (random.chance(0.01)) {
      settings = { ...settings, knowledge: random.pick(["part", "whole"]) };
      snapshot = snapshot.withSettings(settings);
    }
    let error: unknown;
    const time = processorTime(() => {
      try {
        snapshot = snapshot.apply([change]);
        if (random.chance(0.05)) diagnostics(snapshot, uri, "en", rethrow);
      } catch (thrown) {
        error = thrown;
      }
    });
    count("edits");
    largest("longest edit (ms)", time);
    if (error !== undefined || time > LONGEST_ANSWER) {
      fail({ what: error === undefined ? `an edit took ${time} ms` : `an edit threw ${wordsOf(error)}`, input: text });
      return;
    }
    if (edit % BETWEEN === BETWEEN - 1 && differs(snapshot, texts, settings)) {
      count("comparisons");
      fail({ what: "edits and a fresh reading differ", input: JSON.stringify([...texts]) });
      return;
    }
    if (edit % BETWEEN === BETWEEN - 1) count("comparisons");
  }

  function newText(): string {
    return random.chance(0.2) ? hostileText(random) : damagedText(random);
  }
}

function differs(snapshot: Snapshot, texts: ReadonlyMap<string, string>, settings: Settings): boolean {
  const fresh = Snapshot.empty(settings).apply([...texts].map(([uri, text]) => ({ uri, text })));
  return described(snapshot) !== described(fresh);
}

function described(snapshot: Snapshot): string {
  const files = snapshot.files().map(({ uri, documents }) => ({
    uri,
    documents: documents.map(({ text, problems, templated }) => ({ text, problems, templated })),
    shown: diagnostics(snapshot, uri, "ko", rethrow),
  }));
  return JSON.stringify({ index: snapshot.dump(), files });
}

function rethrow(code: string, _uri: string, error: unknown): never {
  throw new Error(`rule ${code} threw`, { cause: error });
}
