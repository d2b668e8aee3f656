// What a snippet's body becomes when every tab stop keeps its default, in the part of the syntax that our snippets use.

const TAB_STOP = /\\([\\$}])|\$(\d+)|\$\{(\d+)(?::([^${}]*))?\}/g;
const TRANSFORM = /\$\{(\d+)\/([^/]*)\/([^/]*)\/([a-z]*)\}/g;

/** Expands a body. Throws on syntax it does not know, so that nothing is left half expanded. */
export function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  for (const [, , , stop, text] of body.matchAll(TAB_STOP)) {
    if (stop !== undefined && text !== undefined) defaults.set(stop, text);
  }
  const transformed = body.replace(TRANSFORM, (_whole, stop: string, pattern: string, text: string, flags: string) =>
    (defaults.get(stop) ?? "").replace(new RegExp(pattern, flags), text),
  );
  const expanded = transformed.replace(
    TAB_STOP,
    (_whole, escaped?: string, plain?: string, braced?: string) => escaped ?? defaults.get(plain ?? braced ?? "") ?? "",
  );
  if (expanded.includes("$")) throw new Error(`Not expanded: ${expanded}`);
  return expanded;
}

/** The numbers of the tab stops, in the order in which they first appear. */
export function tabStops(body: string): readonly number[] {
  return [...new Set([...body.matchAll(/\$\{?(\d+)/g)].map((match) => Number(match[1])))];
}
