// A map that is cheap to change without losing what it was: the newest version holds the entries, an older one what it held instead. Asking an
// older version makes it the one that holds the entries; so any version can be asked at any time, and the one in use costs nothing extra.

/** An immutable map by text. */
export class PersistentMap<T> {
  private entries: Map<string, T> | undefined;
  /** For a version without entries of its own: the one to get them from, and what differs there. */
  private later:
    { readonly version: PersistentMap<T>; readonly differs: ReadonlyMap<string, T | undefined> } | undefined;

  private constructor(entries: Map<string, T>) {
    this.entries = entries;
  }

  /** A map without any entry. */
  static empty<T>(): PersistentMap<T> {
    return new PersistentMap<T>(new Map());
  }

  /** The value under a key. */
  get(key: string): T | undefined {
    return this.own().get(key);
  }

  get size(): number {
    return this.own().size;
  }

  /** All keys; the order carries no meaning. */
  keys(): readonly string[] {
    return [...this.own().keys()];
  }

  /** All values; the order carries no meaning. */
  values(): readonly T[] {
    return [...this.own().values()];
  }

  /** A map with other values under some keys, nothing meaning none; this one stays as it is. */
  with(changes: ReadonlyMap<string, T | undefined>): PersistentMap<T> {
    if (changes.size === 0) return this;
    const next = new PersistentMap(this.own());
    this.handOver(next, changes);
    return next;
  }

  private own(): Map<string, T> {
    if (this.entries !== undefined) return this.entries;
    const way: PersistentMap<T>[] = [];
    this.collectWay(way);
    let entries = new Map<string, T>();
    for (let version = way.pop(); version !== undefined; version = way.pop()) {
      const { later } = version;
      if (later?.version.entries === undefined) continue;
      entries = later.version.entries;
      version.entries = entries;
      version.later = undefined;
      later.version.handOver(version, later.differs);
    }
    return entries;
  }

  /** This version and those after it, up to the one before that which holds the entries. */
  private collectWay(way: PersistentMap<T>[]): void {
    let version: PersistentMap<T> | undefined = undefined;
    let next: PersistentMap<T> | undefined = way.length === 0 ? this : undefined;
    while (next !== undefined) {
      version = next;
      if (version.later === undefined) return;
      way.push(version);
      next = version.later.version;
    }
  }

  /** Gives the entries, changed, to another version. */
  private handOver(to: PersistentMap<T>, changes: ReadonlyMap<string, T | undefined>): void {
    const { entries } = to;
    if (entries === undefined) return;
    const differs = new Map<string, T | undefined>();
    for (const [key, value] of changes) {
      differs.set(key, entries.get(key));
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    this.entries = undefined;
    this.later = { version: to, differs };
  }
}
