// Where files that no editor has open come from. Server and command line ask this interface; what answers it is chosen in main.*. An address
// (`uri`) is always in the one spelling of uri.ts, with links resolved.

/** Why something that is named like a YAML file was not read. `special`: a pipe, a device or the like, which is never opened. */
export type SkipReason = "unreadable" | "special" | "tooLarge" | "binary";

/** One file as it was found. `same`: nothing has changed since the stamp that was known. */
export type FoundFile =
  | { readonly kind: "text"; readonly uri: string; readonly text: string; readonly stamp: string }
  | { readonly kind: "same"; readonly uri: string }
  | { readonly kind: "skipped"; readonly uri: string; readonly reason: SkipReason };

/** How a folder is listed. */
export interface ListOptions {
  /** Only the folder itself, nothing below it. */
  readonly shallow?: boolean;
  /** The stamp that a file had when it was last read; files that still have it are not read again. */
  readonly known?: (uri: string) => string | undefined;
}

/** Something that can list and read a workspace's YAML files. It never throws. */
export interface FileSource {
  /** The one address of what a uri (in the spelling of uri.ts) leads to: links resolved as far as the path exists. */
  resolve(uri: string): string;
  /** The YAML files of a folder, piece by piece: each piece is what could be had without holding up anybody else. */
  list(folder: string, options?: ListOptions): AsyncIterable<readonly FoundFile[]>;
  /** One file; nothing when it is gone. */
  read(uri: string): Promise<FoundFile | undefined>;
}

/** A source without files, for places where none can be reached. */
export const NO_FILES: FileSource = {
  resolve: (uri) => uri,
  // eslint-disable-next-line @typescript-eslint/require-await -- an empty generator has nothing to wait for
  list: async function* () {
    yield* [];
  },
  read: () => Promise.resolve(undefined),
};
