// The folders of the workspace: when they are read, and when they are read again. Nothing is read before the client has a document that may
// be ours: until then the server costs nothing.
import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver";
import { folderOf, isYamlUri } from "../files/uri";
import { INDEXED_NOTIFICATION, type IndexedParams } from "../protocol/messages";
import { say } from "../service/index";
import type { Session } from "./context";
import type { DiskReader, Folder } from "./disk-reader";
import { beginProgress, NO_PROGRESS } from "./progress";
import { Sweep } from "./sweep";
import { texts } from "./texts";

interface Hosts {
  readonly connection: Connection;
  readonly session: () => Session;
  readonly disk: DiskReader;
  /** Told whenever files were read. */
  readonly changed: () => void;
}

/** The folders of one session. */
export class Folders {
  /** In the client's spelling. */
  private roots: readonly string[] = [];
  private folders: readonly Folder[] = [];
  private readonly read = new Set<string>();
  private awake = false;
  private stopped = false;
  private complete = true;
  private indexed = false;
  private readings = 0;
  private sweep: Sweep | undefined;

  constructor(private readonly hosts: Hosts) {}

  /** Whether everything was read that was begun: nobody ended the reading early. */
  get isComplete(): boolean {
    return this.complete;
  }

  /** Takes the folders that the client named when it started. */
  start(roots: readonly string[]): void {
    this.setRoots(roots);
  }

  /** Begins to watch: the client does it, or the folders are looked at again and again. */
  async watch(): Promise<void> {
    const { connection, session } = this.hosts;
    if (session().client.watchesFiles) {
      const watchers = [{ globPattern: "**/*.{yaml,yml,YAML,YML}" }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    } else {
      this.sweep = new Sweep(session().lane.clock, () => this.lookAgain());
    }
  }

  /** A document was opened or edited, so there is something to read the folders for. */
  async seen(key: string, mayBeOurs: () => boolean): Promise<void> {
    if (this.folders.length === 0 || this.folders.every(({ shallow }) => shallow)) this.addFolderOf(key);
    if (!this.awake && !mayBeOurs()) return;
    this.awake = true;
    await this.readAll();
  }

  /** Something hints at changes that nobody tells us of. */
  async touched(): Promise<void> {
    if (this.awake) await this.sweep?.soon();
  }

  /** The client says that files changed. What is no YAML file may be a folder, and then one that is gone. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    const { disk, session, changed } = this.hosts;
    const keys = uris.map((uri) => session().addresses.keyOf(uri));
    for (const key of keys) if (!isYamlUri(key)) disk.forget(key, []);
    await disk.readAgain(keys);
    changed();
  }

  /** Folders came to the workspace, or left it. */
  async rootsChanged(added: readonly string[], removed: readonly string[]): Promise<void> {
    const before = this.folders;
    this.setRoots([...this.roots.filter((uri) => !removed.includes(uri)), ...added]);
    const left = before.filter(({ key }) => !this.folders.some((folder) => folder.key === key));
    const keys = this.folders.map(({ key }) => key);
    for (const { key } of left) {
      this.read.delete(key);
      this.hosts.disk.forget(key, keys);
    }
    if (this.awake) await this.readAll();
    this.hosts.changed();
  }

  stop(): void {
    this.stopped = true;
    this.sweep?.stop();
  }

  private setRoots(roots: readonly string[]): void {
    this.roots = roots;
    const keys = this.hosts.session().addresses.setRoots(roots);
    this.folders = keys.map((key) => ({ key, shallow: false }));
  }

  /** Without any folder of the workspace, a file's neighbours are what it lies beside. */
  private addFolderOf(key: string): void {
    const folder = folderOf(key);
    if (folder === undefined || this.folders.some((known) => known.key === folder)) return;
    this.folders = [...this.folders, { key: folder, shallow: true }];
  }

  private async readAll(): Promise<void> {
    const folders = this.folders.filter(({ key }) => !this.read.has(key));
    if (folders.length === 0 && (this.indexed || this.readings > 0)) return;
    this.readings++;
    for (const { key } of folders) this.read.add(key);
    const { session, connection, changed } = this.hosts;
    const { gate, lane, client, world } = session();
    const release = gate.hold();
    const begun = lane.clock.now();
    const progress =
      client.workDoneProgress && folders.length > 0 ? beginProgress(connection, world.locale) : NO_PROGRESS;
    try {
      for (const folder of folders) await this.readFolder(folder, progress);
    } finally {
      this.readings--;
      progress.end();
      release();
      await this.sayIndexed(lane.clock.now() - begun);
      changed();
      void this.sweep?.soon();
    }
  }

  private async readFolder(folder: Folder, progress: typeof NO_PROGRESS): Promise<void> {
    const hasLeft = (): boolean => this.stopped || !this.read.has(folder.key);
    const isEnded = (): boolean => hasLeft() || progress.isCancelled();
    const isWhole = await this.hosts.disk.readFolder(folder, isEnded, progress.files);
    if (!isWhole && !hasLeft()) this.complete = false;
  }

  /** The first time that all folders are read is worth a word; and so are files that could not be. */
  private async sayIndexed(milliseconds: number): Promise<void> {
    if (this.indexed || this.stopped || this.readings > 0) return;
    this.indexed = true;
    const { connection, session, disk } = this.hosts;
    const { snapshot, locale } = session().world;
    const files = snapshot.files();
    const resources = files.reduce((sum, { uri }) => sum + snapshot.resourcesIn(uri).length, 0);
    const params: IndexedParams = { files: files.length, resources, milliseconds: Math.round(milliseconds) };
    await connection.sendNotification(INDEXED_NOTIFICATION, params);
    const skipped = disk.skippedByReason();
    if (skipped.size === 0) return;
    const count = (reason: Parameters<typeof skipped.get>[0]): number => skipped.get(reason) ?? 0;
    const counts = {
      special: count("special"),
      unreadable: count("unreadable"),
      tooLarge: count("tooLarge"),
      binary: count("binary"),
    };
    connection.console.info(say(texts.skipped, locale, counts));
  }

  private async lookAgain(): Promise<void> {
    const { disk, session, changed } = this.hosts;
    const { world } = session();
    const before = world.generation;
    for (const folder of this.folders) {
      if (this.read.has(folder.key)) await disk.readFolder(folder, () => this.stopped || !this.read.has(folder.key));
    }
    if (world.generation !== before) changed();
  }
}
