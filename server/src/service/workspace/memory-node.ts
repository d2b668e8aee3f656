// The graph that memory.ts keeps: keys and computed facts, with the facts that read them. Only data; what happens to it is decided there.
import type { Memory } from "./memory";

/** What is computed, and how two values compare. Methods, so that facts of all types fit into one table. */
export interface Fact<View, Argument, Value> {
  readonly name: string;
  compute(view: View, argument: Argument): Value;
  /** Whether what read the value before may keep it instead of the new one. */
  equals(before: Value, after: Value): boolean;
  /** The argument's canonical form; arguments without one are told apart by identity. */
  key?(argument: Argument): string;
}

/** A fact of whatever type. */
export type AnyFact = Fact<unknown, unknown, unknown>;

/** How much of the asking file an answer depends on: nothing, its folder, or the file itself. */
export type Level = 0 | 1 | 2;

/** Whether a computed value still holds. In rising order; a mark never falls except by looking. */
export const enum State {
  Clean = 0,
  /** Something that it read, at whatever distance, was touched. */
  Doubtful = 1,
  /** Something that it read itself has another value. */
  Stale = 2,
  Running = 3,
}

/** Something that facts read: a key of the index, or a fact. */
export class Source {
  /** The facts that read it; an entry counts as long as the reader's version is the one beside it. */
  readonly readers: FactNode[] = [];
  private readonly versions: number[] = [];
  private compactAt = 8;
  /** The last computation that noted it, so that each notes it once. */
  notedBy = 0;

  constructor(readonly owner: Memory) {}

  addReader(reader: FactNode): void {
    if (this.readers.length >= this.compactAt) this.compact();
    this.readers.push(reader);
    this.versions.push(reader.version);
  }

  /** Whether the entry at a position counts. */
  isLive(at: number): boolean {
    return this.readers[at]?.version === this.versions[at];
  }

  /** Forgets entries that no longer count; returns how many are left. */
  compact(): number {
    let kept = 0;
    for (let at = 0; at < this.readers.length; at++) {
      const reader = this.readers[at];
      if (reader === undefined || !this.isLive(at)) continue;
      this.readers[kept] = reader;
      this.versions[kept] = reader.version;
      kept++;
    }
    this.readers.length = kept;
    this.versions.length = kept;
    this.compactAt = Math.max(8, kept * 2);
    return kept;
  }
}

/** A fact for one argument. Where the answer depends on the asking file, `places` holds the answers and this node only how much it does. */
export class FactNode extends Source {
  value: unknown = undefined;
  hasValue = false;
  /** Whether computing threw; `value` is what was thrown. */
  failed = false;
  level: Level = 0;
  state: State = State.Stale;
  reads: readonly Source[] = [];
  /** Counts the changes of `reads`; below zero once the node is dropped. */
  version = 0;
  /** When the value was computed, on the clock of all memories of one family. */
  computedAt = 0;
  /** The revision in which somebody outside of any fact last asked for it; 0 when nobody did. */
  askedAt = 0;
  places: Map<string, FactNode> | undefined = undefined;
  /** A file of the place it answers for. */
  origin = "";

  constructor(
    owner: Memory,
    readonly fact: AnyFact,
    readonly argument: unknown,
    /** Under which it is found in the table of its fact. */
    readonly key: unknown,
    /** The place it answers for; nothing for the answer everywhere. */
    readonly place: string | undefined,
    /** The parent's node that it stands in for, in a fork. */
    readonly base: FactNode | undefined,
  ) {
    super(owner);
  }
}
