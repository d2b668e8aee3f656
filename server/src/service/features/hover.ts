// What is shown above a field or value: what it means in plain language, and what it does to the traffic of the files at hand. The texts come
// from the explanations (explanation.ts), the facts of the workspace from hover-facts.ts; this file puts them together.
import type { Locale } from "../base/localized-text";
import { placeAt } from "../schema/structure";
import { type Block, renderBlocks, type TextFormat } from "../words/markup";
import type { Snapshot } from "../workspace/snapshot";
import { explainField, explainOuter, type Reader } from "./explanation";
import { hereBlocks } from "./hover-facts";
import { type HoverTarget, hoverTarget } from "./hover-target";
import { offsetAt, type Position, type Range, rangeOf } from "./position";
import { viewOf } from "../workspace/view";

/** Who looks. */
export interface HoverView {
  readonly locale: Locale;
  readonly format: TextFormat;
}

/** A hover: its text and the key or value it is about. */
export interface Hover {
  readonly text: string;
  readonly range: Range;
}

/** The hover at a position; nothing where there is nothing of ours to say. */
export function hover(snapshot: Snapshot, uri: string, position: Position, view: HoverView): Hover | undefined {
  const file = snapshot.file(uri);
  if (file === undefined) return undefined;
  const target = hoverTarget(file, offsetAt(file, position));
  if (target === undefined) return undefined;
  const reader = { locale: view.locale, istioVersion: snapshot.settings.istioVersion };
  const here = (): readonly Block[] => hereBlocks(viewOf(snapshot, uri), target, view.locale);
  const blocks = blocksFor(target, reader, here);
  if (blocks.length === 0) return undefined;
  return { text: renderBlocks(blocks, view.format), range: rangeOf(file, target.span) };
}

function blocksFor(target: HoverTarget, reader: Reader, here: () => readonly Block[]): readonly Block[] {
  const [top, ...below] = target.path;
  const { kind, scalar, side } = target;
  if (top === "spec") {
    if (placeAt(kind, below) === undefined) return [];
    const value = side === "value" ? scalar : undefined;
    return explainField({ kind, path: below, ...(value === undefined ? {} : { value }) }, reader, here());
  }
  if (top !== "metadata" || below.length === 0) {
    if (below.length > 0) return [];
    const subject = { key: `Resource.${String(top)}`, heading: `${kind}.${String(top)}`, value: scalar };
    return explainOuter(subject, reader, top === "kind" ? here() : []);
  }
  const field = String(below[0]);
  const subject = { key: `ObjectMeta.${field}`, heading: `${kind}.metadata.${field}` };
  return explainOuter(subject, reader, field === "name" ? here() : []);
}
