// Remembers facts: values that are computed from what the workspace holds. A fact notes what it read, keys of the index and other facts. A change
// pushes marks from the keys it touches to the facts that read them, at whatever distance. What is then asked for looks whether something that it
// read really has another value, and is computed again only then; so work ends where a new value equals the old one.
//
// A fork answers for a workspace that goes another way from here. It takes over every fact of its parent that its own changes do not reach, and
// keeps the others for itself. The parent may go on: what it computes later is not taken over.
import { type AnyFact, type Fact, FactNode, type Level, Source, State } from "./memory-node";

/** From where facts are asked. */
export interface Viewpoint {
  /** The asking file. */
  readonly origin: string;
  from(origin: string): Viewpoint;
  /** What stands for the asking file on a level. */
  placeOf(level: 1 | 2): string;
}

/** A computation under way. */
interface Frame {
  readonly id: number;
  readonly node: FactNode;
  /** How many of the node's former reads were met again, in their order. */
  met: number;
  /** What was read since that order was left. */
  others: Source[] | undefined;
  level: Level;
}

/** What a fork notes about a source of its parent. */
interface Foreign {
  state: State;
  /** The fork's own node in its place. */
  own: FactNode | undefined;
  /** The fork's facts that read it. */
  readonly source: Source;
}

/** For how many revisions a fact is kept that nobody asks for and no other fact needs. */
const KEPT_REVISIONS = 256;
/** How many facts there may be before the first look for those that nobody needs. */
const FIRST_SWEEP = 20_000;

/** How many memories may be forked from one another. */
const MOST_FORKS = 32;

/** The facts of one line of snapshots. */
export class Memory {
  /** Counts the changes that this memory followed. */
  revision = 1;
  private readonly keys = new Map<string, Source>();
  private readonly tables = new Map<AnyFact, Map<unknown, FactNode>>();
  private readonly foreign = new Map<Source, Foreign>();
  private frame: Frame | undefined;
  private size = 0;
  private sweepAt = FIRST_SWEEP;
  private readonly clock: { now: number };
  private readonly forkedAt: number;

  private readonly parentRevision: number;

  constructor(private parent?: Memory) {
    this.clock = parent?.clock ?? { now: 0 };
    this.forkedAt = this.clock.now;
    this.parentRevision = parent?.revision ?? 0;
  }

  /** A memory for a workspace that goes another way from here. After many forks of forks one begins anew: asking goes through all of them. */
  fork(): Memory {
    return this.family().length < MOST_FORKS ? new Memory(this) : new Memory();
  }

  /** How many facts this memory keeps, and how often it computed one. For tests. */
  get counts(): { readonly kept: number; readonly ticks: number } {
    return { kept: this.size, ticks: this.clock.now };
  }

  /** Notes that the computation under way reads a key. */
  read(key: string): void {
    if (this.frame !== undefined) this.note(this.keySource(key));
  }

  /** Notes how much of the asking file the computation under way depends on. */
  dependOn(level: Level): void {
    if (this.frame !== undefined && this.frame.level < level) this.frame.level = level;
  }

  /** A fact's value as things are; computed when nothing that is kept still holds. */
  get<View extends Viewpoint, Argument, Value>(
    fact: Fact<View, Argument, Value>,
    argument: Argument,
    view: View,
  ): Value {
    // Methods compare leniently, and every node is only ever computed by the fact whose table it lies in.
    const erased = fact as AnyFact;
    const node = this.answer(this.find(erased, argument, fact.key?.(argument) ?? argument), view);
    if (node.failed) throw node.value;
    // What lies in a fact's table was computed by it.
    return node.value as Value;
  }

  /** A change: what is filed under these keys is not what it was. */
  touch(keys: Iterable<string>): void {
    if (!this.isParentSteady()) this.startAnew();
    this.revision++;
    for (const key of keys) {
      for (const memory of this.family()) {
        const source = memory.keys.get(key);
        if (source !== undefined) this.markReaders(source, State.Stale);
      }
    }
    if (this.size >= this.sweepAt) this.sweep();
  }

  /** Drops the facts about objects that are gone. */
  forget(objects: Iterable<object>): void {
    for (const object of objects) {
      for (const table of this.tables.values()) {
        const node = table.get(object);
        if (node === undefined) continue;
        table.delete(object);
        this.drop(node);
      }
    }
  }

  private answer(node: FactNode, view: Viewpoint): FactNode {
    this.noteUse(node);
    if (node.owner === this) this.refresh(node, view);
    while (node.level > 0) {
      const { level } = node;
      const place = this.placeNode(node, view, level);
      if (place.owner === this) this.refresh(place, view);
      if (place.level <= level) {
        this.noteUse(place);
        this.dependOn(level);
        return place;
      }
      // Seen from here, the answer depends on more of the asking file than was known.
      node = this.own(node);
      node.level = place.level;
      this.markReaders(node, State.Stale);
    }
    return node;
  }

