// What a snippet's body becomes when every tab stop keeps its default: as VS Code leaves it once the tab stops have been passed (transforms
// applied), in the part of the syntax that our snippets use.

/** Expands a body. Throws on syntax it does not know, so that nothing is left half expanded. */
export function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  collect(body, defaults);
  return render(body, defaults, new Set());
}

/** The numbers of the tab stops, in the order in which they first appear. */
export function tabStops(body: string): readonly number[] {
  const found: number[] = [];
  for (const match of body.matchAll(/\$\{?(\d+)/g)) {
    const stop = Number(match[1]);
    if (!found.includes(stop)) found.push(stop);
  }
  return found;
}

interface Marker {
  readonly end: number;
  readonly stop: string;
  readonly content: string | undefined;
  readonly transform: { readonly pattern: RegExp; readonly replacement: string } | undefined;
}

function collect(body: string, defaults: Map<string, string>): void {
  for (let at = 0; at < body.length; at++) {
    if (body[at] === "\\") {
      at++;
      continue;
    }
    if (body[at] !== "$") continue;
    const marker = readMarker(body, at);
    if (marker.content !== undefined) {
      if (!defaults.has(marker.stop)) defaults.set(marker.stop, marker.content);
      collect(marker.content, defaults);
    }
    at = marker.end - 1;
  }
}

function render(body: string, defaults: ReadonlyMap<string, string>, open: ReadonlySet<string>): string {
  let text = "";
  for (let at = 0; at < body.length; at++) {
    const character = body[at] ?? "";
    if (character === "\\") {
      text += body[++at] ?? "";
    } else if (character === "$") {
      const marker = readMarker(body, at);
      if (open.has(marker.stop)) throw new Error(`Tab stop ${marker.stop} contains itself`);
      const value = render(defaults.get(marker.stop) ?? "", defaults, new Set([...open, marker.stop]));
      text +=
        marker.transform === undefined ? value : value.replace(marker.transform.pattern, marker.transform.replacement);
      at = marker.end - 1;
    } else text += character;
  }
  return text;
}

function readMarker(body: string, at: number): Marker {
  const plain = /^\$(\d+)/.exec(body.slice(at));
  if (plain !== null) {
    return { end: at + plain[0].length, stop: plain[1] ?? "", content: undefined, transform: undefined };
  }
  const head = /^\$\{(\d+)([:/}])/.exec(body.slice(at));
  if (head === null) throw new Error(`Not a tab stop: ${body.slice(at, at + 20)}`);
  const [whole, stop = "", sign] = head;
  if (sign === "}") return { end: at + whole.length, stop, content: undefined, transform: undefined };
  const start = at + whole.length;
  const close = closingBrace(body, start);
  const content = body.slice(start, close);
  if (sign === ":") return { end: close + 1, stop, content, transform: undefined };
  const [pattern = "", replacement = "", flags = ""] = content.split("/");
  return { end: close + 1, stop, content: undefined, transform: { pattern: new RegExp(pattern, flags), replacement } };
}

function closingBrace(body: string, start: number): number {
  let depth = 1;
  for (let at = start; at < body.length; at++) {
    if (body[at] === "\\") at++;
    else if (body.startsWith("${", at)) depth++;
    else if (body[at] === "}" && --depth === 0) return at;
  }
  throw new Error("A tab stop is not closed");
}
