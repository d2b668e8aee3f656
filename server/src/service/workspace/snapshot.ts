// The workspace at one moment: its files, the index over their resources, and the facts derived from them. A change makes a new snapshot;
// old ones stay valid. Derived facts remember which keys they read, so that a change makes stale only what read what it touched.
import type { Span } from "../base/span";
import { type Resource, type ResourceType, resourcesOf } from "../model/lower";
import { readFile, type YamlDocument, type YamlFile } from "../syntax/document";
import { BucketMap } from "./bucket-map";
import { DEFAULT_CLUSTER_DOMAIN } from "./names";
import { DEFAULT_SETTINGS, type Settings } from "./settings";
import { concernsUs } from "./relevance";
import { keysOf, PATCHES_KEY } from "./summary";
import { WorkspaceView } from "./view";

/** A file that is new, changed, or (with `text` undefined) gone. */
export interface Change {
  readonly uri: string;
  readonly text: string | undefined;
}

/** A place in a file: offsets relative to the file's text. */
export interface FilePlace {
  readonly uri: string;
  readonly span: Span;
}

interface Derived {
  readonly revision: number;
  readonly reads: ReadonlySet<string>;
  readonly value: unknown;
}

/** A shared fact with what it depends on. `preferred`: among resources of one identity, the nearest to the asking file were taken. */
export interface SharedFact<T> {
  readonly value: T;
  readonly reads: ReadonlySet<string>;
  readonly preferred: boolean;
}

interface Remembered extends Derived {
  readonly preferred: boolean;
}

/** What all snapshots of one workspace share: when each key was last touched, and the derived facts with their reads. */
interface Lineage {
  readonly touched: Map<string, number>;
  readonly derived: WeakMap<object, Map<string, Derived>>;
  readonly shared: Map<string, Remembered>;
  /** The newest revision. What is applied to an older snapshot begins a lineage of its own: revisions would not tell the two apart. */
  latest: number;
}

/** How many shared facts are kept; above it they are all dropped and computed again when asked for. */
const SHARED_LIMIT = 5000;

const SETTINGS_KEY = "settings";

function emptyLineage(): Lineage {
  return { touched: new Map(), derived: new WeakMap(), shared: new Map(), latest: 0 };
}

/** One state of the workspace; immutable to everyone outside. */
export class Snapshot {
  private patchUris: ReadonlySet<string> | undefined;

  constructor(
    readonly settings: Settings,
    /** Counts up with every change; equal numbers of one workspace mean equal content. */
    readonly revision: number,
    private readonly filesByUri: ReadonlyMap<string, YamlFile>,
    private readonly index: BucketMap<Resource>,
    private readonly lineage: Lineage,
  ) {}

  /** A workspace without files. */
  static empty(settings: Settings = DEFAULT_SETTINGS): Snapshot {
    return new Snapshot(settings, 0, new Map(), BucketMap.empty(), emptyLineage());
  }

  /** A file by its uri. */
  file(uri: string): YamlFile | undefined {
    return this.filesByUri.get(uri);
  }

  /** All files, ordered by uri. */
  files(): readonly YamlFile[] {
    return [...this.filesByUri.values()].sort((a, b) => compareText(a.uri, b.uri));
  }

  /** The DNS suffix of the cluster. */
  get clusterDomain(): string {
    return this.settings.mesh.clusterDomain ?? DEFAULT_CLUSTER_DOMAIN;
  }

  /** The snapshot after some changes; this one stays as it is. Several changes of one file count in their order. */
  apply(changes: readonly Change[]): Snapshot {
    const last = new Map(changes.map((change) => [change.uri, change.text]));
    const files = new Map(this.filesByUri);
    const removed: (readonly [string, Resource])[] = [];
    const added: (readonly [string, Resource])[] = [];
    for (const [uri, text] of last) {
      const before = files.get(uri);
      const after = text === undefined ? undefined : readFile(uri, text, before, concernsUs);
      if (after === undefined) files.delete(uri);
      else files.set(uri, after);
      const kept = new Set(after?.documents);
      const known = new Set(before?.documents);
      for (const document of before?.documents ?? [])
        if (!kept.has(document)) removed.push(...this.entriesOf(document));
      for (const document of after?.documents ?? []) if (!known.has(document)) added.push(...this.entriesOf(document));
    }
    const revision = this.revision + 1;
    const lineage = this.continued(revision);
    for (const [key] of [...removed, ...added]) lineage.touched.set(key, revision);
    return new Snapshot(this.settings, revision, files, this.index.with(removed, added), lineage);
  }

  /** The same files under other settings. */
  withSettings(settings: Settings): Snapshot {
    const revision = this.revision + 1;
    const lineage = this.continued(revision);
    lineage.touched.set(SETTINGS_KEY, revision);
    const bare = new Snapshot(settings, revision, this.filesByUri, BucketMap.empty(), lineage);
    if (bare.clusterDomain === this.clusterDomain)
      return new Snapshot(settings, revision, this.filesByUri, this.index, lineage);
    const entries = this.files().flatMap((file) => file.documents.flatMap((document) => bare.entriesOf(document)));
    return new Snapshot(settings, revision, this.filesByUri, BucketMap.empty<Resource>().with([], entries), lineage);
  }

  /** Resources under a key, without keeping note of the question; see view(). */
  lookUp(key: string): readonly Resource[] {
    const found = this.index.get(key);
    return found.length < 2 ? found : [...found].sort((a, b) => this.compare(a, b));
  }

