// What rules about single fields share: a note of which field a finding is about, the repairs that take a field out or give it another value,
// and the sentence for mistakes that Istio's webhook refuses.
import type { LocalizedText } from "../base/localized-text";
import type { IstioResource, Resource } from "../model/lower";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { insertEntry, removeEntry, removeItem, replaceScalar, setEntry } from "../syntax/edit";
import type { EditValue } from "../syntax/render";
import { entryOf, type MappingNode, type ScalarNode, type YamlNode } from "../syntax/yaml-node";
import type { Finding, Repair } from "./define";

/** The consequence of everything that Istio's admission webhook refuses. */
export const REJECTED: LocalizedText = {
  en: "Istio's admission webhook rejects the whole resource, so nothing in it takes effect.",
  ko: "Istio의 웹훅이 리소스 전체를 거부하므로 이 리소스의 설정은 하나도 적용되지 않습니다.",
};

/** Whether a repair is the one to take, and whether fix-all may apply it; see Repair. */
export interface RepairFlags {
  readonly preferred?: boolean;
  readonly safe?: boolean;
}

/** A finding's note of the field it is about; `position` for one item of a list. */
export function about(
  owner: MessageNode,
  field: string,
  position?: number,
): { readonly owner: number; readonly field: string; readonly position?: number } {
  const note = { owner: owner.node.span.start, field };
  return position === undefined ? note : { ...note, position };
}

/** The object that a finding noted. */
export function ownerOf(resource: IstioResource, finding: Finding): MessageNode | undefined {
  // No two objects of a document begin at the same character.
  return messagesOf(resource).find(({ node }) => node.span.start === finding.data?.owner);
}

/** The repair that takes out the noted field, or the noted item of its list. */
export function* removeNoted(resource: IstioResource, finding: Finding, flags: RepairFlags): Iterable<Repair> {
  const owner = ownerOf(resource, finding);
  const field = finding.data?.field;
  const position = finding.data?.position;
  if (owner === undefined || typeof field !== "string") return;
  const { document } = resource;
  const list = entryOf(owner.node, field)?.value;
  const edit =
    typeof position === "number"
      ? list?.kind === "sequence"
        ? removeItem(document, list, position)
        : undefined
      : removeEntry(document, owner.node, field);
  if (edit === undefined) return;
  yield {
    title:
      typeof position === "number"
        ? { en: "Remove this entry of {field}", ko: "{field} 목록에서 이 항목 제거" }
        : { en: "Remove {field}", ko: "{field} 필드 제거" },
    args: { field },
    changes: [{ document, edits: [edit] }],
    ...flags,
  };
}

/** The repair that writes another text or number in the noted field, or in the noted item of its list; quotes stay. */
export function* replaceNoted(
  resource: IstioResource,
  finding: Finding,
  value: string | number,
  flags: RepairFlags & { readonly title?: LocalizedText },
): Iterable<Repair> {
  const { title = { en: "Change to {value}", ko: "{value} 값으로 변경" }, ...rest } = flags;
  const field = finding.data?.field;
  const position = finding.data?.position;
  if (typeof field !== "string") return;
  const written = entryOf(ownerOf(resource, finding)?.node, field)?.value;
  const scalar = typeof position === "number" && written?.kind === "sequence" ? written.items[position] : written;
  if (scalar?.kind !== "scalar") return;
  const { document } = resource;
  yield { title, args: { field, value }, changes: [{ document, edits: [replaceScalar(scalar, value)] }], ...rest };
}

/** A repair that takes a field out of an object. */
export function* removeField(
  resource: IstioResource,
  owner: MessageNode | undefined,
  field: string,
  flags: RepairFlags & { readonly title?: LocalizedText },
): Iterable<Repair> {
  const { title = { en: "Remove {field}", ko: "{field} 필드 제거" }, ...rest } = flags;
  const edit = owner === undefined ? undefined : removeEntry(resource.document, owner.node, field);
  if (edit === undefined) return;
  yield { title, args: { field }, changes: [{ document: resource.document, edits: [edit] }], ...rest };
}

/** A repair that gives a field of an object this value, whether the field is there or not. */
export function* setField(
  resource: IstioResource,
  owner: MessageNode | undefined,
  field: string,
  value: EditValue,
  flags: RepairFlags & { readonly title: LocalizedText; readonly after?: string },
): Iterable<Repair> {
  if (owner === undefined) return;
  const { title, after, ...rest } = flags;
  const { document } = resource;
  const present = entryOf(owner.node, field) !== undefined;
  const edit =
    present || after === undefined
      ? setEntry(document, owner.node, field, value)
      : insertEntry(document, owner.node, field, value, { after });
  yield {
    title,
    args: { field, ...(typeof value === "object" ? {} : { value: String(value) }) },
    changes: [{ document, edits: [edit] }],
    ...rest,
  };
}

/** The repair that writes another value where a scalar begins, such as the place of a finding; quotes stay. */
export function* replaceScalarAt(
  resource: Resource,
  offset: number,
  value: string | number,
  flags: RepairFlags & { readonly title: LocalizedText },
): Iterable<Repair> {
  const { title, ...rest } = flags;
  const { document } = resource;
  const scalar = scalarAt(document.root, offset);
  if (scalar === undefined) return;
  yield { title, args: { value }, changes: [{ document, edits: [replaceScalar(scalar, value)] }], ...rest };
}

/** The scalar of a tree that begins at an offset: where a finding lies on a value, the node to replace. */
export function scalarAt(node: YamlNode | undefined, offset: number): ScalarNode | undefined {
  if (node === undefined || offset < node.span.start || offset > node.span.end) return undefined;
  switch (node.kind) {
    case "scalar":
      return node.span.start === offset ? node : undefined;
    case "sequence":
      return firstOf(node.items, (item) => scalarAt(item, offset));
    case "mapping":
      return firstOf(node.entries, ({ value }) => scalarAt(value, offset));
  }
}

/** The outermost mapping or list of a tree that begins at an offset. */
export function nodeStartingAt(node: YamlNode | undefined, offset: number): YamlNode | undefined {
  if (node === undefined || offset < node.span.start || offset > node.span.end) return undefined;
  if (node.span.start === offset && node.kind !== "scalar") return node;
  switch (node.kind) {
    case "scalar":
      return undefined;
    case "sequence":
      return firstOf(node.items, (item) => nodeStartingAt(item, offset));
    case "mapping":
      return firstOf(node.entries, ({ value }) => nodeStartingAt(value, offset));
  }
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The object of a tree that begins at an offset. */
export function mappingAt(node: YamlNode | undefined, offset: number): MappingNode | undefined {
  if (node === undefined || node.kind === "scalar" || offset < node.span.start || offset > node.span.end)
    return undefined;
  if (node.kind === "mapping" && node.span.start === offset) return node;
  const inner = node.kind === "mapping" ? node.entries.map((entry) => entry.value) : node.items;
  for (const child of inner) {
    const found = mappingAt(child, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}
