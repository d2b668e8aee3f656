// Everything safe repaired at once, again and again until nothing is left. What may be kept is decided in repair-check.ts; this file decides in which
// order repairs are tried. Repairs that do not touch each other are made together and judged together, so that the work grows with the findings and
// not with their square; where the judgement is bad, halves of the repairs of a file are tried, down to single ones.
import type { Span } from "../base/span";
import type { Repair } from "../rules/define";
import { type LocatedFinding, type OnCrash, repairsOf } from "../rules/run";
import type { Snapshot } from "../workspace/snapshot";
import { compare, isHiding, Judgement, type Meter } from "./repair-check";
import { applyRepairs, fileEdits, type FileEdits } from "./repair-edits";

/** How repairing everything is asked for. */
export interface RepairOptions {
  readonly onCrash: OnCrash;
  /** Whether a file may be edited; every file without it. A repair that needs another one is not made. */
  readonly mayEdit?: (uri: string) => boolean;
  /** Told how many characters have been judged so far; whoever answers true has had enough. */
  readonly isOver?: (judged: number) => boolean;
}

/** The workspace after all repairs; `isComplete` is false when the work was cut short and asking again may repair more. */
export interface RepairedAll {
  readonly snapshot: Snapshot;
  readonly isComplete: boolean;
}

/** Where so many repairs of one kind were bad in a file, the others are hardly better. */
const MOST_FAILURES = 16;
/** How many parts of a file's repairs one round tries. */
const MOST_TRIES = 24;

/** How often the text of a workspace is judged again before it is enough: far more than repairs feed each other in any file written by people. */
const MOST_ROUNDS = 50;

/**
 * Applies the safe repairs of the findings in some files until none is left. A repair is kept only if the text still parses, its finding is gone and
 * nothing else got worse in any file. Edits may reach other files of the workspace.
 */
export function repairAll(snapshot: Snapshot, uris: readonly string[], options: RepairOptions): RepairedAll {
  const size = snapshot.files().reduce((sum, file) => sum + file.text.length, 0);
  const work = new Work(snapshot, uris, options, size * MOST_ROUNDS);
  while (work.round());
  return { snapshot: work.current.snapshot, isComplete: !work.isExhausted };
}

/** A finding with the repair that fix-all takes for it. */
interface Candidate {
  readonly located: LocatedFinding;
  readonly repair: Repair;
  /** The files that the repair edits. */
  readonly uris: readonly string[];
  readonly attempt: string;
}

class Work {
  /** Repairs that were tried and not kept; they are not tried again. */
  private readonly given = new Set<string>();
  /** How many repairs of one rule were bad in one file: after a few, the rest of them is not tried. */
  private readonly failures = new Map<string, number>();
  private readonly meter: Meter = { judged: 0 };
  current: Judgement;
  isExhausted = false;

  constructor(
    snapshot: Snapshot,
    private readonly uris: readonly string[],
    private readonly options: RepairOptions,
    private readonly limit: number,
  ) {
    // Tried out beside the workspace, which goes on without it.
    this.current = new Judgement(snapshot.fork(), options.onCrash, this.meter);
  }

  /** Makes what can be made at once; false when there is nothing left to try. */
  round(): boolean {
    const [hiding, local, others] = this.candidates();
    const next = [hiding, local].find((candidates) => candidates.length > 0);
    if (next !== undefined) this.together(next);
    else if (others.length > 0) this.inTurn(others);
    else return false;
    this.isExhausted = this.isOver();
    return !this.isExhausted;
  }

  private isOver(): boolean {
    const { judged } = this.meter;
    return judged > this.limit || this.options.isOver?.(judged) === true;
  }

