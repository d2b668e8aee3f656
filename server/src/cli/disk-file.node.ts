// One file of the disk as text, or the reason why it is none. Text is UTF-8 without exception: bytes that are none would be written back as other
// bytes, so such a file is named and left alone. A byte order mark stays in the text.
import { open, type FileHandle } from "node:fs/promises";
import { MAX_FILE_SIZE } from "../files/disk.node";

/** Why a path was not read. `link`: a symbolic link inside a folder, which is not followed. */
export type NotReadReason =
  "notFound" | "forbidden" | "link" | "notRegular" | "tooLarge" | "notUtf8" | "notText" | "busy" | "failed";

/** A file's text, or why there is none; `code` is the system's word for a failure that has no sentence of ours. */
export type FileReading =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "notRead"; readonly reason: NotReadReason; readonly code: string };

/** Reads a file. Pipes and devices are read only with `pipes`: a user who names one means it, a folder may hold one by accident. */
export async function readDiskFile(path: string, options: { readonly pipes: boolean }): Promise<FileReading> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const state = await handle.stat();
    if (state.isDirectory() || (!state.isFile() && !options.pipes)) return notRead("notRegular");
    if (state.isFile() && state.size > MAX_FILE_SIZE) return notRead("tooLarge");
    const bytes = await readUpTo(handle, MAX_FILE_SIZE + 1);
    return bytes.length > MAX_FILE_SIZE ? notRead("tooLarge") : decode(bytes);
  } catch (error) {
    return { kind: "notRead", ...reasonOf(error) };
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** What a failed system call means for the user. */
export function reasonOf(error: unknown): { readonly reason: NotReadReason; readonly code: string } {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return { reason: REASONS[code] ?? "failed", code };
}

const REASONS: Readonly<Partial<Record<string, NotReadReason>>> = {
  ENOENT: "notFound",
  ENOTDIR: "notFound",
  EACCES: "forbidden",
  EPERM: "forbidden",
  EBUSY: "busy",
  ENXIO: "notRegular",
  EISDIR: "notRegular",
};

function notRead(reason: NotReadReason): FileReading {
  return { kind: "notRead", reason, code: "" };
}

/** The bytes of a file or pipe, but no more than `limit`: a device may never end, and a file may grow while it is read. */
async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < limit) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null);
    if (bytesRead === 0) break;
    parts.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(parts);
}

function decode(bytes: Buffer): FileReading {
  // Half of UTF-16's bytes are NUL in YAML, so a file with NUL is named as no text; a file of another encoding as no UTF-8.
  if (bytes.subarray(0, 4096).includes(0)) return notRead("notText");
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // The decoder throws at the first byte that no UTF-8 has there.
    return notRead("notUtf8");
  }
}
