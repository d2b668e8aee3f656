// Reading typed values out of the YAML tree without losing where they stand. Lenient on purpose: a quoted port number is still read as that
// number, because shape.ts reports the wrong type and nothing else should fail for it.
import type { Span } from "../base/span";
import { entryOf, type MappingNode, type ScalarNode, type YamlNode } from "../syntax/yaml-node";

/** A value with its place; `keySpan` is the place of the key that holds it, absent for list items. */
export interface Field<T> {
  readonly value: T;
  readonly span: Span;
  readonly keySpan?: Span;
}

/** A value of a list with its place and its position among all items. */
export interface Item<T> extends Field<T> {
  readonly position: number;
}

/** A field of an object: `node` is absent when the key stands alone. */
export interface ObjectField {
  readonly span: Span;
  readonly keySpan: Span;
  readonly node: YamlNode | undefined;
}

function placed<T>(value: T, span: Span, keySpan: Span | undefined): Field<T> {
  return keySpan === undefined ? { value, span } : { value, span, keySpan };
}

function scalarText(node: ScalarNode): string {
  return typeof node.value === "string" ? node.value : node.source;
}

/** A text field; numbers and booleans count by their spelling. Nothing for lists, objects, null and absent keys. */
export function textField(node: YamlNode | undefined, key: string): Field<string> | undefined {
  const entry = entryOf(node, key);
  if (entry?.value?.kind !== "scalar" || entry.value.value === undefined) return undefined;
  return placed(scalarText(entry.value), entry.value.span, entry.key.span);
}

/** An integer field; a quoted integer counts. */
export function integerField(node: YamlNode | undefined, key: string): Field<number> | undefined {
  const text = textField(node, key);
  if (text === undefined || !/^[+-]?\d{1,15}$/.test(text.value)) return undefined;
  return { ...text, value: Number(text.value) };
}

/** A boolean field; the words of YAML 1.1 count, as Kubernetes' reader takes them. */
export function booleanField(node: YamlNode | undefined, key: string): Field<boolean> | undefined {
  const text = textField(node, key);
  if (text === undefined) return undefined;
  if (/^(true|yes|on|y)$/i.test(text.value)) return { ...text, value: true };
  if (/^(false|no|off|n)$/i.test(text.value)) return { ...text, value: false };
  return undefined;
}

/** An object field: the entry's value whatever it is. Nothing when the key is absent. */
export function objectField(node: YamlNode | undefined, key: string): ObjectField | undefined {
  const entry = entryOf(node, key);
  if (entry === undefined) return undefined;
  return { span: entry.value?.span ?? entry.key.span, keySpan: entry.key.span, node: entry.value };
}

/** The texts of a list, in order; items that are no scalars are left out. */
export function textList(node: YamlNode | undefined, key: string): readonly Field<string>[] {
  const value = entryOf(node, key)?.value;
  if (value?.kind !== "sequence") return [];
  return value.items.flatMap((item) =>
    item?.kind === "scalar" && item.value !== undefined ? [{ value: scalarText(item), span: item.span }] : [],
  );
}

/** Lowers every mapping of a list; the position counts all items. */
export function objectList<T>(
  node: YamlNode | undefined,
  key: string,
  lower: (item: MappingNode, position: number) => T,
): readonly T[] {
  const value = entryOf(node, key)?.value;
  if (value?.kind !== "sequence") return [];
  return value.items.flatMap((item, position) => (item?.kind === "mapping" ? [lower(item, position)] : []));
}

/** A map of texts, such as labels. */
export function textMap(
  node: YamlNode | undefined,
  key: string,
): readonly { readonly key: Field<string>; readonly value: Field<string> }[] {
  const value = entryOf(node, key)?.value;
  if (value?.kind !== "mapping") return [];
  return value.entries.flatMap((entry) =>
    entry.value?.kind === "scalar" && entry.value.value !== undefined
      ? [
          {
            key: { value: entry.key.source, span: entry.key.span },
            value: { value: scalarText(entry.value), span: entry.value.span, keySpan: entry.key.span },
          },
        ]
      : [],
  );
}

/** A map of texts as a plain record without a prototype. */
export function labelsOf(node: YamlNode | undefined, key: string): Readonly<Record<string, string>> {
  const labels = Object.create(null) as Record<string, string>;
  for (const entry of textMap(node, key)) labels[entry.key.value] = entry.value.value;
  return labels;
}

/** A text that is certainly the field's value: a string without placeholder. Wrong types are reported elsewhere and count as absent here. */
export function knownText(node: YamlNode | undefined, key: string): Field<string> | undefined {
  const entry = entryOf(node, key);
  const { value } = entry ?? {};
  if (entry === undefined || value?.kind !== "scalar" || value.placeholder || typeof value.value !== "string")
    return undefined;
  return placed(value.value, value.span, entry.key.span);
}

/** A number that is certainly the field's value. */
export function knownNumber(node: YamlNode | undefined, key: string): Field<number> | undefined {
  const entry = entryOf(node, key);
  const { value } = entry ?? {};
  if (entry === undefined || value?.kind !== "scalar" || typeof value.value !== "number") return undefined;
  return placed(value.value, value.span, entry.key.span);
}

/** The items of a list that are certainly texts, in order. */
export function knownTexts(node: YamlNode | undefined, key: string): readonly Item<string>[] {
  const value = entryOf(node, key)?.value;
  if (value?.kind !== "sequence") return [];
  return value.items.flatMap((item, position) =>
    item?.kind === "scalar" && !item.placeholder && typeof item.value === "string"
      ? [{ value: item.value, span: item.span, position }]
      : [],
  );
}

/**
 * Whether a field says something: it is written, and not with the value that stands for "not set" in protobuf (an empty text or list, zero,
 * false). An object counts even when it is empty, and so does a placeholder.
 */
export function isSet(node: YamlNode | undefined, key: string): boolean {
  const value = entryOf(node, key)?.value;
  if (value === undefined) return false;
  switch (value.kind) {
    case "mapping":
      return true;
    case "sequence":
      return value.items.length > 0;
    case "scalar":
      return (
        value.placeholder ||
        !(value.value === undefined || value.value === "" || value.value === 0 || value.value === false)
      );
  }
}