  /**
   * What there is to repair, in the order in which it is: what hides other things, then what is wrong with a single resource, then the rest. Rules
   * that look at several resources see clearly only when each says what it means.
   */
  private candidates(): readonly [Candidate[], Candidate[], Candidate[]] {
    const found: [Candidate[], Candidate[], Candidate[]] = [[], [], []];
    for (const uri of this.uris) {
      for (const located of this.current.findings(uri)) {
        const candidate = this.candidateFor(located);
        if (candidate === undefined) continue;
        const isLocal = located.rule.certainty === "local";
        found[isHiding(this.current, undefined, located) ? 0 : isLocal ? 1 : 2].push(candidate);
      }
    }
    return found;
  }

  private candidateFor(located: LocatedFinding): Candidate | undefined {
    const { document, finding, rule, uri } = located;
    const attempt = `${uri}\n${rule.code}\n${JSON.stringify(finding.args)}\n${document.text.slice(finding.at.start, finding.at.end)}`;
    if (this.given.has(attempt) || (this.failures.get(`${rule.code} ${uri}`) ?? 0) >= MOST_FAILURES) return undefined;
    const safe = repairsOf(this.current.snapshot, located, this.options.onCrash).filter(
      (repair) => repair.safe === true && repair.changes.length > 0,
    );
    const repair = safe.find(({ preferred }) => preferred === true) ?? safe[0];
    if (repair === undefined) return undefined;
    const uris = [...new Set(repair.changes.map((change) => change.document.uri))];
    const isAllowed = uris.every((edited) => this.options.mayEdit?.(edited) !== false);
    return isAllowed ? { located, repair, uris, attempt } : undefined;
  }

  /** Makes all repairs that do not touch each other. Where that went wrong in a file, fewer of its repairs are tried, down to one. */
  private together(candidates: readonly Candidate[]): void {
    const groups = this.groupsOf(candidates);
    const good: Candidate[] = [];
    const all = this.after(groups.flat());
    for (const group of groups) {
      if (this.isGood(all, group)) good.push(...group);
      else good.push(...this.goodPart(group));
    }
    this.keep(good);
  }

