// The workspace at one moment, as data: its files, the index over their resources, and under which settings they are read. A change makes a new
// snapshot; old ones stay valid. What is derived from it is asked through a view (view.ts) and remembered (memory.ts): by the newest snapshot of a
// line, and by each fork for itself.
//
// A document whose text changed though it says the same keeps its resources as objects (moved.ts), so that nothing derived from them is stale. Judging
// works on these objects; whoever shows or edits something asks the settled snapshot, in which every resource is that of the text at hand.
import type { Edit } from "../base/edit";
import type { Span } from "../base/span";
import { type Resource, resourcesOf } from "../model/lower";
import type { YamlDocument, YamlFile } from "../syntax/document";
import { type FileDifference, readChange } from "./difference";
import { Memory } from "./memory";
import type { Level } from "./memory-node";
import { movedSpan } from "./moved";
import { compareText, DEFAULT_CLUSTER_DOMAIN } from "./names";
import { commonFolder, folderOf, hasAlternatives } from "./neighbourhood";
import { positionIn } from "./order";
import { PersistentMap } from "./persistent-map";
import { ResourceIndex } from "./resource-index";
import { sameData } from "./same-data";
import { DEFAULT_SETTINGS, type Settings } from "./settings";
import { patchKey, PATCHES_KEY } from "./summary";

/** A file that is new, changed, or (with `text` undefined) gone. */
export interface Change {
  readonly uri: string;
  readonly text: string | undefined;
  /** The one edit that led from the file's text to this one, where it is known: what it does not touch is not looked at. */
  readonly edit?: Edit | undefined;
}

/** A place in a file: offsets relative to the file's text. */
export interface FilePlace {
  readonly uri: string;
  readonly span: Span;
}

interface Contents {
  readonly settings: Settings;
  /** Counts up with every change. */
  readonly revision: number;
  readonly files: PersistentMap<YamlFile>;
  /** Sorted. */
  readonly uris: readonly string[];
  readonly index: ResourceIndex;
  /** Files with patches of a kustomization: parts of resources that are never applied as they stand. */
  readonly patches: ReadonlySet<string>;
  /** Documents of the text at hand whose resources go by an earlier document of the same content, and the other way round. */
  readonly lasting: ReadonlyMap<YamlDocument, YamlDocument>;
  readonly current: ReadonlyMap<YamlDocument, YamlDocument>;
  /** The folder that all files lie in, and whether some lie in folders that are alternatives to others. */
  readonly common: string | undefined;
  readonly hasAlternatives: boolean;
  /** For lists of the index, how much of the asking file it depends on which of its resources count. */
  readonly levels: WeakMap<readonly Resource[], Level>;
}

/** How many documents may go by earlier ones; above it the one that has done so for longest goes by itself again. */
const MOST_MOVED = 16;

/** One state of the workspace. */
export class Snapshot {
  private settledTwin: Snapshot | undefined;

  private constructor(
    private readonly contents: Contents,
    private memory: Memory,
    private memoryRevision = memory.revision,
  ) {}

  /** A workspace without files. */
  static empty(settings: Settings = DEFAULT_SETTINGS): Snapshot {
    return new Snapshot(
      {
        settings,
        revision: 0,
        files: PersistentMap.empty(),
        uris: [],
        index: ResourceIndex.empty(),
        patches: new Set(),
        lasting: new Map(),
        current: new Map(),
        common: undefined,
        hasAlternatives: false,
        levels: new WeakMap(),
      },
      new Memory(),
    );
  }

  get settings(): Settings {
    return this.contents.settings;
  }

  get revision(): number {
    return this.contents.revision;
  }

  /** A file by its uri. */
  file(uri: string): YamlFile | undefined {
    return this.contents.files.get(uri);
  }

  /** All files, ordered by uri. */
  files(): readonly YamlFile[] {
    return this.contents.uris.flatMap((uri) => this.file(uri) ?? []);
  }

  /** The DNS suffix of the cluster. */
  get clusterDomain(): string {
    return this.settings.mesh.clusterDomain ?? DEFAULT_CLUSTER_DOMAIN;
  }

