// What a change of some files means for the index: which documents are new, which are gone, and which say what they said before.
import type { Edit } from "../base/edit";
import type { YamlDocument, YamlFile } from "../syntax/document";
import { readFile, updateFile } from "../syntax/document";
import { isSameContent } from "./moved";
import { giveOrder } from "./order";
import { concernsUs } from "./relevance";

/** The documents of one file that differ from those of the file before. */
export interface FileDifference {
  readonly uri: string;
  readonly before: YamlFile | undefined;
  readonly after: YamlFile | undefined;
  readonly removed: readonly YamlDocument[];
  readonly added: readonly YamlDocument[];
  /** New texts of documents whose content stayed, with the old ones. Neither is among the removed and added. */
  readonly moved: readonly (readonly [before: YamlDocument, after: YamlDocument])[];
}

/** A file's new text, none for one that is gone; and the edit that led to it, where it is known. */
export interface NewText {
  readonly uri: string;
  readonly text: string | undefined;
  readonly edit?: Edit | undefined;
}

/** Reads a file's new text. `lasting` tells the document by whose objects the resources of an old document go. */
export function readChange(
  { uri, text, edit }: NewText,
  before: YamlFile | undefined,
  lasting: (document: YamlDocument) => YamlDocument,
): FileDifference {
  if (text === undefined) {
    return { uri, before, after: undefined, removed: before?.documents ?? [], added: [], moved: [] };
  }
  const after =
    before === undefined || edit === undefined
      ? readFile(uri, text, before, concernsUs)
      : updateFile(before, text, edit, concernsUs);
  const old = before?.documents ?? [];
  const fresh = after.documents;
  let top = 0;
  while (top < old.length && top < fresh.length && old[top] === fresh[top]) top++;
  let bottom = 0;
  while (
    bottom < old.length - top &&
    bottom < fresh.length - top &&
    old[old.length - 1 - bottom] === fresh[fresh.length - 1 - bottom]
  )
    bottom++;
  const removed = old.slice(top, old.length - bottom);
  const added = fresh.slice(top, fresh.length - bottom);
  if (!giveOrder(after, top, fresh.length - bottom, removed)) {
    const whole = readFile(uri, text, undefined, concernsUs);
    giveOrder(whole, 0, whole.documents.length, []);
    return { uri, before, after: whole, removed: old, added: whole.documents, moved: [] };
  }
  if (removed.length !== added.length) return { uri, before, after, removed, added, moved: [] };
  const moved: (readonly [YamlDocument, YamlDocument])[] = [];
  const isMoved = added.map((document, position) => {
    const was = removed[position];
    const isSame = was !== undefined && isSameContent(lasting(was), document);
    if (isSame) moved.push([was, document]);
    return isSame;
  });
  return {
    uri,
    before,
    after,
    removed: removed.filter((_, position) => isMoved[position] !== true),
    added: added.filter((_, position) => isMoved[position] !== true),
    moved,
  };
}
