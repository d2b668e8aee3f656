// A map from texts to lists that is cheap to copy with a few changes: only the buckets that a change falls into are copied. The base of
// immutable snapshots over thousands of files.

const BUCKETS = 1024;

/** An immutable multimap. */
export class BucketMap<T> {
  /** A map without any pair. */
  static empty<T>(): BucketMap<T> {
    return new BucketMap<T>(new Array<undefined>(BUCKETS).fill(undefined));
  }

  private constructor(private readonly buckets: readonly (ReadonlyMap<string, readonly T[]> | undefined)[]) {}

  /** The values under a key, in the order they were added. */
  get(key: string): readonly T[] {
    return this.buckets[bucketOf(key)]?.get(key) ?? [];
  }

  /** All keys with values; the order carries no meaning. */
  keys(): string[] {
    return this.buckets.flatMap((bucket) => (bucket === undefined ? [] : [...bucket.keys()]));
  }

  /** A map without some pairs and with others; this one stays as it is. */
  with(removed: Iterable<readonly [string, T]>, added: Iterable<readonly [string, T]>): BucketMap<T> {
    const buckets = [...this.buckets];
    const fresh = new Map<number, Map<string, readonly T[]>>();
    const open = (key: string): Map<string, readonly T[]> => {
      const at = bucketOf(key);
      let bucket = fresh.get(at);
      if (bucket === undefined) {
        bucket = new Map(buckets[at]);
        fresh.set(at, bucket);
        buckets[at] = bucket;
      }
      return bucket;
    };
    const gone = new Map<string, Set<T>>();
    for (const [key, value] of removed) {
      const values = gone.get(key);
      if (values === undefined) gone.set(key, new Set([value]));
      else values.add(value);
    }
    for (const [key, values] of gone) {
      const bucket = open(key);
      const rest = (bucket.get(key) ?? []).filter((existing) => !values.has(existing));
      if (rest.length === 0) bucket.delete(key);
      else bucket.set(key, rest);
    }
    const appended = new Map<string, T[]>();
    for (const [key, value] of added) {
      const values = appended.get(key);
      if (values === undefined) appended.set(key, [value]);
      else values.push(value);
    }
    for (const [key, values] of appended) {
      const bucket = open(key);
      bucket.set(key, [...(bucket.get(key) ?? []), ...values]);
    }
    return fresh.size === 0 ? this : new BucketMap(buckets);
  }
}

/** FNV-1a over the text, reduced to a bucket. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    hash ^= key.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}
