// A document with its identity: the same object as long as its text stays the same in its file, so that everything derived from it can be
// kept. Where in the file it stands is known to the file alone.
import type { Edit } from "../base/edit";
import { type ParsedDocument, parseYaml } from "./parse";
import { type DocumentText, splitDocuments, splitFrom } from "./split";

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
  const documents = documentsOf(uri, pieces, previous?.documents, concerns);
  return { uri, text, documents, starts: pieces.map((piece) => piece.start) };
}

/**
 * Reads a file again after one edit of `previous` that led to `text`. The same as readFile, but only documents that the edit touches, and the
 * one above them, are looked at: it costs their length, and for the rest of the file a copy of two arrays with an addition for each document
 * below the edit.
 */
export function updateFile(
  previous: YamlFile,
  text: string,
  { span, newText }: Edit,
  concerns: (text: string) => boolean = () => true,
): YamlFile {
  const { uri, documents: old, starts } = previous;
  const moved = newText.length - (span.end - span.start);
  if (previous.text.length + moved !== text.length) return readFile(uri, text, previous, concerns);
  // An edit at a document's start may join it with the one above.
  const first = Math.max(0, indexAt(starts, span.start) - 1);
  let behind = old.length;
  const pieces = splitFrom(text, first === 0 ? 0 : (starts[first] ?? 0), (start) => {
    // Behind the edit, where a document began before and still begins, the rest of the file is as it was.
    const before = start - moved;
    const at = before < span.end ? -1 : indexAt(starts, before);
    if (starts[at] !== before || at <= first) return false;
    behind = at;
    return true;
  });
  const read = documentsOf(uri, pieces, old.slice(first, behind), concerns);
  return {
    uri,
    text,
    documents: old.slice(0, first).concat(read, old.slice(behind)),
    starts: movedStarts(starts, pieces, { first, behind, moved }),
  };
}

/** Where documents begin after an edit: pieces take the place of those from `first` to `behind`, the ones below are moved. */
function movedStarts(
  starts: readonly number[],
  pieces: readonly DocumentText[],
  { first, behind, moved }: { readonly first: number; readonly behind: number; readonly moved: number },
): readonly number[] {
  const all = starts.slice(0, first).concat(
    pieces.map((piece) => piece.start),
    starts.slice(behind),
  );
  for (let at = first + pieces.length; at < all.length; at++) all[at] = (all[at] ?? 0) + moved;
  return all;
}

/** The document an offset of the file lies in, with the offset inside it. The gap before the first document belongs to it. */
export function documentAt(
  file: YamlFile,
  offset: number,
): { document: YamlDocument; start: number; offset: number } | undefined {
  const at = indexAt(file.starts, offset);
  const document = file.documents[at];
  const start = file.starts[at];
  if (document === undefined || start === undefined) return undefined;
  return { document, start, offset: Math.max(0, offset - start) };
}

/** The last document that begins at or before an offset; the first when none does. */
function indexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The documents of some pieces; those of `old` whose text is the same, from the top and from the bottom, are taken over. */
function documentsOf(
  uri: string,
  pieces: readonly DocumentText[],
  old: readonly YamlDocument[] | undefined,
  concerns: (text: string) => boolean,
): readonly YamlDocument[] {
  const known = old ?? [];
  let top = 0;
  while (top < pieces.length && top < known.length && pieces[top]?.text === known[top]?.text) top++;
  let bottom = 0;
  while (
    bottom < pieces.length - top &&
    bottom < known.length - top &&
    pieces[pieces.length - 1 - bottom]?.text === known[known.length - 1 - bottom]?.text
  ) {
    bottom++;
  }
  return pieces.map((piece, position) => {
    const kept =
      position < top
        ? known[position]
        : position >= pieces.length - bottom
          ? known[known.length - pieces.length + position]
          : undefined;
    // The first reading of a file shares its text; later ones must not keep a whole file alive for each document that was edited.
    return kept ?? readDocument(uri, old === undefined ? piece.text : copyOf(piece.text), concerns);
  });
}

function readDocument(uri: string, text: string, concerns: (text: string) => boolean): YamlDocument {
  return Object.freeze({ uri, ...(concerns(text) ? parseYaml(text) : unread(text)) });
}

/** The same text in memory of its own: engines make a piece of a text a reference into the whole. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}

function unread(text: string): ParsedDocument {
  return { text, root: undefined, problems: [], templated: false };
}
