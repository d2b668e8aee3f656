// A file source whose files are a map that a test holds and changes. Every stamp is the text itself.
import type { FileSource, FoundFile } from "../../server/src/files/file-source";
import { isBelow, isYamlUri } from "../../server/src/files/uri";

/** The map's files as a source; what lists them sees the map as it is when each file is reached. */
export function filesInMemory(disk: ReadonlyMap<string, string>): FileSource {
  const find = (uri: string): FoundFile | undefined => {
    const text = disk.get(uri);
    return text === undefined ? undefined : { kind: "text", uri, text, stamp: text };
  };
  return {
    resolve: (uri) => uri,
    // eslint-disable-next-line @typescript-eslint/require-await -- the files are in memory
    list: async function* (folder, { shallow, known } = {}) {
      for (const uri of [...disk.keys()].sort()) {
        if (!isBelow(folder, uri) || !isYamlUri(uri)) continue;
        if (shallow === true && uri.slice(folder.length + 1).includes("/")) continue;
        const file = find(uri);
        if (file?.kind === "text") yield [file.stamp === known?.(uri) ? { kind: "same", uri } : file];
      }
    },
    read: (uri) => Promise.resolve(find(uri)),
  };
}
