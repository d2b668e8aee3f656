// How a document is written, read from its outline so that half-typed text counts too: line ending, indentation step, and whether lists stand
// deeper than their key. A document that shows nothing is written like its neighbours in the file.
import { type Outline, outlineOf } from "./cursor-outline";
import type { YamlDocument, YamlFile } from "./document";
import type { YamlStyle } from "./render";

interface Shown {
  readonly step: number | undefined;
  readonly indentedLists: boolean | undefined;
}

/** The style of a document, or of the nearest document of its file that shows one; two spaces and lists at their key's column otherwise. */
export function cursorStyle(document: YamlDocument, file: YamlFile | undefined): YamlStyle {
  let { step, indentedLists } = shownBy(outlineOf(document));
  for (const neighbour of neighbours(document, file)) {
    if (step !== undefined && indentedLists !== undefined) break;
    const shown = shownBy(outlineOf(neighbour));
    step ??= shown.step;
    indentedLists ??= shown.indentedLists;
  }
  const text = document.text.includes("\n") ? document.text : (file?.text ?? document.text);
  return { eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n", step: step ?? 2, indentedLists: indentedLists ?? false };
}

/** Documents of the file, the nearest first; those above before those below. Far ones are not asked. */
function neighbours(document: YamlDocument, file: YamlFile | undefined): readonly YamlDocument[] {
  const documents = file?.documents ?? [];
  const at = documents.indexOf(document);
  if (at < 0) return [];
  return [...documents.slice(Math.max(0, at - 5), at).reverse(), ...documents.slice(at + 1, at + 6)];
}

const shownStyles = new WeakMap<Outline, Shown>();

function shownBy(outline: Outline): Shown {
  let shown = shownStyles.get(outline);
  if (shown === undefined) {
    shown = readStyle(outline);
    shownStyles.set(outline, shown);
  }
  return shown;
}

function readStyle(outline: Outline): Shown {
  const steps = new Map<number, number>();
  let indented = 0;
  let unindented = 0;
  for (const { kind, column, child } of outline.entries) {
    if (kind !== "key" || child === undefined) continue;
    const step = child.column - column;
    steps.set(step, (steps.get(step) ?? 0) + 1);
    if (child.kind === "mapping") continue;
    if (step > 0) indented++;
    else unindented++;
  }
  let best: number | undefined;
  for (const [step, count] of steps) if (step > 0 && count > (steps.get(best ?? -1) ?? 0)) best = step;
  return { step: best, indentedLists: indented + unindented === 0 ? undefined : indented > unindented };
}