  /** A way to ask the index. Answers prefer, of resources with one identity, the one nearest to `origin`; keys asked are noted in `reads`. */
  view(origin: string, reads = new Set<string>()): WorkspaceView {
    reads.add(SETTINGS_KEY);
    reads.add(PATCHES_KEY);
    return new WorkspaceView(this, origin, reads);
  }

  /**
   * A fact derived from `subject` and from what `compute` asks of the view; computed once and kept until a change touches something it read.
   * `name` tells the facts of one subject apart. `compute` must depend on nothing else.
   */
  derive<T>(subject: object, origin: string, name: string, compute: (view: WorkspaceView) => T): T {
    let facts = this.lineage.derived.get(subject);
    const known = facts?.get(name);
    // The name and compute function belong together, so the value has the type that compute returns.
    if (known !== undefined && this.isCurrent(known)) return known.value as T;
    const reads = new Set<string>();
    const value = compute(this.view(origin, reads));
    if (known === undefined || known.revision <= this.revision) {
      if (facts === undefined) {
        facts = new Map();
        this.lineage.derived.set(subject, facts);
      }
      facts.set(name, { revision: this.revision, reads, value });
    }
    return value;
  }

  /** See WorkspaceView.remember. Facts that do not depend on the asking file are shared by all files. */
  remember<T>(name: string, origin: string, compute: (view: WorkspaceView) => T): SharedFact<T> {
    const { shared } = this.lineage;
    for (const key of [name, `${name} ${origin}`]) {
      const known = shared.get(key);
      // The name and compute function belong together, so the value has the type that compute returns.
      if (known !== undefined && this.isCurrent(known)) return { ...known, value: known.value as T };
    }
    const reads = new Set<string>();
    const view = this.view(origin, reads);
    const value = compute(view);
    const preferred = view.dependsOnOrigin;
    const key = preferred ? `${name} ${origin}` : name;
    if ((shared.get(key)?.revision ?? 0) <= this.revision) {
      if (shared.size >= SHARED_LIMIT) shared.clear();
      shared.set(key, { revision: this.revision, reads, value, preferred });
    }
    return { value, reads, preferred };
  }

  /** Whether a file holds patches of a kustomization: parts of resources that are never applied as they stand. */
  isPatch(uri: string): boolean {
    this.patchUris ??= new Set(
      this.index.get(PATCHES_KEY).flatMap((resource) => (resource.type === "Kustomization" ? resource.patchUris : [])),
    );
    return this.patchUris.has(uri);
  }

  /** All resources of a file, in the order of its text. */
  resourcesIn(uri: string): readonly Resource[] {
    return (this.file(uri)?.documents ?? []).flatMap((document) => resourcesOf(document));
  }

  /** Where a span of a document lies in its file; nothing when the document is no part of this snapshot. */
  locate(document: YamlDocument, span: Span): FilePlace | undefined {
    const start = this.startOf(document);
    return start === undefined
      ? undefined
      : { uri: document.uri, span: { start: span.start + start, end: span.end + start } };
  }

  /** The offset at which a document begins in its file. */
  startOf(document: YamlDocument): number | undefined {
    const file = this.file(document.uri);
    if (file === undefined) return undefined;
    const position = positionsOf(file).get(document);
    return position === undefined ? undefined : file.starts[position];
  }

  /** Whether types of resource exist here at all. */
  has(type: ResourceType): boolean {
    return this.index.get(`type:${type}`).length > 0;
  }

  /** Every key of the index with the resources under it, sorted: two snapshots with equal dumps answer alike. For tests. */
  dump(): readonly string[] {
    return this.index
      .keys()
      .sort(compareText)
      .map(
        (key) =>
          `${key} = ${this.lookUp(key)
            .map((resource) => `${resource.document.uri}#${resource.type}/${resource.name?.value ?? ""}`)
            .join(" ")}`,
      );
  }

  /** The lineage for the next revision: this one's, unless it has gone on without this snapshot. */
  private continued(revision: number): Lineage {
    const lineage = this.lineage.latest === this.revision ? this.lineage : emptyLineage();
    lineage.latest = revision;
    return lineage;
  }

  private isCurrent(fact: Derived): boolean {
    if (fact.revision > this.revision) return false;
    for (const key of fact.reads) {
      if ((this.lineage.touched.get(key) ?? 0) > fact.revision) return false;
    }
    return true;
  }

  private entriesOf(document: YamlDocument): (readonly [string, Resource])[] {
    return resourcesOf(document).flatMap((resource) =>
      keysOf(resource, this.clusterDomain).map((key) => [key, resource] as const),
    );
  }

  private compare(a: Resource, b: Resource): number {
    if (a.document !== b.document) {
      return (
        compareText(a.document.uri, b.document.uri) || (this.startOf(a.document) ?? 0) - (this.startOf(b.document) ?? 0)
      );
    }
    return a.root.span.start - b.root.span.start;
  }
}

const positions = new WeakMap<YamlFile, ReadonlyMap<YamlDocument, number>>();

function positionsOf(file: YamlFile): ReadonlyMap<YamlDocument, number> {
  let map = positions.get(file);
  if (map === undefined) {
    map = new Map(file.documents.map((document, position) => [document, position]));
    positions.set(file, map);
  }
  return map;
}

/** Order by code units, the same on every platform. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
