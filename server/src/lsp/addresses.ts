// One file, one address: what editors write becomes the address under which the workspace knows a file (one spelling, links resolved), and
// answers go out in the spelling that the client uses itself.
import type { FileSource } from "../files/file-source";
import { canonicalUri, isBelow } from "../files/uri";

interface Root {
  /** As the client writes it, without a slash at its end. */
  readonly uri: string;
  /** The same in the one spelling, links as they are. */
  readonly canonical: string;
  /** Its address in the workspace. */
  readonly key: string;
}

/** The door between the client's spelling and ours. `isKnown` says whether the workspace has a file at an address. */
export class Addresses {
  private roots: readonly Root[] = [];
  private readonly spellings = new Map<string, readonly string[]>();

  constructor(
    private readonly source: Pick<FileSource, "resolve">,
    private readonly isKnown: (key: string) => boolean,
  ) {}

  /** Names the folders of the workspace, in the client's spelling; the answer are their addresses. */
  setRoots(uris: readonly string[]): readonly string[] {
    this.roots = uris.map((uri) => {
      const canonical = withoutSlash(canonicalUri(uri));
      return { uri: withoutSlash(uri), canonical, key: this.source.resolve(canonical) };
    });
    return this.roots.map(({ key }) => key);
  }

  /** The address of what the client means. Files that the workspace has need no look at the disk. */
  keyOf(uri: string): string {
    const canonical = canonicalUri(uri);
    if (this.isKnown(canonical)) return canonical;
    const root = this.roots.find((candidate) => isBelow(candidate.canonical, canonical));
    const moved = root === undefined ? canonical : root.key + canonical.slice(root.canonical.length);
    return this.isKnown(moved) ? moved : this.source.resolve(canonical);
  }

  /** The client opened or edited a file under this spelling. */
  opened(uri: string, key: string): void {
    const others = (this.spellings.get(key) ?? []).filter((other) => other !== uri);
    // Put in anew, so that the file touched last stands last.
    this.spellings.delete(key);
    this.spellings.set(key, [...others, uri]);
  }

  /** The client closed it. */
  closed(uri: string, key: string): void {
    const rest = (this.spellings.get(key) ?? []).filter((other) => other !== uri);
    if (rest.length === 0) this.spellings.delete(key);
    else this.spellings.set(key, rest);
  }

  /** Whether the client has the file open, under whatever spelling. */
  isOpen(key: string): boolean {
    return this.spellings.has(key);
  }

  /** The open files, the one that was touched last first. */
  openKeys(): readonly string[] {
    return [...this.spellings.keys()].reverse();
  }

  /** How the client writes an address. */
  spell(key: string): string {
    return this.spellAll(key)[0] ?? key;
  }

  /** All ways in which the client has a file open; one way for closed files. */
  spellAll(key: string): readonly string[] {
    const open = this.spellings.get(key);
    if (open !== undefined) return open;
    const root = this.roots.find((candidate) => candidate.uri !== candidate.key && isBelow(candidate.key, key));
    return [root === undefined ? key : root.uri + key.slice(root.key.length)];
  }
}

function withoutSlash(uri: string): string {
  return uri.endsWith("/") && !uri.endsWith("//") ? uri.slice(0, -1) : uri;
}
