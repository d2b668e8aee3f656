// A file source that gives an answer only when the test lets it go: for what happens while the disk is being read.
import type { FileSource, FoundFile } from "../../server/src/files/file-source";
import { isBelow } from "../../server/src/files/uri";

/** A source that waits. What an answer says is what the map held when it was asked for, not when it was let go. */
export interface SlowFiles extends FileSource {
  /** Resolves as soon as so many answers wait. */
  asked(waiting: number): Promise<void>;
  /** Resolves as soon as so many answers wait, and lets the one at a position go (the first unless said otherwise). */
  letGo(position?: number, waiting?: number): Promise<void>;
}

export function slowFiles(disk: ReadonlyMap<string, string>): SlowFiles {
  const waiting: (() => void)[] = [];
  const watchers: (() => void)[] = [];
  const turn = (): Promise<void> =>
    new Promise((go) => {
      waiting.push(go);
      for (const seen of watchers.splice(0)) seen();
    });
  const find = (uri: string): FoundFile | undefined => {
    const text = disk.get(uri);
    return text === undefined ? undefined : { kind: "text", uri, text, stamp: text };
  };
  const asked = async (count: number): Promise<void> => {
    while (waiting.length < count) await new Promise<void>((seen) => watchers.push(seen));
  };
  return {
    asked,
    resolve: (uri) => uri,
    list: async function* (folder) {
      for (const uri of [...disk.keys()].sort()) {
        const file = find(uri);
        if (file === undefined || !isBelow(folder, uri)) continue;
        await turn();
        yield [file];
      }
    },
    read: async (uri) => {
      const file = find(uri);
      await turn();
      return file;
    },
    letGo: async (position = 0, count = position + 1) => {
      await asked(count);
      for (const go of waiting.splice(position, 1)) go();
    },
  };
}
