// Documents that say what they said before, in other places: a comment was written, a line was added between two fields. Their resources stay the
// same objects for everything that judges them, and so nothing that was derived from them is derived again; where their parts lie by now is looked
// up here, when somebody wants to show it.
import type { Span } from "../base/span";
import { resourcesOf } from "../model/lower";
import type { YamlDocument } from "../syntax/document";
import type { YamlNode } from "../syntax/yaml-node";

/** Whether two texts of a document are one tree, value for value and in the same spelling, both readable. */
export function isSameContent(before: YamlDocument, after: YamlDocument): boolean {
  if (before.uri !== after.uri || before.templated !== after.templated) return false;
  if (before.problems.length > 0 || after.problems.length > 0) return false;
  // An aliased node is met at each of its places, so the trees may be larger than the texts.
  const budget = { left: before.text.length + after.text.length };
  if (before.root === undefined || !isSameTree(before, before.root, after, after.root, budget)) return false;
  const olds = resourcesOf(before);
  const news = resourcesOf(after);
  return (
    olds.length === news.length && olds.every((resource, position) => resource.uncertain === news[position]?.uncertain)
  );
}

/** Where a span of the text before lies in the text after, when both have the same content. */
export function movedSpan(before: YamlDocument, after: YamlDocument, span: Span): Span {
  const places = placesOf(before, after);
  return { start: moved(places, span.start, "start"), end: moved(places, span.end, "end") };
}

function isSameTree(
  before: YamlDocument,
  one: YamlNode | undefined,
  after: YamlDocument,
  other: YamlNode | undefined,
  budget: { left: number },
): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (--budget.left < 0 || one.kind !== other.kind) return false;
  if (one.kind === "scalar") {
    if (other.kind !== "scalar" || one.placeholder !== other.placeholder || !Object.is(one.value, other.value))
      return false;
    return sliceOf(before, one) === sliceOf(after, other);
  }
  if (one.kind === "sequence") {
    if (other.kind !== "sequence" || one.flow !== other.flow || one.items.length !== other.items.length) return false;
    return one.items.every((item, position) => isSameTree(before, item, after, other.items[position], budget));
  }
  if (other.kind !== "mapping" || one.flow !== other.flow || one.entries.length !== other.entries.length) return false;
  return one.entries.every((entry, position) => {
    const twin = other.entries[position];
    return (
      twin !== undefined &&
      isSameTree(before, entry.key, after, twin.key, budget) &&
      isSameTree(before, entry.value, after, twin.value, budget)
    );
  });
}

function sliceOf(document: YamlDocument, node: YamlNode): string {
  return document.text.slice(node.span.start, node.span.end);
}

/** Where the boundaries of the nodes went. */
interface Places {
  readonly starts: ReadonlyMap<number, number>;
  readonly ends: ReadonlyMap<number, number>;
  /** The scalars' places before, rising, with where each went. */
  readonly scalars: readonly { readonly span: Span; readonly to: number }[];
}

const places = new WeakMap<YamlDocument, { readonly before: YamlDocument; readonly places: Places }>();

function placesOf(before: YamlDocument, after: YamlDocument): Places {
  const known = places.get(after);
  if (known?.before === before) return known.places;
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  const scalars: { span: Span; to: number }[] = [];
  const pair = (one: Span, other: Span): void => {
    if (!starts.has(one.start)) starts.set(one.start, other.start);
    ends.set(one.end, other.end);
  };
  const visit = (one: YamlNode | undefined, other: YamlNode | undefined): void => {
    if (one === undefined || other === undefined) return;
    pair(one.span, other.span);
    if (one.kind === "scalar") scalars.push({ span: one.span, to: other.span.start });
    if (one.kind === "sequence" && other.kind === "sequence") {
      for (const [position, item] of one.items.entries()) visit(item, other.items[position]);
    }
    if (one.kind === "mapping" && other.kind === "mapping") {
      for (const [position, entry] of one.entries.entries()) {
        const twin = other.entries[position];
        if (twin === undefined) continue;
        pair(entry.span, twin.span);
        visit(entry.key, twin.key);
        visit(entry.value, twin.value);
      }
    }
  };
  visit(before.root, after.root);
  scalars.sort((a, b) => a.span.start - b.span.start);
  const made = { starts, ends, scalars };
  places.set(after, { before, places: made });
  return made;
}

function moved({ starts, ends, scalars }: Places, offset: number, side: "start" | "end"): number {
  const [first, second] = side === "start" ? [starts, ends] : [ends, starts];
  const exact = first.get(offset) ?? second.get(offset);
  if (exact !== undefined) return exact;
  let low = 0;
  let high = scalars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scalars[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const before = scalars[low - 1];
  // Inside of a scalar, or in the few characters behind it such as its colon; before the first scalar nothing can be told apart.
  return before === undefined ? offset : before.to + (offset - before.span.start);
}
