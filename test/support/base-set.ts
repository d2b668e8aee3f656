// Composes YAML that begins with a set of the scaffold and writes only what differs (docs/how-to.md). It works on lines, so that what a fixture
// draws below a line (carets) and its comments stay where they are. It knows block style only: that is how the scaffold writes.
import { buildScaffold, scaffoldVariant } from "../../server/src/service/index";

/** A document of a composed fixture. */
export interface ComposedDocument {
  readonly text: string;
  /** What it was in the set; nothing when the set has no such document. */
  readonly base?: string;
}

/** A set and what a fixture writes about it. */
export interface Change {
  /** The set's id. */
  readonly base: string;
  /** Documents of the set to leave out: `Kind`, or `Kind/name` where it has several. */
  readonly without: readonly string[];
  /** The fixture's files with their documents; the first file also holds the documents of the set that no file names. */
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** Stands for a value that is taken out of the set. */
const NOTHING = "<none>";
/** An item that stands for the set's item at the same place. */
const SAME = "- ...";

/** The documents of a set, as the snippet writes them. */
export function documentsOfSet(id: string): readonly string[] {
  const variant = scaffoldVariant(id);
  if (variant === undefined) throw new Error(`No set is called ${id}`);
  return splitDocuments(buildScaffold(variant));
}

/** The documents of every file: the set's with the changes, and those that are new. Throws on a change that fits nothing. */
export function compose(change: Change): readonly { uri: string; documents: readonly ComposedDocument[] }[] {
  const set = documentsOfSet(change.base).map((text) => ({ text, ...identityOf(text) }));
  const left = new Set(set);
  const find = (wanted: { kind: string; name: string }): (typeof set)[number] | undefined => {
    const ofKind = set.filter(({ kind }) => kind === wanted.kind);
    return ofKind.find(({ name }) => name === wanted.name) ?? (ofKind.length === 1 ? ofKind[0] : undefined);
  };
  for (const word of change.without) {
    const [kind = "", name = ""] = word.split("/");
    const found = find({ kind, name });
    if (found === undefined || !left.delete(found)) throw new Error(`The set ${change.base} has no ${word}`);
  }
  const inPlace = new Map<(typeof set)[number], ComposedDocument>();
  const files = change.files.map(({ uri, text }, index) => {
    const own: ComposedDocument[] = [];
    for (const document of splitDocuments(text)) {
      const isWhole = /^apiVersion:/m.test(document);
      const identity = identityOf(document);
      const found = find(identity);
      const replaced = isWhole && found?.name !== identity.name ? undefined : found;
      if (replaced === undefined) {
        if (!isWhole) throw new Error(`The set ${change.base} has no single ${identity.kind} ${identity.name}`);
        own.push({ text: document });
        continue;
      }
      if (!left.has(replaced) || inPlace.has(replaced)) throw new Error(`Two changes of one document:\n${document}`);
      const composed = {
        text: isWhole ? document : mergeMappings(replaced.text, document),
        base: replaced.text,
      };
      if (index === 0) inPlace.set(replaced, composed);
      else {
        left.delete(replaced);
        own.push(composed);
      }
    }
    return { uri, own };
  });
  return files.map(({ uri, own }, index) => {
    const ofSet = index > 0 ? [] : set.filter((document) => left.has(document));
    return {
      uri,
      documents: [
        ...ofSet.map((document) => inPlace.get(document) ?? { text: document.text, base: document.text }),
        ...own,
      ],
    };
  });
}

function splitDocuments(text: string): string[] {
  return text.split(/^---\n/m).filter((document) => document.trim() !== "");
}

function identityOf(document: string): { kind: string; name: string } {
  const kind = /^kind: *(\S+)/m.exec(document)?.[1] ?? "";
  const metadata = /^metadata:.*\n(?: .*\n)*/m.exec(document)?.[0] ?? "";
  return { kind, name: /\bname: *([^\s,}]+)/.exec(metadata)?.[1] ?? "" };
}

function mergeMappings(base: string, changes: string): string {
  return mergeMapping(linesOf(base), linesOf(changes), 0)
    .map((line) => `${line}\n`)
    .join("");
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

/** An entry of a mapping: its key, the line of the key with comments directly below, and what it holds. */
interface Entry {
  readonly key: string;
  readonly head: string[];
  readonly body: string[];
}

function mergeMapping(base: readonly string[], changes: readonly string[], indent: number): string[] {
  const merged = new Map(entriesOf(base, indent).map((entry) => [entry.key, entry]));
  for (const change of entriesOf(changes, indent)) {
    const before = merged.get(change.key);
    if (change.head[0]?.endsWith(`: ${NOTHING}`) === true) {
      if (!merged.delete(change.key)) throw new Error(`The set has no ${change.key} to leave out`);
    } else if (before !== undefined && before.body.length > 0 && change.body.length > 0) {
      merged.set(change.key, { ...change, body: mergeBodies(before.body, change.body) });
    } else merged.set(change.key, change);
  }
  return [...merged.values()].flatMap(({ head, body }) => [...head, ...body]);
}

/** Mappings are merged by key, lists where the change says `- ...`; else what is written replaces what was. */
function mergeBodies(base: readonly string[], changes: readonly string[]): string[] {
  const [was, is] = [shapeOf(base), shapeOf(changes)];
  if (was.isList !== is.isList || was.indent !== is.indent) return [...changes];
  if (!is.isList) return mergeMapping(base, changes, is.indent);
  const items = itemsOf(base, was.indent);
  return itemsOf(changes, is.indent).flatMap((item, position) => {
    if (item[0]?.trim() !== SAME) return item;
    const same = items[position];
    if (same === undefined) throw new Error(`The set has no item number ${position + 1} in this list`);
    const rest = item.slice(1);
    if (rest.length === 0) return same;
    const opened = same.map((line, index) => (index === 0 ? line.replace("- ", "  ") : line));
    return mergeMapping(opened, rest, is.indent + 2).map((line, index) =>
      index === 0 ? `${" ".repeat(is.indent)}- ${line.trimStart()}` : line,
    );
  });
}

function shapeOf(lines: readonly string[]): { indent: number; isList: boolean } {
  const first = lines.find((line) => !isComment(line)) ?? "";
  return { indent: indentOf(first), isList: first.trimStart().startsWith("- ") };
}

function entriesOf(lines: readonly string[], indent: number): Entry[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    const key = indentOf(line) === indent ? /^ *([^\s#-][^:]*):(?: |$)/.exec(line)?.[1] : undefined;
    const last = entries.at(-1);
    if (key !== undefined) entries.push({ key, head: [line], body: [] });
    else if (last === undefined) throw new Error(`Nothing above this line says what it belongs to: ${line}`);
    else (last.body.length === 0 && isComment(line) ? last.head : last.body).push(line);
  }
  return entries;
}

function itemsOf(lines: readonly string[], indent: number): string[][] {
  const items: string[][] = [];
  for (const line of lines) {
    if (indentOf(line) === indent && line.trimStart().startsWith("-")) items.push([line]);
    else items.at(-1)?.push(line);
  }
  return items;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}