  /**
   * The snapshot after some changes; this one stays as it is. Several changes of one file count in their order. The new snapshot takes what is
   * remembered along: to try something out beside the line of snapshots that goes on, change a fork.
   */
  apply(changes: readonly Change[]): Snapshot {
    const { contents } = this;
    const last = new Map<string, Change>();
    // Behind another change of the same file, an edit starts from a text that is no part of this snapshot.
    for (const { uri, text, edit } of changes) last.set(uri, { uri, text, edit: last.has(uri) ? undefined : edit });
    const lasting = new Map(contents.lasting);
    const differences = [...last.values()].map((change) =>
      readChange(change, this.file(change.uri), (document) => lasting.get(document) ?? document),
    );
    const files = contents.files.with(new Map(differences.map(({ uri, after }) => [uri, after])));
    const uris = sortedUris(contents.uris, differences);
    const removed: Resource[] = [];
    const added: Resource[] = [];
    const gone: YamlDocument[] = [];
    for (const difference of differences) {
      for (const document of difference.removed) {
        gone.push(lasting.get(document) ?? document);
        lasting.delete(document);
      }
      for (const document of difference.added) added.push(...resourcesOf(document));
      for (const [before, after] of difference.moved) {
        const base = lasting.get(before) ?? before;
        lasting.delete(before);
        if (base !== after) lasting.set(after, base);
      }
    }
    for (const [document, base] of lasting) {
      if (lasting.size <= MOST_MOVED) break;
      lasting.delete(document);
      gone.push(base);
      added.push(...resourcesOf(document));
    }
    for (const document of gone) removed.push(...resourcesOf(document));
    const refiled = this.refile(files, removed, added, lasting);
    const common = uris.length === 0 ? undefined : commonOf(contents.common, differences);
    const isSameFolder = common === contents.common;
    // Below another folder, other files are alternatives to each other: every answer may depend on who asks.
    const memory = isSameFolder ? this.facts : new Memory();
    memory.touch(refiled.touched);
    memory.forget([...removed, ...gone]);
    const changed: Contents = {
      ...contents,
      revision: contents.revision + 1,
      files,
      uris,
      index: refiled.index,
      patches: refiled.patches,
      lasting,
      current: new Map([...lasting].map(([document, base]) => [base, document])),
      common,
      hasAlternatives: isSameFolder
        ? contents.hasAlternatives || differences.some(({ uri }) => hasAlternatives(uri, common ?? ""))
        : uris.some((uri) => hasAlternatives(uri, common ?? "")),
      levels: isSameFolder ? contents.levels : new WeakMap(),
    };
    return new Snapshot(changed, memory);
  }

  /** The same files under other settings. */
  withSettings(settings: Settings): Snapshot {
    if (sameData(settings, this.settings)) return this;
    const contents = { ...this.contents, settings, revision: this.revision + 1 };
    const bare = new Snapshot(contents, new Memory());
    if (bare.clusterDomain === this.clusterDomain) return bare;
    const filed = contents.uris.flatMap((uri) => this.filedIn(uri, this.file(uri), contents.patches, contents.lasting));
    const { index } = ResourceIndex.empty().with([], filed, bare.clusterDomain);
    return new Snapshot({ ...contents, index }, new Memory());
  }

  /** The same workspace, to be changed without a trace: what is applied to it leaves what this snapshot's line remembers alone. */
  fork(): Snapshot {
    return new Snapshot(this.contents, this.facts.fork());
  }

  /** The same workspace with every resource as it stands in the text at hand. */
  settled(): Snapshot {
    const { contents } = this;
    if (contents.lasting.size === 0) return this;
    if (this.settledTwin === undefined) {
      const removed = [...contents.lasting.values()].flatMap((document) => resourcesOf(document));
      const added = [...contents.lasting.keys()].flatMap((document) => resourcesOf(document));
      const { index, touched } = this.refile(contents.files, removed, added, new Map());
      const memory = this.facts.fork();
      memory.touch(touched);
      this.settledTwin = new Snapshot({ ...contents, index, lasting: new Map(), current: new Map() }, memory);
    }
    return this.settledTwin;
  }

  /** What is remembered about this snapshot. A snapshot that others have gone on from begins anew. */
  get facts(): Memory {
    if (this.memory.revision !== this.memoryRevision) {
      this.memory = new Memory();
      this.memoryRevision = this.memory.revision;
    }
    return this.memory;
  }

  /** Resources under a key, ordered by file and place; without keeping note of the question, see view.ts. */
  lookUp(key: string): readonly Resource[] {
    return this.contents.index.get(key);
  }

  /** Whether every question has one answer for all files: no identity is declared twice, no folders are alternatives to each other. */
  get isUniform(): boolean {
    return this.contents.index.repeated === 0 && !this.contents.hasAlternatives;
  }

  /** Whether a file lies in a folder that others are alternatives to. */
  hasAlternatives(uri: string): boolean {
    return this.contents.hasAlternatives && hasAlternatives(uri, this.contents.common ?? "");
  }

  /** What view.ts notes about lists of the index. */
  get levels(): WeakMap<readonly Resource[], Level> {
    return this.contents.levels;
  }

  /** Whether a file holds patches of a kustomization. */
  isPatch(uri: string): boolean {
    return this.contents.patches.has(uri);
  }

  /** The document whose resources the index holds for one of this snapshot: itself, or an earlier one of the same content. */
  lastingOf(document: YamlDocument): YamlDocument {
    return this.contents.lasting.get(document) ?? document;
  }

  /** All resources of a file, in the order of its text. */
  resourcesIn(uri: string): readonly Resource[] {
    return (this.file(uri)?.documents ?? []).flatMap((document) => resourcesOf(document));
  }

