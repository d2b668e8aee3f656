// A document with its identity: the same object as long as its text stays the same in its file, so that everything derived from it can be
// kept. Where in the file it stands is known to the file alone.
import { type ParsedDocument, parseYaml } from "./parse";
import { splitDocuments } from "./split";

/** One document of one file. */
export interface YamlDocument extends ParsedDocument {
  readonly uri: string;
}

/** A file cut into documents. `starts[i]` is the offset at which `documents[i]` begins in `text`. */
export interface YamlFile {
  readonly uri: string;
  readonly text: string;
  readonly documents: readonly YamlDocument[];
  readonly starts: readonly number[];
}

/**
 * Reads a file. Documents whose text is unchanged, counted from the top and from the bottom of `previous`, are taken over as they are.
 * Documents that `concerns` turns down are kept as text only: they have no tree and no problems.
 */
export function readFile(
  uri: string,
  text: string,
  previous?: YamlFile,
  concerns: (text: string) => boolean = () => true,
): YamlFile {
  const pieces = splitDocuments(text);
  const old = previous?.documents ?? [];
  let top = 0;
  while (top < pieces.length && top < old.length && pieces[top]?.text === old[top]?.text) top++;
  let bottom = 0;
  while (
    bottom < pieces.length - top &&
    bottom < old.length - top &&
    pieces[pieces.length - 1 - bottom]?.text === old[old.length - 1 - bottom]?.text
  ) {
    bottom++;
  }
  const documents = pieces.map((piece, position) => {
    const kept =
      position < top
        ? old[position]
        : position >= pieces.length - bottom
          ? old[old.length - pieces.length + position]
          : undefined;
    return kept ?? Object.freeze({ uri, ...(concerns(piece.text) ? parseYaml(piece.text) : unread(piece.text)) });
  });
  return { uri, text, documents, starts: pieces.map((piece) => piece.start) };
}

/** The document an offset of the file lies in, with the offset inside it. The gap before the first document belongs to it. */
export function documentAt(
  file: YamlFile,
  offset: number,
): { document: YamlDocument; start: number; offset: number } | undefined {
  let low = 0;
  let high = file.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const document = file.documents[low];
  const start = file.starts[low];
  if (document === undefined || start === undefined) return undefined;
  return { document, start, offset: Math.max(0, offset - start) };
}

function unread(text: string): ParsedDocument {
  return { text, root: undefined, problems: [], templated: false };
}
