// Reading and writing for the command line: paths become files, folders are walked, and a file is replaced in one step.
import { randomBytes } from "node:crypto";
import { rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { processClock } from "../files/clock.node";
import { diskFiles, readRegularFile, uriOf } from "../files/disk.node";

/** A file to look at, with the name to show. */
export interface InputFile {
  readonly uri: string;
  readonly name: string;
  readonly text: string;
}

/** A path that could not be read. */
export interface UnreadablePath {
  readonly path: string;
  readonly reason: "notFound" | "notText";
}

/** Reads files, and all YAML files below folders; each file once, ordered by name. `onFile` is told how many have been read. */
export async function readInputs(
  paths: readonly string[],
  onFile: (count: number) => void,
): Promise<{ files: readonly InputFile[]; unreadable: readonly UnreadablePath[] }> {
  const files = new Map<string, InputFile>();
  const unreadable: UnreadablePath[] = [];
  const add = (uri: string, text: string): void => {
    if (!files.has(uri)) files.set(uri, { uri, name: displayName(uri), text });
    onFile(files.size);
  };
  for (const path of paths) {
    const full = resolve(path);
    let isFolder: boolean;
    try {
      isFolder = (await stat(full)).isDirectory();
    } catch {
      // Whatever keeps us from looking at it, for the user the path leads nowhere.
      unreadable.push({ path, reason: "notFound" });
      continue;
    }
    if (isFolder) {
      for await (const found of diskFiles(processClock).list(uriOf(full))) {
        for (const file of found) if (file.kind === "text") add(file.uri, file.text);
      }
      continue;
    }
    const outcome = readRegularFile(full);
    if (outcome.kind === "text") add(uriOf(full), outcome.bytes.toString("utf8"));
    else unreadable.push({ path, reason: "notText" });
  }
  return { files: [...files.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), unreadable };
}

/** Replaces a file's text in one step: readers see the old file or the new one, never half of it. Keeps the file's mode. */
export async function replaceFile(uri: string, text: string): Promise<void> {
  const path = fileURLToPath(uri);
  const temporary = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  const { mode } = await stat(path);
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** A file's name as people say it: relative to where they stand, unless it lies elsewhere. */
function displayName(uri: string): string {
  const path = fileURLToPath(uri);
  const near = relative(process.cwd(), path);
  return near === "" || near.startsWith("..") ? path : near;
}
