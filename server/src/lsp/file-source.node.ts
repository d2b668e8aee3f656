// Files from the disk. Folders that hold other people's or generated files are not entered; links are not followed, so no walk is endless.
import { opendir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type FileSource, isYamlUri, type SourceFile } from "./file-source";

/** Larger files are not resources somebody keeps by hand (UTF-8 bytes). */
const MAX_FILE_SIZE = 8 * 1024 * 1024;
/** Folders never worth a look. */
const SKIPPED = new Set(["node_modules", ".git", ".hg", ".svn", ".terraform", ".venv", "vendor", "dist", "out"]);

/** The disk as a source. */
export const diskFiles: FileSource = {
  async *list(folder, cancelled): AsyncIterable<SourceFile> {
    const root = pathOf(folder);
    if (root === undefined) return;
    const pending = [root];
    while (pending.length > 0 && !cancelled()) {
      const directory = pending.pop() ?? "";
      for (const entry of await entriesOf(directory)) {
        if (cancelled()) return;
        const path = join(directory, entry.name);
        if (entry.isDirectory) {
          if (!SKIPPED.has(entry.name)) pending.push(path);
        } else if (isYamlUri(entry.name)) {
          const text = await readText(path);
          if (text !== undefined) yield { uri: pathToFileURL(path).href, text };
        }
      }
    }
  },
  async read(uri) {
    const path = pathOf(uri);
    return path === undefined ? undefined : readText(path);
  },
};

/** A file's text; nothing when it cannot be read, is binary or too large. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_SIZE) return undefined;
    const text = await readFile(path, "utf8");
    return text.slice(0, 4096).includes("\u0000") ? undefined : text;
  } catch {
    // Gone, forbidden or not a file: nothing to read here.
    return undefined;
  }
}

async function entriesOf(directory: string): Promise<readonly { name: string; isDirectory: boolean }[]> {
  const entries: { name: string; isDirectory: boolean }[] = [];
  try {
    for await (const entry of await opendir(directory)) {
      if (entry.isDirectory() || entry.isFile()) entries.push({ name: entry.name, isDirectory: entry.isDirectory() });
    }
  } catch {
    // A folder without permission, or one that vanished meanwhile, has no entries for us.
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    // Not a path of this platform.
    return undefined;
  }
}
