// Writing a repaired text in the place of the old one, so that nothing else of the file changes and nobody's work is lost: not the owner, not the
// mode, not another name of the same file, not what was saved meanwhile. Readers see the old file or the new one, never half of it. What cannot be
// kept is a reason to leave the file alone.
import { randomBytes } from "node:crypto";
import { access, constants, type FileHandle, lstat, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import type { Stats } from "node:fs";
import { dirname, join } from "node:path";

/** Why a file was left as it is. `failed` comes with the system's own word. */
export type LeftReason =
  "changed" | "gone" | "notRegular" | "hardLinked" | "readOnly" | "owner" | "mode" | "noRoom" | "failed";

/** How replacing a file ended. */
export type Replacement =
  { readonly kind: "written" } | { readonly kind: "left"; readonly reason: LeftReason; readonly code: string };

/** Why a file could not be written, before anything is tried; nothing when it seems possible. */
export async function obstacleTo(path: string): Promise<Replacement | undefined> {
  try {
    const state = await lstat(path);
    if (!state.isFile()) return left("notRegular");
    // A new file takes one name only: its other names would go on showing the old text.
    if (state.nlink > 1) return left("hardLinked");
    if ((state.mode & WRITE_BITS) === 0) return left("readOnly");
    await access(path, constants.W_OK);
    await access(dirname(path), constants.W_OK);
    return canKeepOwner(state) ? undefined : left("owner");
  } catch (error) {
    return failure(error);
  }
}

/** Replaces a file that holds `before`, byte for byte, by `after`. `path` leads through no link. */
export async function replaceFile(path: string, before: string, after: string): Promise<Replacement> {
  const obstacle = await obstacleTo(path);
  if (obstacle !== undefined) return obstacle;
  const temporary = join(dirname(path), temporaryName());
  try {
    const state = await lstat(path);
    const kept = await writeLike(temporary, after, state);
    if (kept !== undefined) return await abandoned(temporary, left(kept));
    // As late as possible: what somebody saved while we were at work is theirs.
    const again = await lstat(path);
    const isSame = again.isFile() && again.ino === state.ino && again.nlink === 1;
    if (!isSame || !(await readFile(path)).equals(Buffer.from(before)))
      return await abandoned(temporary, left("changed"));
    await rename(temporary, path);
  } catch (error) {
    return await abandoned(temporary, failure(error));
  }
  await syncFolder(dirname(path));
  return { kind: "written" };
}

/** Removes what killed runs left in some folders. A file of a run that is still alive stays. */
export async function removeTemporaries(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch((): readonly string[] => []);
    for (const name of names) {
      const writer = TEMPORARY.exec(name)?.[1];
      if (writer === undefined) continue;
      const path = join(folder, name);
      // Gone, or not ours to remove: the next run sees it again.
      const state = await lstat(path).catch(() => undefined);
      if (state?.isFile() !== true || isAtWork(Number(writer), state)) continue;
      await unlink(path).catch(() => undefined);
    }
  }
}

const WRITE_BITS = 0o222;
const MODE_BITS = 0o7777;

/** The names of our temporaries: the process that writes it, and something that no other run chooses. Never read as YAML. */
const TEMPORARY = /^\.istio-egress-(\d+)-[0-9a-f]{16}\.tmp$/;

function temporaryName(): string {
  return `.istio-egress-${process.pid}-${randomBytes(8).toString("hex")}.tmp`;
}

/** No run needs an hour for one file: what is older was left by a process whose number another one got. */
const LONGEST_WRITE = 60 * 60 * 1000;

/** Whether the process that began a temporary may still be writing it. Our own number stands for an earlier run with the same one. */
function isAtWork(writer: number, state: Stats): boolean {
  if (writer === process.pid || Date.now() - state.mtimeMs > LONGEST_WRITE) return false;
  try {
    process.kill(writer, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Writes a new file with the owner and mode of another, down to the disk; a reason when one of these cannot be had. */
async function writeLike(path: string, text: string, like: Stats): Promise<LeftReason | undefined> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(text);
    const own = await handle.stat();
    if (own.uid !== like.uid || own.gid !== like.gid) {
      const isKept = await handle.chown(like.uid, like.gid).then(
        () => true,
        () => false,
      );
      if (!isKept) return "owner";
    }
    // After the owner: changing that one takes bits away. Not at open: the umask would.
    await handle.chmod(like.mode & MODE_BITS);
    if (((await handle.stat()).mode & MODE_BITS) !== (like.mode & MODE_BITS)) return "mode";
    await handle.sync();
    return undefined;
  } finally {
    await handle.close();
  }
}

/** Whether this user may make a file with that owner: its own files, with its own groups, or any when it is the administrator. */
function canKeepOwner(state: Stats): boolean {
  const user = process.geteuid?.();
  if (user === undefined || user === 0) return true;
  return (
    state.uid === user && (process.getegid?.() === state.gid || process.getgroups?.().includes(state.gid) === true)
  );
}

async function abandoned(temporary: string, outcome: Replacement): Promise<Replacement> {
  // It may never have been made.
  await unlink(temporary).catch(() => undefined);
  return outcome;
}

/** A renamed file survives a power cut once its folder is on the disk as well; not every system lets folders be synchronised. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // Windows and some network file systems refuse: the file itself is written.
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

function left(reason: LeftReason, code = ""): Replacement {
  return { kind: "left", reason, code };
}

function failure(error: unknown): Replacement {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const reasons: Readonly<Partial<Record<string, LeftReason>>> = {
    ENOENT: "gone",
    EACCES: "readOnly",
    EPERM: "readOnly",
    EROFS: "readOnly",
    ENOSPC: "noRoom",
    EDQUOT: "noRoom",
  };
  return left(reasons[code] ?? "failed", code);
}
