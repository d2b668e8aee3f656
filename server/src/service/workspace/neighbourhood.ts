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

/** The folder's uri with its final slash. */
function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/") + 1);
}