  private find(fact: AnyFact, argument: unknown, key: unknown): FactNode {
    const known = this.tables.get(fact)?.get(key);
    if (known !== undefined) return known;
    for (let memory = this.parent; memory !== undefined; memory = memory.parent) {
      const found = memory.tables.get(fact)?.get(key);
      if (found !== undefined) return this.usable(found);
    }
    const node = new FactNode(this, fact, argument, key, undefined, undefined);
    this.file(node);
    return node;
  }

  private placeNode(node: FactNode, view: Viewpoint, level: Level): FactNode {
    const place = view.placeOf(level === 2 ? 2 : 1);
    const known = node.places?.get(place);
    if (known !== undefined) return this.usable(known);
    const owner = this.own(node);
    const found = new FactNode(this, node.fact, node.argument, node.key, place, undefined);
    found.origin = view.origin;
    owner.places ??= new Map();
    owner.places.set(place, found);
    this.size++;
    return found;
  }

  /** The node that holds in this memory for one of its own or of its parents'. */
  private usable(node: FactNode): FactNode {
    for (const memory of this.family()) {
      if (memory === node.owner) break;
      const known = memory.foreign.get(node);
      if (known?.own !== undefined) return memory === this ? known.own : this.usable(known.own);
      if (known !== undefined && known.state !== State.Clean) return this.own(node);
    }
    const holds = node.owner === this || (node.state === State.Clean && node.computedAt <= this.forkedAt);
    return holds ? node : this.own(node);
  }

  /** The node of this memory that stands in for one of its parents'; from what that one was when the fork began, as far as it is known. */
  private own(node: FactNode): FactNode {
    if (node.owner === this) return node;
    const foreign = this.foreignOf(node);
    if (foreign.own !== undefined) return foreign.own;
    const own = new FactNode(this, node.fact, node.argument, node.key, node.place, node);
    own.origin = node.origin;
    foreign.own = own;
    if (node.computedAt <= this.forkedAt) {
      own.value = node.value;
      own.hasValue = node.hasValue;
      own.failed = node.failed;
      own.level = node.level;
      own.computedAt = node.computedAt;
      own.state = [node.state, ...this.marksOn(node)].reduce((a, b) => (a > b ? a : b));
      if (own.state === State.Running) own.state = State.Stale;
      own.reads = node.reads;
      for (const source of own.reads) this.addReader(source, own);
    }
    if (node.place === undefined) this.file(own);
    else {
      const [whole] = this.family().flatMap((memory) => memory.tables.get(node.fact)?.get(node.key) ?? []);
      const owner = whole === undefined ? undefined : this.own(whole);
      if (owner !== undefined) (owner.places ??= new Map()).set(node.place, own);
      this.size++;
    }
    own.places = node.places === undefined ? undefined : new Map(node.places);
    return own;
  }

  private refresh(node: FactNode, view: Viewpoint): void {
    if (node.state === State.Clean) return;
    if (node.state === State.Running) throw new Error(`The fact ${node.fact.name} asks for itself`);
    if (node.state === State.Doubtful && node.hasValue) {
      for (const source of node.reads) {
        if (source instanceof FactNode) {
          const read = this.usable(source);
          if (read.owner === this) this.refresh(read, view);
        }
        // Another value marks its readers.
        if (this.stateOf(node) === State.Stale) break;
      }
      if (this.stateOf(node) === State.Doubtful) {
        node.state = State.Clean;
        return;
      }
    }
    this.compute(node, view);
  }

  /** Read anew: computing others changes it. */
  private stateOf(node: FactNode): State {
    return node.state;
  }

  private compute(node: FactNode, asking: Viewpoint): void {
    const outer = this.frame;
    // What answers for a place is computed from there, whoever comes to look.
    const view = node.place === undefined ? asking : asking.from(node.origin);
    const frame: Frame = { id: ++this.clock.now, node, met: 0, others: undefined, level: 0 };
    this.frame = frame;
    node.state = State.Running;
    let value: unknown;
    let failed = false;
    try {
      value = node.fact.compute(view, node.argument);
    } catch (error) {
      value = error;
      failed = true;
    } finally {
      this.frame = outer;
    }
    if (frame.others !== undefined || frame.met < node.reads.length)
      this.setReads(node, [...node.reads.slice(0, frame.met), ...(frame.others ?? [])]);
    if (node.place === undefined && frame.level > 0) {
      const level: Level = frame.level > node.level ? frame.level : node.level;
      const wasElsewhere = node.hasValue && node.level === level;
      const place = this.own(this.placeNode(node, view, level));
      this.setReads(place, node.reads);
      this.accept(place, value, failed, frame.level);
      node.level = level;
      node.value = undefined;
      node.failed = false;
      node.hasValue = true;
      node.computedAt = this.clock.now;
      node.state = State.Clean;
      if (!wasElsewhere) this.markReaders(node, State.Stale);
    } else this.accept(node, value, failed, frame.level);
  }

  private accept(node: FactNode, value: unknown, failed: boolean, level: Level): void {
    const isSame =
      node.hasValue &&
      !failed &&
      !node.failed &&
      (node.place !== undefined || node.level === level) &&
      node.fact.equals(node.value, value);
    node.level = level;
    node.failed = failed;
    node.computedAt = this.clock.now;
    node.state = State.Clean;
    if (isSame) return;
    node.value = value;
    node.hasValue = true;
    this.markReaders(node, State.Stale);
  }

