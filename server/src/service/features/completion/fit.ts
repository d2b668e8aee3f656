// Which fields may still be chosen: not those that exclude one that is there already, and, where a key gets another name while its value stays,
// only those whose type that value fits.
import { parseDuration } from "../../model/values";
import { textField } from "../../model/field";
import { excludedBy, uselessFields } from "../../schema/combinations";
import type { FieldSchema } from "../../schema/structure";
import type { YamlNode } from "../../syntax/yaml-node";
import { fieldsOfMessage } from "./place";

/** Whether fields that are there already rule a field out; `object` holds their values, as far as they are read. */
export function isExcluded(
  message: string,
  name: string,
  present: readonly string[],
  object: YamlNode | undefined,
): boolean {
  if (message === "Resource" || message === "ObjectMeta") return false;
  const valueOf = (field: string): string | undefined => textField(object, field)?.value;
  if (uselessFields(message, valueOf).includes(name)) return true;
  return excludedBy(message, name, valueOf).some((other) => present.includes(other));
}

/** Whether a value that stands there could be the value of a field. */
export function fits(field: FieldSchema, value: YamlNode | undefined): boolean {
  if (value === undefined || isEmpty(value)) return true;
  if (field.shape === "list") return value.kind === "sequence" && value.items.every((item) => fitsOne(field, item));
  if (field.shape === "map")
    return value.kind === "mapping" && value.entries.every((entry) => fitsOne(field, entry.value));
  return fitsOne(field, value);
}

function fitsOne(field: FieldSchema, value: YamlNode | undefined): boolean {
  if (value === undefined || isEmpty(value)) return true;
  if (field.type === "message") {
    if (value.kind !== "mapping") return false;
    const fields = fieldsOfMessage(field.message);
    return value.entries.every(({ key, value: inner }) => {
      const known = Object.hasOwn(fields, key.source) ? fields[key.source] : undefined;
      return known !== undefined && fits(known, inner);
    });
  }
  return value.kind === "scalar" && fitsScalar(field, value.value);
}

function fitsScalar(field: FieldSchema, value: string | number | boolean | bigint | undefined): boolean {
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
    case "number":
      return typeof value === "number";
    case "enum":
      return field.values?.some((known) => known.name === value) === true;
    case "duration":
      return typeof value === "string" && parseDuration(value) !== undefined;
    case "string":
    case "bytes":
      return typeof value === "string";
    case "message":
      return false;
  }
}

function isEmpty(value: YamlNode): boolean {
  return value.kind === "scalar" && value.value === undefined;
}
