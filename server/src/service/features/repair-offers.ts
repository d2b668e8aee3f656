// The repairs that may be offered one by one, of those that rules propose: the ones that cure and do no harm.
import type { Repair } from "../rules/define";
import { type LocatedFinding, type OnCrash, repairsOf } from "../rules/run";
import type { Snapshot } from "../workspace/snapshot";
import { compare, Judgement, type Meter } from "./repair-check";
import { applyRepair } from "./repair-edits";

/** The repairs that the light bulb may offer. What a repair reveals is welcome there: whoever takes it sees what it was about. */
export class Offers {
  private readonly meter: Meter = { judged: 0 };
  /** How many repairs were judged when it was enough already. */
  private beyond = 0;
  private readonly before: Judgement;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly onCrash: OnCrash,
    private readonly isOver: (judged: number) => boolean,
  ) {
    this.before = new Judgement(snapshot, onCrash, this.meter);
  }

  /** The repairs of a finding that cure it and do no harm, as far as is looked; none any more once it is enough. */
  repairs(located: LocatedFinding): readonly Repair[] {
    return repairsOf(this.snapshot, located, this.onCrash).filter(
      // A repair that only changes settings cures by definition.
      (repair) => repair.changes.length === 0 || (!this.isEnough() && this.isGood(located, repair)),
    );
  }

  private isEnough(): boolean {
    const { judged } = this.meter;
    return (judged > MOST_OFFERED && ++this.beyond > SURELY_OFFERED) || this.isOver(judged);
  }

  private isGood(located: LocatedFinding, repair: Repair): boolean {
    const repaired = applyRepair(this.snapshot.fork(), repair);
    const after = new Judgement(repaired, this.onCrash, this.meter);
    const edited = [...new Set([located.uri, ...repair.changes.map((change) => change.document.uri)])];
    if (compare(this.before, after, edited, [located]) === "worse") return false;
    // What a repair does to other files it does to those beside it; a list to choose from is not worth the wait for the whole workspace.
    const folder = located.uri.slice(0, located.uri.lastIndexOf("/") + 1);
    for (const { uri } of this.snapshot.files()) {
      if (this.meter.judged > MOST_LISTED) break;
      if (!uri.startsWith(folder) || edited.includes(uri)) continue;
      if (compare(this.before, after, [...edited, uri], [located]) === "worse") return false;
    }
    return true;
  }
}

/** How many characters are judged for one list of offers; a person asks where the cursor is, and gets nowhere near. */
const MOST_OFFERED = 300_000;
/** How many repairs of a very long file are judged all the same. */
const SURELY_OFFERED = 3;
/** How many characters are judged before files that a repair does not edit are passed over. */
const MOST_LISTED = 100_000;
