// Reads the packaged extension: a .vsix is a zip file.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";

export interface PackagedFile {
  readonly path: string;
  readonly content: Buffer;
}

/** The files of a .vsix in the order of its directory. Reads the stored and the deflated entries that vsce writes. */
export function readVsix(file: string): readonly PackagedFile[] {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  const files: PackagedFile[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let index = 0; index < zip.readUInt16LE(end + 10); index++) {
    const method = zip.readUInt16LE(entry + 10);
    const size = zip.readUInt32LE(entry + 20);
    const nameLength = zip.readUInt16LE(entry + 28);
    const path = zip.toString("utf8", entry + 46, entry + 46 + nameLength);
    const local = zip.readUInt32LE(entry + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(start, start + size);
    if (!path.endsWith("/")) files.push({ path, content: method === 0 ? stored : inflateRawSync(stored) });
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}

/** Unpacks a .vsix and returns the folder of the extension, as VS Code installs it. */
export function unpackVsix(file: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, content } of readVsix(file)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return join(folder, "extension");
}