  /** The repairs by the file of their findings, without those that would touch text that another one edits. */
  private groupsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
    const taken = new TakenText();
    const groups = new Map<string, Candidate[]>();
    for (const candidate of candidates) {
      if (!taken.take(fileEdits(this.current.snapshot, candidate.repair))) continue;
      const { uri } = candidate.located;
      const group = groups.get(uri);
      if (group === undefined) groups.set(uri, [candidate]);
      else group.push(candidate);
    }
    return [...groups.values()];
  }

  /** The repairs of a file that are good, when not all of them are: looked for by halves, as long as a round allows; the next round goes on. */
  private goodPart(group: readonly Candidate[]): readonly Candidate[] {
    const good: Candidate[] = [];
    const pending = halves(group);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const part = pending.shift();
      if (part === undefined) break;
      const [only] = part;
      if (this.isGood(this.after(part), part)) good.push(...part);
      else if (part.length > 1) pending.push(...halves(part));
      else if (only !== undefined) this.giveUp(only);
    }
    return good;
  }

  /** Makes repairs that look at several resources one after the other: each may have become needless, or another one, by those before. */
  private inTurn(candidates: readonly Candidate[]): void {
    const start = this.current;
    for (const { located, attempt } of candidates) {
      const { uri, rule, finding } = located;
      const args = JSON.stringify(finding.args);
      const still = this.current
        .findings(uri)
        .find((other) => other.rule === rule && JSON.stringify(other.finding.args) === args);
      const candidate = still === undefined ? undefined : this.candidateFor(still);
      if (candidate === undefined) continue;
      const next = this.after([candidate]);
      if (this.isGood(next, [candidate])) this.advance([candidate]);
      else {
        this.given.add(attempt);
        this.giveUp(candidate);
      }
      if (this.isOver()) break;
    }
    if (this.current === start || this.isGoodEverywhere(start, this.current, [])) return;
    // Some file that none of them edits got worse: each is made again, and all files are looked at every time.
    this.current = start;
    for (const { located, attempt } of candidates) {
      const candidate = this.given.has(attempt) ? undefined : this.candidateFor(located);
      if (candidate === undefined) continue;
      this.given.add(attempt);
      const next = this.after([candidate]);
      if (this.isGood(next, [candidate]) && this.isGoodEverywhere(start, next, [candidate])) {
        this.advance([candidate]);
        return;
      }
    }
  }

  /** Makes repairs whose files are fine, unless they do harm elsewhere: then the half of them that does is looked for. */
  private keep(candidates: readonly Candidate[]): void {
    if (candidates.length === 0) return;
    const next = this.after(candidates);
    if (this.isGoodEverywhere(this.current, next, candidates)) {
      this.advance(candidates);
      return;
    }
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) {
      this.giveUp(only);
      return;
    }
    // The other half is found again by the next round, in the state that this one leaves.
    this.keep(candidates.slice(0, candidates.length >> 1));
  }

  private isGoodEverywhere(before: Judgement, after: Judgement, candidates: readonly Candidate[]): boolean {
    const uris = after.snapshot.files().map((file) => file.uri);
    return isKept(before, after, uris, candidates);
  }

  private isGood(after: Judgement, candidates: readonly Candidate[]): boolean {
    const uris = [...new Set(candidates.flatMap(({ located, uris: edited }) => [located.uri, ...edited]))];
    return isKept(this.current, after, uris, candidates);
  }

  private after(candidates: readonly Candidate[]): Judgement {
    const repairs = candidates.map(({ repair }) => repair);
    const tried = applyRepairs(this.current.snapshot.fork(), repairs);
    return new Judgement(tried, this.options.onCrash, this.meter);
  }

  private giveUp({ attempt, located }: Candidate): void {
    const key = `${located.rule.code} ${located.uri}`;
    this.given.add(attempt);
    this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
  }

  /** Makes repairs that turned out well where everything is remembered; what was tried out was forked, and is forgotten. */
  private advance(candidates: readonly Candidate[]): void {
    const repairs = candidates.map(({ repair }) => repair);
    this.current = new Judgement(applyRepairs(this.current.snapshot, repairs), this.options.onCrash, this.meter);
  }
}

function halves<T>(items: readonly T[]): (readonly T[])[] {
  const middle = items.length >> 1;
  return items.length < 2 ? [items] : [items.slice(0, middle), items.slice(middle)];
}

/** Whether fix-all keeps some repairs: what they reveal must be less than what they cure. */
function isKept(
  before: Judgement,
  after: Judgement,
  uris: readonly string[],
  candidates: readonly Candidate[],
): boolean {
  const repaired = candidates.map(({ located }) => located);
  const verdict = compare(before, after, uris, repaired);
  return verdict === "better" || (verdict === "revealing" && after.errors(uris) < before.errors(uris));
}

/** Text that repairs of one round edit, so that no two of them touch. */
class TakenText {
  private readonly spansByUri = new Map<string, Span[]>();

  /** Takes the text of some edits; false, and nothing taken, when a part of it is taken already. */
  take(edited: readonly FileEdits[]): boolean {
    const isFree = edited.every(({ uri, edits }) =>
      edits.every(({ span }) => !this.touches(this.spansByUri.get(uri) ?? [], span)),
    );
    if (!isFree) return false;
    for (const { uri, edits } of edited) {
      const spans = this.spansByUri.get(uri) ?? [];
      for (const { span } of edits) spans.splice(placeOf(spans, span), 0, span);
      this.spansByUri.set(uri, spans);
    }
    return true;
  }

  private touches(spans: readonly Span[], span: Span): boolean {
    const at = placeOf(spans, span);
    const before = spans[at - 1];
    const behind = spans[at];
    return (before !== undefined && before.end >= span.start) || (behind !== undefined && behind.start <= span.end);
  }
}

/** Where a span belongs among ordered spans. */
function placeOf(spans: readonly Span[], span: Span): number {
  let low = 0;
  for (let high = spans.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  return low;
}
