// Whether a repair may be kept. One judgement for the light bulb, for fix-all and for the command line: the text still parses, the finding is gone,
// and nothing else got worse in any file. Where the text could not be judged before (it did not parse, or a word of it meant nothing to Istio), what
// shows up afterwards was there all along: it is *revealed*, not caused.
import { findingsOf, type LocatedFinding, type OnCrash } from "../rules/run";
import { resourcesOf } from "../model/lower";
import type { Snapshot } from "../workspace/snapshot";

/**
 * While a finding of these stands, the rules cannot tell what its author meant, and stay quiet there: a repair lets them speak. Documents that do
 * not parse, or whose kind is not known, are recognised by themselves.
 */
const HIDING: ReadonlySet<string> = new Set([
  "lost-indentation",
  "unknown-api-version",
  "unknown-field",
  "unknown-value",
  "wrong-type",
  "yaml-alias",
  "yaml-duplicate-key",
  "yaml-syntax",
  "yaml-tab",
]);

/** What was found in one file, counted. */
interface FileCounts {
  readonly problems: number;
  readonly errors: number;
  readonly all: ReadonlyMap<string, number>;
  /** Errors and warnings alone. */
  readonly serious: ReadonlyMap<string, number>;
}

/** How many characters of text have been judged, in one piece of work. */
export interface Meter {
  judged: number;
}

/** What stands in a snapshot's files; each is judged when it is first asked for. */
export class Judgement {
  private readonly found = new Map<string, readonly LocatedFinding[]>();
  private readonly counted = new Map<string, FileCounts>();

  constructor(
    readonly snapshot: Snapshot,
    private readonly onCrash: OnCrash,
    private readonly meter: Meter,
  ) {}

  findings(uri: string): readonly LocatedFinding[] {
    let found = this.found.get(uri);
    if (found === undefined) {
      found = findingsOf(this.snapshot, uri, this.onCrash);
      this.found.set(uri, found);
      this.meter.judged += this.snapshot.file(uri)?.text.length ?? 0;
    }
    return found;
  }

  counts(uri: string): FileCounts {
    let counts = this.counted.get(uri);
    if (counts === undefined) {
      counts = count(this.snapshot, uri, this.findings(uri));
      this.counted.set(uri, counts);
    }
    return counts;
  }

  /** The errors in some files. */
  errors(uris: readonly string[]): number {
    return uris.reduce((sum, uri) => sum + this.counts(uri).errors, 0);
  }
}

/** How a changed workspace compares: `revealing` when more is found, and it can have stood there before. */
export type Verdict = "better" | "revealing" | "worse";

/** Compares some files before and after the repairs of `repaired`, all of which ought to be gone. */
export function compare(
  before: Judgement,
  after: Judgement,
  uris: readonly string[],
  repaired: readonly LocatedFinding[],
): Verdict {
  const expected = new Map<string, number>();
  for (const { uri, rule } of repaired) {
    const key = `${rule.code} ${uri}`;
    expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  let grew = false;
  for (const uri of uris) {
    const old = before.counts(uri);
    const young = after.counts(uri);
    if (young.problems > old.problems) return "worse";
    for (const [code, number] of old.all) {
      const gone = expected.get(`${code} ${uri}`) ?? 0;
      if (gone > 0 && (young.all.get(code) ?? 0) > number - gone) return "worse";
    }
    for (const [code, number] of young.serious) grew ||= number > (old.serious.get(code) ?? 0);
  }
  if (!grew) return "better";
  return repaired.length > 0 && repaired.every((located) => isHiding(before, after, located)) ? "revealing" : "worse";
}

/** Whether the rules could not see all of a finding's document while it stood. */
export function isHiding(before: Judgement, after: Judgement | undefined, located: LocatedFinding): boolean {
  const { document, rule, uri } = located;
  if (HIDING.has(rule.code) || document.problems.length > 0) return true;
  if (after === undefined) return false;
  const known = (judgement: Judgement): number =>
    (judgement.snapshot.file(uri)?.documents ?? []).reduce((sum, each) => sum + resourcesOf(each).length, 0);
  return known(after) > known(before);
}

function count(snapshot: Snapshot, uri: string, found: readonly LocatedFinding[]): FileCounts {
  const documents = snapshot.file(uri)?.documents ?? [];
  const all = new Map<string, number>();
  const serious = new Map<string, number>();
  let errors = 0;
  for (const { rule, severity } of found) {
    all.set(rule.code, (all.get(rule.code) ?? 0) + 1);
    if (severity === "error") errors++;
    if (severity === "error" || severity === "warning") serious.set(rule.code, (serious.get(rule.code) ?? 0) + 1);
  }
  return { problems: documents.reduce((sum, { problems }) => sum + problems.length, 0), errors, all, serious };
}
