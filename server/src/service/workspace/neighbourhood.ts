// Which files plausibly describe one mesh. Folders side by side are usually environments, overlays or examples of which only one is applied at
// a time, so what stands in one of them says nothing about the other.
import type { ResourceBase } from "../model/resource";

/** Whether two files lie in one folder, or one of them in a folder above the other's. */
export function shareFolder(uri: string, other: string): boolean {
  const one = folderOf(uri);
  const two = folderOf(other);
  return one.startsWith(two) || two.startsWith(one);
}

/** Whether two different resources may well be in one cluster at the same time: near each other, and not two texts of one resource. */
export function mayMeet(a: ResourceBase, b: ResourceBase): boolean {
  if (a.root === b.root || !shareFolder(a.document.uri, b.document.uri)) return false;
  return !(a.kind.value === b.kind.value && a.namespace === b.namespace && a.name?.value === b.name?.value);
}

/** Folders whose subfolders are applied one at a time, each to a cluster of its own. */
const FOLDERS_OF_ALTERNATIVES = /^(?:overlays?|environments?|envs?|clusters?|stages?|examples?|samples?)$/i;
/** Names of environments, also with more behind: `prod`, `dev2`, `staging-eu`. */
const ENVIRONMENT =
  /^(?:dev|devel|develop|development|test|testing|tst|qa|sit|uat|int|integration|stage|staging|stg|pre-?prod|non-?prod|prd|prod|production|sandbox|sbx)\d*(?:[-_.].*)?$/i;

/**
 * Whether two files belong to different environments, so that neither says anything about the other: their paths part at folders named after
 * environments, or right below `overlays`, `clusters` and the like.
 */
export function areEnvironmentsApart(uri: string, other: string): boolean {
  if (uri === other) return false;
  let folder = 0;
  let position = 0;
  while (position < uri.length && uri[position] === other[position]) {
    if (uri[position] === "/") folder = position + 1;
    position++;
  }
  const one = segmentAt(uri, folder);
  const two = segmentAt(other, folder);
  if (one === undefined || two === undefined) return false;
  if (ENVIRONMENT.test(one) && ENVIRONMENT.test(two)) return true;
  return FOLDERS_OF_ALTERNATIVES.test(uri.slice(uri.lastIndexOf("/", folder - 2) + 1, folder - 1));
}

/** The name of the folder that begins at an offset; nothing when the file itself does. */
function segmentAt(uri: string, start: number): string | undefined {
  const end = uri.indexOf("/", start);
  return end < 0 ? undefined : uri.slice(start, end);
}

/** The folder's uri with its final slash. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/") + 1);
}

/** Whether a file below `common` lies in a folder that others below it may be alternatives to, see areEnvironmentsApart. */
export function hasAlternatives(uri: string, common: string): boolean {
  const folders = uri.slice(common.length).split("/").slice(0, -1);
  const above = common.slice(common.lastIndexOf("/", common.length - 2) + 1, -1);
  return folders.some(
    (folder, position) =>
      ENVIRONMENT.test(folder) || FOLDERS_OF_ALTERNATIVES.test(position === 0 ? above : (folders[position - 1] ?? "")),
  );
}

/** The folder, with its slash, that two uris have in common. */
export function commonFolder(uri: string, other: string): string {
  let position = 0;
  while (position < uri.length && uri[position] === other[position]) position++;
  return uri.slice(0, uri.lastIndexOf("/", position - 1) + 1);
}
