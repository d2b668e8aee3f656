// One way to write an address. Editors, Node and people escape the same path differently (`a%2Bb` and `a+b`, `c%3A` and `C:`); two spellings
// of one file would be two files. Only the text is looked at: where links lead is known to the file source.

/** Characters that no segment needs to escape, so that most addresses pass without any work. */
const PLAIN = /^[A-Za-z0-9._~-]*$/;
const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*:)(\/\/[^/?#]*)?([^?#]*)(.*)$/s;
const DRIVE = /^[A-Za-z]:$/;

/** The address in its one spelling: scheme and drive in lower case, every other character of a segment escaped as `encodeURIComponent` does. */
export function canonicalUri(uri: string): string {
  const [, scheme, authority = "", path = "", rest = ""] = PARTS.exec(uri) ?? [];
  // Without a scheme it is no address; it stays as it is, and no file answers to it.
  if (scheme === undefined) return uri;
  const segments = path.split("/").map((segment, position) => {
    if (PLAIN.test(segment)) return segment;
    const text = decoded(segment);
    return encodeURIComponent(position === 1 && DRIVE.test(text) ? text.toLowerCase() : text);
  });
  return `${scheme.toLowerCase()}${authority.toLowerCase()}${segments.join("/")}${rest}`;
}

/** Whether an address lies in a folder, at any depth; both in their one spelling. */
export function isBelow(folder: string, uri: string): boolean {
  return uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The folder that an address lies in; nothing for an address without folders. */
export function folderOf(uri: string): string | undefined {
  const slash = uri.lastIndexOf("/");
  return slash <= uri.indexOf("://") + 2 ? undefined : uri.slice(0, slash);
}

/** Whether an address names a YAML file by its ending. */
export function isYamlUri(uri: string): boolean {
  return /\.ya?ml$/i.test(uri);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone percent sign stands for itself.
    return segment;
  }
}