  private setReads(node: FactNode, reads: readonly Source[]): void {
    node.version++;
    node.reads = reads;
    for (const source of reads) this.addReader(source, node);
  }

  private addReader(source: Source, reader: FactNode): void {
    (source.owner === this ? source : this.foreignOf(source).source).addReader(reader);
  }

  private note(source: Source): void {
    const { frame } = this;
    if (frame === undefined || source.notedBy === frame.id) return;
    source.notedBy = frame.id;
    if (frame.others !== undefined) frame.others.push(source);
    else if (frame.node.reads[frame.met] === source) frame.met++;
    else frame.others = [source];
  }

  private noteUse(node: FactNode): void {
    if (this.frame === undefined) node.askedAt = this.revision;
    else this.note(node);
  }

  /** Marks what read a source: `Stale` the readers themselves, as doubtful what read these. */
  private markReaders(source: Source, state: State.Doubtful | State.Stale): void {
    const open: (readonly [Source, State.Doubtful | State.Stale])[] = [[source, state]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [from, mark] = next;
      for (const memory of this.family()) {
        const edges = memory === from.owner ? from : memory.foreign.get(from)?.source;
        if (edges === undefined) continue;
        for (let at = 0; at < edges.readers.length; at++) {
          const reader = edges.readers[at];
          const raised = reader === undefined || !edges.isLive(at) ? undefined : this.raise(reader, mark);
          if (raised !== undefined) open.push([raised, State.Doubtful]);
        }
        if (memory === from.owner) break;
      }
      // What read a parent's node before this one stood in for it reads this one.
      if (from instanceof FactNode && from.base !== undefined) open.push([from.base, mark]);
    }
  }

  /** Raises a node's mark; returned is the node whose readers are to be marked now. */
  private raise(node: FactNode, state: State): FactNode | undefined {
    if (node.owner === this) {
      const before = node.state;
      if (before < state) node.state = state;
      return before === State.Clean ? node : undefined;
    }
    const foreign = this.foreignOf(node);
    if (foreign.own !== undefined) return this.raise(foreign.own, state);
    const before = foreign.state;
    if (before < state) foreign.state = state;
    return before === State.Clean ? node : undefined;
  }

  private marksOn(node: FactNode): readonly State[] {
    return this.family().flatMap((memory) => memory.foreign.get(node)?.state ?? []);
  }

  private keySource(key: string): Source {
    for (const memory of this.family()) {
      const found = memory.keys.get(key);
      if (found !== undefined) return found;
    }
    const source = new Source(this);
    this.keys.set(key, source);
    return source;
  }

  private foreignOf(source: Source): Foreign {
    let found = this.foreign.get(source);
    if (found === undefined) {
      found = { state: State.Clean, own: undefined, source: new Source(this) };
      this.foreign.set(source, found);
    }
    return found;
  }

  private file(node: FactNode): void {
    let table = this.tables.get(node.fact);
    if (table === undefined) {
      table = new Map();
      this.tables.set(node.fact, table);
    }
    table.set(node.key, node);
    this.size++;
  }

  /** This memory and those it was forked from. */
  private family(): readonly Memory[] {
    if (this.parent === undefined) return [this];
    return [this, ...this.parent.family()];
  }

  private isParentSteady(): boolean {
    const { parent } = this;
    return parent === undefined || (parent.revision === this.parentRevision && parent.isParentSteady());
  }

  /** The parent went on and may have dropped what this memory relies on: nothing is taken over any more. */
  private startAnew(): void {
    this.parent = undefined;
    this.tables.clear();
    this.keys.clear();
    this.foreign.clear();
    this.size = 0;
  }

  private drop(node: FactNode): void {
    this.markReaders(node, State.Stale);
    node.version = -1;
    node.reads = [];
    this.size--;
    for (const place of node.places?.values() ?? []) this.drop(place);
  }

  /** Drops every fact that no fact in use needs: one asked for lately, or about an object that is still there. */
  private sweep(): void {
    const needed = new Set<Source>();
    const open: FactNode[] = [];
    const nodes = [...this.tables.values()].flatMap((table) => [...table.values()]);
    const isInUse = (node: FactNode): boolean =>
      node.askedAt > 0 && (typeof node.key === "object" || this.revision - node.askedAt < KEPT_REVISIONS);
    for (const node of nodes) {
      for (const one of [node, ...(node.places?.values() ?? [])]) if (isInUse(one)) open.push(node, one);
    }
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (needed.has(node)) continue;
      needed.add(node);
      for (const source of node.reads) if (source instanceof FactNode) open.push(source);
    }
    for (const node of nodes) {
      for (const [place, one] of node.places ?? []) {
        if (needed.has(one)) continue;
        node.places?.delete(place);
        this.drop(one);
      }
      if (needed.has(node)) continue;
      this.tables.get(node.fact)?.delete(node.key);
      this.drop(node);
    }
    for (const [key, source] of this.keys) if (source.compact() === 0) this.keys.delete(key);
    this.sweepAt = Math.max(FIRST_SWEEP, this.size * 2);
  }
}