  /** A span of a document where it lies in the text at hand, relative to its document there. */
  settle(document: YamlDocument, span: Span): { readonly document: YamlDocument; readonly span: Span } {
    const current = this.contents.current.get(document);
    return current === undefined ? { document, span } : { document: current, span: movedSpan(document, current, span) };
  }

  /** Where a span of a document lies in its file; nothing when the document is no part of this snapshot. */
  locate(document: YamlDocument, span: Span): FilePlace | undefined {
    const settled = this.settle(document, span);
    const start = this.startOf(settled.document);
    return start === undefined
      ? undefined
      : { uri: document.uri, span: { start: settled.span.start + start, end: settled.span.end + start } };
  }

  /** The offset at which a document begins in its file. */
  startOf(document: YamlDocument): number | undefined {
    const file = this.file(document.uri);
    const position = file === undefined ? undefined : positionIn(file, document);
    return position === undefined ? undefined : file?.starts[position];
  }

  /** Every key of the index with the resources under it, sorted: two snapshots with equal dumps answer alike. For tests. */
  dump(): readonly string[] {
    return [...this.contents.index.keys()].sort(compareText).map(
      (key) =>
        `${key} = ${this.lookUp(key)
          .map((resource) => `${resource.document.uri}#${resource.type}/${resource.name?.value ?? ""}`)
          .join(" ")}`,
    );
  }

  /** The index and the patches after a change. Kustomizations decide which files hold patches, and those are not filed otherwise. */
  private refile(
    files: PersistentMap<YamlFile>,
    removed: readonly Resource[],
    added: readonly Resource[],
    lasting: ReadonlyMap<YamlDocument, YamlDocument>,
  ): { readonly index: ResourceIndex; readonly touched: ReadonlySet<string>; readonly patches: ReadonlySet<string> } {
    const { index, patches } = this.contents;
    const isFiled =
      (among: ReadonlySet<string>) =>
      (resource: Resource): boolean =>
        resource.type === "Kustomization" || !among.has(resource.document.uri);
    const out = removed.filter(isFiled(patches));
    if (![...removed, ...added].some(({ type }) => type === "Kustomization"))
      return { ...index.with(out, added.filter(isFiled(patches)), this.clusterDomain), patches };
    const gone = new Set(removed);
    const kustomizations = [...index.get(PATCHES_KEY).filter((resource) => !gone.has(resource)), ...added];
    const after = new Set(
      kustomizations.flatMap((resource) => (resource.type === "Kustomization" ? resource.patchUris : [])),
    );
    const moved = [...new Set([...patches, ...after])].filter((uri) => patches.has(uri) !== after.has(uri));
    const fresh = new Set(added);
    const others = moved.flatMap((uri) =>
      resourcesIn(files.get(uri), lasting).filter((resource) => !fresh.has(resource) && !gone.has(resource)),
    );
    const { index: next, touched } = index.with(
      [...out, ...others.filter(isFiled(patches)).filter(({ type }) => type !== "Kustomization")],
      [...added, ...others.filter(({ type }) => type !== "Kustomization")].filter(isFiled(after)),
      this.clusterDomain,
    );
    return { index: next, touched: new Set([...touched, ...moved.map(patchKey)]), patches: after };
  }

  private filedIn(
    uri: string,
    file: YamlFile | undefined,
    patches: ReadonlySet<string>,
    lasting: ReadonlyMap<YamlDocument, YamlDocument>,
  ): readonly Resource[] {
    return resourcesIn(file, lasting).filter(({ type }) => type === "Kustomization" || !patches.has(uri));
  }
}

function resourcesIn(
  file: YamlFile | undefined,
  lasting: ReadonlyMap<YamlDocument, YamlDocument>,
): readonly Resource[] {
  return (file?.documents ?? []).flatMap((document) => resourcesOf(lasting.get(document) ?? document));
}

/** The uris after a change; the same list while no file comes or goes. */
function sortedUris(uris: readonly string[], differences: readonly FileDifference[]): readonly string[] {
  const come = differences.filter(({ before, after }) => before === undefined && after !== undefined);
  const gone = new Set(
    differences.filter(({ before, after }) => before !== undefined && after === undefined).map(({ uri }) => uri),
  );
  if (come.length === 0 && gone.size === 0) return uris;
  return [...uris.filter((uri) => !gone.has(uri)), ...come.map(({ uri }) => uri)].sort(compareText);
}

/** The folder that all files lie in, after a change; it only widens. */
function commonOf(common: string | undefined, differences: readonly FileDifference[]): string | undefined {
  let folder = common;
  for (const { uri, after } of differences) {
    if (after === undefined || (folder !== undefined && uri.startsWith(folder))) continue;
    folder = folder === undefined ? folderOf(uri) : commonFolder(uri, folder);
  }
  return folder;
}
