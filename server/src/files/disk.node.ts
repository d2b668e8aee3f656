// Files from the disk. Folders that hold other people's or generated files are not entered; links are not followed, so no walk is endless.
// Reading is synchronous, several times faster than by promises, and stops for everybody else every few milliseconds. Only regular files are
// ever read: opening a pipe may wait for ever, and opening a device may do anything.
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Clock, SLICE_MS } from "./clock";
import type { FileSource, FoundFile, ListOptions, SkipReason } from "./file-source";
import { canonicalUri, isYamlUri } from "./uri";

/** Larger files are not resources somebody keeps by hand (bytes). */
export const MAX_FILE_SIZE = 8 * 1024 * 1024;
/** Folders never worth a look. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  ".terraform",
  ".venv",
  "vendor",
  "dist",
  "out",
]);
/** Opening never waits, should a pipe take a file's place between the look at it and its opening. Windows has no such flag, nor such pipes. */
const OPEN_FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);
/** Bytes at the start of a file that tell text from other content. */
const BINARY_CHECK = 4096;

/** What became of reading one file. */
export type ReadOutcome =
  | { readonly kind: "text"; readonly bytes: Buffer; readonly stamp: string }
  | { readonly kind: "skipped"; readonly reason: SkipReason }
  | { readonly kind: "gone" };

/** The disk as a source. */
export function diskFiles(clock: Clock): FileSource {
  return {
    resolve: (uri) => {
      const path = pathOf(uri);
      return path === undefined ? uri : uriOf(realPath(path));
    },
    async *list(folder, options = {}) {
      let found: FoundFile[] = [];
      let until = clock.now() + SLICE_MS;
      for (const file of walk(folder, options)) {
        if (file !== undefined) found.push(file);
        if (clock.now() < until) continue;
        if (found.length > 0) yield found;
        found = [];
        await clock.pause();
        until = clock.now() + SLICE_MS;
      }
      if (found.length > 0) yield found;
    },
    read: (uri) => {
      const path = pathOf(uri);
      return Promise.resolve(path === undefined ? undefined : found(uri, readRegularFile(path)));
    },
  };
}

/** The address of a path. */
export function uriOf(path: string): string {
  return canonicalUri(pathToFileURL(path).href);
}

/** Reads a file if it is a regular one. A link counts as what it leads to. */
function readRegularFile(path: string): ReadOutcome {
  try {
    return statSync(path).isFile() ? readOpened(path) : { kind: "skipped", reason: "special" };
  } catch (error) {
    return isGone(error) ? { kind: "gone" } : { kind: "skipped", reason: "unreadable" };
  }
}

/** Reads what a look at the folder has shown to be a regular file; asked once more, as something else may have taken its place. */
function readOpened(path: string): ReadOutcome {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, OPEN_FLAGS);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { kind: "skipped", reason: "special" };
    if (stats.size > MAX_FILE_SIZE) return { kind: "skipped", reason: "tooLarge" };
    const bytes = readAll(descriptor, stats.size);
    return bytes.subarray(0, BINARY_CHECK).includes(0)
      ? { kind: "skipped", reason: "binary" }
      : { kind: "text", bytes, stamp: stampOf(stats) };
  } catch (error) {
    return isGone(error) ? { kind: "gone" } : { kind: "skipped", reason: "unreadable" };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function found(uri: string, outcome: ReadOutcome): FoundFile | undefined {
  switch (outcome.kind) {
    case "text":
      return { kind: "text", uri, text: outcome.bytes.toString("utf8"), stamp: outcome.stamp };
    case "skipped":
      return { kind: "skipped", uri, reason: outcome.reason };
    case "gone":
      return undefined;
  }
}

/** Walks a folder; `undefined` stands for a moment in which nothing was found, so that whoever walks can stop there. */
function* walk(folder: string, { shallow, known }: ListOptions): Generator<FoundFile | undefined> {
  const root = pathOf(folder);
  if (root === undefined) return;
  const pending = [{ path: realPath(root), uri: folder.replace(/\/$/, "") }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield undefined;
    for (const entry of entriesOf(next.path)) {
      const path = join(next.path, entry.name);
      const uri = `${next.uri}/${encodeURIComponent(entry.name)}`;
      if (entry.isDirectory()) {
        if (shallow !== true && !SKIPPED_FOLDERS.has(entry.name)) pending.push({ path, uri });
      } else if (isYamlUri(entry.name) && !entry.isSymbolicLink()) {
        yield foundAt(path, uri, entry, known);
      }
    }
  }
}

function foundAt(path: string, uri: string, entry: Dirent, known: ListOptions["known"]): FoundFile | undefined {
  if (!entry.isFile()) return { kind: "skipped", uri, reason: "special" };
  const stamp = known?.(uri);
  if (stamp !== undefined && stamp === stampAt(path)) return { kind: "same", uri };
  return found(uri, readOpened(path));
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder without permission, or one that vanished meanwhile, has no entries for us.
    return [];
  }
}

/** All bytes of an open file: as many as it said to have, and what has been appended since. */
function readAll(descriptor: number, size: number): Buffer {
  let bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > MAX_FILE_SIZE) return bytes.subarray(0, MAX_FILE_SIZE);
    if (length === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
  }
}

interface Stats {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;
}

/** Changes whenever the content does: a replaced file keeps its time of change only if somebody sets the clock back. */
function stampOf({ mtimeMs, ctimeMs, size }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size}`;
}

function stampAt(path: string): string | undefined {
  try {
    return stampOf(lstatSync(path));
  } catch {
    // Gone or forbidden: reading it will tell.
    return undefined;
  }
}

/** The path without links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    // Not a path of this platform.
    return undefined;
  }
}
