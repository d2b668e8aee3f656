// Where files that no editor has open come from. The server asks this interface; what answers it is chosen in main.*.

/** A file's address and text. */
export interface SourceFile {
  readonly uri: string;
  readonly text: string;
}

/** Something that can list and read a workspace's YAML files. It never throws: what cannot be read is left out. */
export interface FileSource {
  /** The YAML files below a folder, in no particular order, until `cancelled` says so. */
  list(folder: string, cancelled: () => boolean): AsyncIterable<SourceFile>;
  /** One file's text; nothing when it is gone, unreadable, binary or too large. */
  read(uri: string): Promise<string | undefined>;
}

/** A source without files, for places where none can be reached. */
export const NO_FILES: FileSource = {
  // eslint-disable-next-line @typescript-eslint/require-await -- an empty generator has nothing to wait for
  list: async function* () {
    yield* [];
  },
  read: () => Promise.resolve(undefined),
};

/** Whether a uri names a YAML file by its ending. */
export function isYamlUri(uri: string): boolean {
  return /\.ya?ml$/i.test(uri);
}
