// Takes files from the disk into the world: whole folders, single files that changed, and folders once more where nobody tells what changed.
// Reading takes time, and what happens meanwhile wins: an answer of the disk counts only if nothing was heard of the file since it was asked.
import type { FileSource, FoundFile, SkipReason } from "../files/file-source";
import { isBelow, isYamlUri } from "../files/uri";
import type { Clock } from "../files/clock";
import type { Change } from "../service/index";
import type { World } from "./world";

/** A folder to read. */
export interface Folder {
  readonly key: string;
  /** Only its own files: nobody named it, it is where a single open file lies. */
  readonly shallow: boolean;
}

/** Who reads, and whom it asks. */
interface Hosts {
  readonly source: FileSource;
  readonly world: World;
  readonly isOpen: (key: string) => boolean;
  readonly clock: Clock;
  /** Lets waiting messages have their turn. */
  readonly quiet: () => Promise<void>;
}

/** How long a step of taking files over may be: every step copies a little of the index, so longer ones cost less, and a hover still waits for less than a person notices. */
const STEP_MS = 24;
/** How many files are taken over at first in one step; the number follows the time that a step takes. */
const FIRST_STEP = 16;

/** The disk's side of the world. */
export class DiskReader {
  /** What is known from the disk, with the stamp it had. */
  private readonly stamps = new Map<string, string>();
  private readonly skipped = new Map<string, SkipReason>();
  /** When something was last heard of a file, as long as anything is being read. */
  private readonly heard = new Map<string, number>();
  private readonly left: { readonly folder: string; readonly kept: readonly string[]; readonly at: number }[] = [];
  private moment = 0;
  private reading = 0;

  constructor(private readonly hosts: Hosts) {}

  /** How many files could not be read, by reason. */
  skippedByReason(): ReadonlyMap<SkipReason, number> {
    const counts = new Map<SkipReason, number>();
    for (const reason of this.skipped.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts;
  }

  /** The editor has spoken for a file: answers of the disk that are still on their way are out of date. */
  overrule(key: string): void {
    this.moment++;
    if (this.reading > 0) this.heard.set(key, this.moment);
    // The next look at the folder has to read the file, whatever it said before it was opened.
    this.stamps.delete(key);
  }

  /** Reads single files again: they changed, or the editor let go of them. */
  async readAgain(keys: readonly string[]): Promise<void> {
    await this.whileReading(async () => {
      const answers = keys.filter(isYamlUri).map(async (key) => {
        const asked = ++this.moment;
        this.heard.set(key, asked);
        const found = await this.hosts.source.read(key);
        if (this.counts(key, asked)) this.take([found ?? { kind: "gone", uri: key }]);
      });
      await Promise.all(answers);
    });
  }

  /**
   * Reads a folder, or looks at it once more: files that changed since are read, files that are gone are forgotten. `onRead` is told how many
   * files have been seen. The answer is false when `isCancelled` ended it early.
   */
  async readFolder(folder: Folder, isCancelled: () => boolean, onRead?: (files: number) => void): Promise<boolean> {
    return this.whileReading(async () => {
      const known = new Set([...this.stamps.keys()].filter((key) => isIn(folder, key)));
      const begun = ++this.moment;
      let asked = begun;
      let files = 0;
      const options = { shallow: folder.shallow, known: (key: string) => this.stamps.get(key) };
      for await (const found of this.hosts.source.list(folder.key, options)) {
        if (isCancelled()) return false;
        for (const { uri } of found) known.delete(uri);
        files += found.length;
        const fresh = found.filter(({ kind }) => kind !== "same");
        await this.takeInSteps(fresh, asked, isCancelled);
        onRead?.(files);
        asked = ++this.moment;
      }
      if (isCancelled()) return false;
      this.take([...known].filter((key) => this.counts(key, begun)).map((uri) => ({ kind: "gone", uri })));
      return true;
    });
  }

  /** A folder left the workspace, or was deleted: its files are forgotten, but for open ones and those of other folders. */
  forget(folder: string, otherFolders: readonly string[]): void {
    const kept = otherFolders.filter((other) => !isBelow(other, folder) && isBelow(folder, other));
    if (otherFolders.some((other) => other === folder || isBelow(other, folder))) return;
    if (this.reading > 0) this.left.push({ folder, kept, at: ++this.moment });
    const leaves = (key: string): boolean => isBelow(folder, key) && !kept.some((other) => isBelow(other, key));
    for (const key of [...this.skipped.keys()]) if (leaves(key)) this.skipped.delete(key);
    this.take([...this.stamps.keys()].filter(leaves).map((uri) => ({ kind: "gone", uri })));
  }

  private async takeInSteps(found: readonly FoundFile[], asked: number, isCancelled: () => boolean): Promise<void> {
    const { clock, quiet } = this.hosts;
    let size = FIRST_STEP;
    for (let start = 0; start < found.length && !isCancelled();) {
      const begun = clock.now();
      const step = found.slice(start, start + size);
      this.take(step.filter(({ uri }) => this.counts(uri, asked)));
      start += step.length;
      size = Math.max(1, Math.min(size * 2, Math.round((size * STEP_MS) / Math.max(1, clock.now() - begun))));
      await quiet();
    }
  }

  /** Whether an answer of the disk that was asked for at a moment is the newest word about a file. */
  private counts(key: string, asked: number): boolean {
    if ((this.heard.get(key) ?? 0) > asked) return false;
    return !this.left.some(
      ({ folder, kept, at }) => at > asked && isBelow(folder, key) && !kept.some((other) => isBelow(other, key)),
    );
  }

  private take(found: readonly (FoundFile | { readonly kind: "gone"; readonly uri: string })[]): void {
    const changes = found.flatMap((file): Change[] => {
      this.skipped.delete(file.uri);
      if (file.kind === "text") this.stamps.set(file.uri, file.stamp);
      else if (file.kind !== "same") this.stamps.delete(file.uri);
      if (file.kind === "skipped") this.skipped.set(file.uri, file.reason);
      if (file.kind === "same" || this.hosts.isOpen(file.uri)) return [];
      if (file.kind === "text") return [{ uri: file.uri, text: file.text }];
      return this.hosts.world.snapshot.file(file.uri) === undefined ? [] : [{ uri: file.uri, text: undefined }];
    });
    this.hosts.world.apply(changes);
  }

  private async whileReading<T>(read: () => Promise<T>): Promise<T> {
    this.reading++;
    try {
      return await read();
    } finally {
      this.reading--;
      if (this.reading === 0) {
        this.heard.clear();
        this.left.length = 0;
      }
    }
  }
}

function isIn({ key: folder, shallow }: Folder, key: string): boolean {
  return isBelow(folder, key) && !(shallow && key.slice(folder.length + 1).includes("/"));
}
