// The index over all resources: which are filed under a key, in the order of files and texts. Immutable; a change makes a new one and tells which
// keys it concerned.
import type { Resource } from "../model/lower";
import { compareText } from "./names";
import { orderOf } from "./order";
import { PersistentMap } from "./persistent-map";
import { identityOf, keysOf } from "./summary";

/** Resources by key. */
export class ResourceIndex {
  private constructor(
    private readonly lists: PersistentMap<readonly Resource[]>,
    /** How many identities (type, namespace, name) more than one resource has. */
    readonly repeated: number,
  ) {}

  /** An index without any resource. */
  static empty(): ResourceIndex {
    return new ResourceIndex(PersistentMap.empty(), 0);
  }

  /** The resources under a key, ordered by file, then by place. */
  get(key: string): readonly Resource[] {
    return this.lists.get(key) ?? NONE;
  }

  /** All keys; the order carries no meaning. */
  keys(): readonly string[] {
    return this.lists.keys();
  }

  /** An index without some resources and with others, and the keys under which something is different then. */
  with(
    removed: readonly Resource[],
    added: readonly Resource[],
    clusterDomain: string,
  ): { readonly index: ResourceIndex; readonly touched: ReadonlySet<string> } {
    const changes = new Map<string, { gone: Set<Resource> | undefined; come: Resource[] }>();
    const change = (key: string): { gone: Set<Resource> | undefined; come: Resource[] } => {
      let found = changes.get(key);
      if (found === undefined) {
        found = { gone: undefined, come: [] };
        changes.set(key, found);
      }
      return found;
    };
    for (const resource of removed) {
      for (const key of keysOf(resource, clusterDomain)) (change(key).gone ??= new Set()).add(resource);
    }
    for (const resource of added) for (const key of keysOf(resource, clusterDomain)) change(key).come.push(resource);
    const lists = new Map<string, readonly Resource[] | undefined>();
    for (const [key, { gone, come }] of changes) {
      const before = this.lists.get(key) ?? NONE;
      const kept = gone === undefined ? before : before.filter((resource) => !gone.has(resource));
      const after = merged(kept, come.sort(compareResources));
      lists.set(key, after.length === 0 ? undefined : after);
    }
    let { repeated } = this;
    for (const identity of new Set([...removed, ...added].map((resource) => identityOf(resource)))) {
      if (identity === undefined) continue;
      const after = lists.get(identity) ?? NONE;
      repeated += (after.length > 1 ? 1 : 0) - (this.get(identity).length > 1 ? 1 : 0);
    }
    return { index: new ResourceIndex(this.lists.with(lists), repeated), touched: new Set(changes.keys()) };
  }
}

const NONE: readonly Resource[] = [];

/** Order by file, then by place. */
function compareResources(a: Resource, b: Resource): number {
  if (a.document === b.document) return a.root.span.start - b.root.span.start;
  if (a.document.uri === b.document.uri) return orderOf(a.document) - orderOf(b.document);
  return compareText(a.document.uri, b.document.uri);
}

/** Two ordered lists as one. Few resources come into long lists: their places are searched, and what lies between is copied at once. */
function merged(list: readonly Resource[], more: readonly Resource[]): readonly Resource[] {
  if (more.length === 0) return list;
  if (list.length === 0) return more;
  const result: Resource[] = [];
  let from = 0;
  for (const resource of more) {
    let low = from;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = list[middle];
      if (other !== undefined && compareResources(other, resource) <= 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from++) {
      const kept = list[from];
      if (kept !== undefined) result.push(kept);
    }
    result.push(resource);
  }
  for (; from < list.length; from++) {
    const kept = list[from];
    if (kept !== undefined) result.push(kept);
  }
  return result;
}
