// Which files a command looks at: paths become files, folders are walked, each file is read once however many paths lead to it. What was not read
// is part of the answer. Links inside folders are not followed, so no walk is endless; a link that the user names is followed to its file.
import { opendir, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { SKIPPED_FOLDERS, uriOf } from "../files/disk.node";
import { isYamlUri } from "../files/uri";
import { type NotReadReason, readDiskFile, reasonOf } from "./disk-file.node";

/** A file to look at, with its real place and the name to show. */
export interface InputFile {
  readonly uri: string;
  readonly path: string;
  readonly name: string;
  /** The name as a URI reference: relative where the name is, each segment escaped by itself. */
  readonly address: string;
  readonly text: string;
  /** Whether it is a regular file: what came through a pipe cannot be written back. */
  readonly isRegular: boolean;
}

/** A path that was not read; `isNamed` when the user asked for this very path. */
export interface NotRead {
  readonly name: string;
  readonly reason: NotReadReason;
  readonly code: string;
  readonly isNamed: boolean;
}

/** What reading some paths gave. */
export interface Inputs {
  readonly files: readonly InputFile[];
  readonly notRead: readonly NotRead[];
  /** Folders that were passed by because of their names, though somebody may keep resources there. */
  readonly notEntered: readonly string[];
  /** The real folders in which files were looked for. */
  readonly folders: readonly string[];
}

/** Reads files, and all YAML files below folders, ordered by name. `onFile` is told how many have been read. */
export async function readInputs(paths: readonly string[], onFile: (count: number) => void): Promise<Inputs> {
  const found = new Collection(onFile);
  for (const path of paths) await found.take(path);
  return found.result();
}

/** These hold what machines wrote and nobody would look for resources in; the other folders that are passed by are named. */
const NEVER_NAMED = new Set(["node_modules", ".git", ".hg", ".svn", ".terraform", ".venv"]);

class Collection {
  private readonly files = new Map<string, InputFile>();
  private readonly folders = new Set<string>();
  private readonly notRead: NotRead[] = [];
  private readonly notEntered: string[] = [];

  constructor(private readonly onFile: (count: number) => void) {}

  result(): Inputs {
    const { notRead, notEntered } = this;
    const files = [...this.files.values()].sort((a, b) => compare(a.name, b.name));
    return { files, notRead, notEntered: [...notEntered].sort(compare), folders: [...this.folders] };
  }

  /** A path that the user named. */
  async take(path: string): Promise<void> {
    const shown = displayName(resolve(path));
    try {
      const state = await stat(path);
      // A pipe (`<(…)`, /dev/stdin) has no real path to follow.
      const real = state.isFile() || state.isDirectory() ? await realpath(path) : resolve(path);
      if (state.isDirectory()) {
        await this.walk(real, resolve(path));
        return;
      }
      if (state.isFile()) this.folders.add(dirname(real));
      await this.read(real, shown, { isNamed: true, isRegular: state.isFile() });
    } catch (error) {
      this.notRead.push({ name: shown, ...reasonOf(error), isNamed: true });
    }
  }

  /** Everything below a folder; `shown` is the path by which the user named it. */
  private async walk(root: string, shown: string): Promise<void> {
    const pending = [{ real: root, shown, isNamed: true }];
    for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
      this.folders.add(folder.real);
      let entries: readonly Entry[];
      try {
        entries = await entriesOf(folder.real);
      } catch (error) {
        this.notRead.push({ name: displayName(folder.shown), ...reasonOf(error), isNamed: folder.isNamed });
        continue;
      }
      for (const { name, kind } of entries) {
        const below = { real: join(folder.real, name), shown: join(folder.shown, name), isNamed: false };
        if (kind === "folder") {
          if (!SKIPPED_FOLDERS.has(name)) pending.push(below);
          else if (!NEVER_NAMED.has(name)) this.notEntered.push(displayName(below.shown));
        } else if (isYamlUri(name)) {
          const shownName = displayName(below.shown);
          if (kind === "file") await this.read(below.real, shownName, { isNamed: false, isRegular: true });
          else this.notRead.push({ name: shownName, reason: kind, code: "", isNamed: false });
        }
      }
    }
  }

  private async read(real: string, name: string, about: { isNamed: boolean; isRegular: boolean }): Promise<void> {
    if (this.files.has(real)) return;
    const reading = await readDiskFile(real, { pipes: about.isNamed });
    if (reading.kind === "notRead") {
      this.notRead.push({ name, reason: reading.reason, code: reading.code, isNamed: about.isNamed });
      return;
    }
    const { text } = reading;
    const { isRegular } = about;
    this.files.set(real, { uri: uriOf(real), path: real, name, address: addressOf(name), text, isRegular });
    this.onFile(this.files.size);
  }
}

interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "notRegular";
}

async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of await opendir(folder)) {
    const { name } = entry;
    if (entry.isDirectory()) entries.push({ name, kind: "folder" });
    else if (entry.isFile()) entries.push({ name, kind: "file" });
    else entries.push({ name, kind: entry.isSymbolicLink() ? "link" : "notRegular" });
  }
  return entries.sort((a, b) => compare(a.name, b.name));
}

/** A path as people say it: relative to where they stand, unless it lies elsewhere. */
function displayName(path: string): string {
  const near = relative(process.cwd(), path);
  const isElsewhere = near === "" || near === ".." || near.startsWith(`..${sep}`);
  return isElsewhere ? path : near;
}

/** Every segment is escaped, so `#`, `?` and `\\` in names mean nothing; `./` keeps `c:x.yaml` from looking like a scheme to careless readers. */
function addressOf(name: string): string {
  if (isAbsolute(name)) return pathToFileURL(name).href;
  const address = name.split(sep).map(encodeURIComponent).join("/");
  return name.includes(":") ? `./${address}` : address;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
