// What repairs share that write a whole resource: where it goes, in whose style, and under which name.
import type { LocalizedText, TextArgs } from "../base/localized-text";
import type { Resource, ResourceType } from "../model/lower";
import { renderResources } from "../scaffold/build";
import type { TemplateMapping } from "../scaffold/template";
import { styleOf } from "../syntax/edit";
import type { WorkspaceView } from "../workspace/view";
import type { Repair } from "./define";
import type { RepairFlags } from "./repairs";

/** A repair that writes resources as new documents behind the one that `beside` stands in. Nothing for a document in flow style, such as JSON. */
export function* createBeside(
  beside: Resource,
  templates: readonly TemplateMapping[],
  title: LocalizedText,
  options: RepairFlags & { readonly args?: TextArgs } = {},
): Iterable<Repair> {
  const { document } = beside;
  if (document.root?.kind !== "mapping" || document.root.flow) return;
  const style = styleOf(document);
  const end = document.text.trimEnd().length;
  const added = renderResources(templates, style).trimEnd();
  yield {
    title,
    ...options,
    changes: [{ document, edits: [{ span: { start: end, end }, newText: `${style.eol}---${style.eol}${added}` }] }],
  };
}

/** The namespace to write into a resource that goes beside another one: as there, or none when there is none. */
export function namespaceBeside(beside: Resource): string | undefined {
  return beside.namespaceField === undefined ? undefined : beside.namespace;
}

/** A name that no resource of the type has in the namespace, as far as the files show. */
export function freeName(view: WorkspaceView, type: ResourceType, namespace: string, wanted: string): string {
  let name = wanted;
  for (let count = 2; view.named(type, namespace, name).length > 0; count++) name = `${wanted}-${count}`;
  return name;
}
