// What may stand where in a document of our kinds, as the search for lost indentation asks it: the resource around the spec (Kubernetes'
// metadata, status, lists of resources) joined with the API structure, and how badly a written value fits a field.
import { fieldOf, type FieldSchema, istioKind, kindNamed, kindSchema, messageSchema } from "../schema/structure";
import type { WrittenValue } from "./indentation-lines";

/** What a field, a map value or a list item holds. Message names beginning with `$` are those of Kubernetes around our own. */
export type Shape =
  | { readonly kind: "message"; readonly name: string }
  | { readonly kind: "list" | "map"; readonly of: Shape }
  | { readonly kind: "value"; readonly field: FieldSchema }
  | { readonly kind: "any" };

/** Anything at all. */
export const ANY: Shape = { kind: "any" };

/** A resource whose kind has not been read. */
export const UNREAD_RESOURCE = "$resource:";
/** A `List` of resources. */
export const RESOURCE_LIST = "$list";

const STRING: Shape = { kind: "value", field: { type: "string" } };
const INTEGER: Shape = { kind: "value", field: { type: "integer" } };
const BOOLEAN: Shape = { kind: "value", field: { type: "boolean" } };

function message(name: string): Shape {
  return { kind: "message", name };
}

function listOf(of: Shape): Shape {
  return { kind: "list", of };
}

function mapOf(of: Shape): Shape {
  return { kind: "map", of };
}

const AROUND: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  [RESOURCE_LIST]: {
    apiVersion: STRING,
    kind: STRING,
    metadata: message("$listMetadata"),
    items: listOf(message(UNREAD_RESOURCE)),
  },
  $listMetadata: {
    resourceVersion: STRING,
    selfLink: STRING,
    continue: STRING,
    remainingItemCount: INTEGER,
  },
  $metadata: {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING),
    annotations: mapOf(STRING),
    uid: STRING,
    resourceVersion: STRING,
    generation: INTEGER,
    creationTimestamp: ANY,
    deletionTimestamp: STRING,
    deletionGracePeriodSeconds: INTEGER,
    selfLink: STRING,
    finalizers: listOf(STRING),
    ownerReferences: listOf(message("$ownerReference")),
    managedFields: listOf(message("$managedFields")),
  },
  $ownerReference: {
    apiVersion: STRING,
    kind: STRING,
    name: STRING,
    uid: STRING,
    controller: BOOLEAN,
    blockOwnerDeletion: BOOLEAN,
  },
  $managedFields: {
    apiVersion: STRING,
    fieldsType: STRING,
    fieldsV1: ANY,
    manager: STRING,
    operation: STRING,
    subresource: STRING,
    time: ANY,
  },
  $status: {
    conditions: listOf(message("$condition")),
    validationMessages: listOf(ANY),
    observedGeneration: ANY,
    addresses: listOf(ANY),
  },
  $condition: {
    type: STRING,
    status: STRING,
    reason: STRING,
    message: STRING,
    lastProbeTime: ANY,
    lastTransitionTime: ANY,
    observedGeneration: ANY,
  },
};

/** What a message is hardly ever without, beyond what the CRDs demand: one name of each row. */
const EXPECTED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  $metadata: [["name", "generateName"]],
  $ownerReference: [["name"]],
  HTTPRoute: [["route", "redirect", "directResponse", "delegate"]],
  TCPRoute: [["route"]],
  TLSRoute: [["route"]],
  PortTrafficPolicy: [["port"], ["connectionPool", "loadBalancer", "outlierDetection", "tls"]],
  PortSelector: [["number"]],
  Percent: [["value"]],
  StringMatch: [["exact", "prefix", "regex"]],
  WorkloadEntry: [["address", "network"]],
};

/** Fields that hardly anyone sets, where another message around has a field of the same name. */
const RARE: Readonly<Record<string, readonly string[]>> = { HTTPMatchRequest: ["name"] };

/** Whether a field is so rare that a field of the same name further out is meant. */
export function isRare(owner: string, key: string): boolean {
  return RARE[owner]?.includes(key) === true;
}

/** The name of a resource's message once its `kind` has been read. */
export function resourceMessage(apiVersion: string, kind: string): string {
  return UNREAD_RESOURCE + (istioKind(apiVersion, kind) ?? "?");
}

/** What a message's field holds, or nothing when it has no such field. */
export function shapeOf(owner: string, key: string): Shape | undefined {
  if (key === "<<") return ANY;
  if (owner.startsWith(UNREAD_RESOURCE)) return resourceField(owner.slice(UNREAD_RESOURCE.length), key);
  if (Object.hasOwn(AROUND, owner)) {
    const fields = AROUND[owner];
    return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  }
  const field = fieldOf(owner, key) ?? (key.includes("_") ? fieldOf(owner, camelCase(key)) : undefined);
  if (field === undefined) return undefined;
  const one: Shape =
    field.type === "message" && field.message !== undefined ? message(field.message) : { kind: "value", field };
  return field.shape === undefined ? one : { kind: field.shape, of: one };
}

/** The name in JSON of a field that is written as Istio's .proto files name it, which Istio reads too. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function resourceField(kind: string, key: string): Shape | undefined {
  switch (key) {
    case "apiVersion":
    case "kind":
      return STRING;
    case "metadata":
      return message("$metadata");
    case "status":
      return message("$status");
    case "spec": {
      const known = kindNamed(kind);
      return known === undefined ? ANY : message(kindSchema(known).spec);
    }
    default:
      return undefined;
  }
}

/** Rows of field names; a complete message has one name of each row. */
export function expectedOf(owner: string): readonly (readonly string[])[] {
  if (owner.startsWith(UNREAD_RESOURCE)) return [["apiVersion"], ["kind"], ["metadata"], ["spec"]];
  const expected = EXPECTED[owner] ?? [];
  if (owner.startsWith("$")) return expected;
  const required = Object.entries(messageSchema(owner).fields).filter(([, field]) => field.required === true);
  return [...expected, ...required.map(([name]) => [name])];
}

/** Whether a field of this name exists somewhere below a message. */
export function isKnownBelow(owner: string, key: string): boolean {
  const seen = new Set<string>();
  const search = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    if (shapeOf(name, key) !== undefined) return true;
    return fieldNames(name).some((field) => {
      let shape = shapeOf(name, field);
      while (shape?.kind === "list" || shape?.kind === "map") shape = shape.of;
      return shape?.kind === "message" && search(shape.name);
    });
  };
  return search(owner);
}

function fieldNames(owner: string): readonly string[] {
  if (owner.startsWith(UNREAD_RESOURCE)) return ["metadata", "spec", "status"];
  if (owner.startsWith("$")) return Object.keys(AROUND[owner] ?? {});
  return Object.keys(messageSchema(owner).fields);
}

/** The wrong sort of value: text where an object or a list belongs, or the other way round. */
export const MISFIT = 15;
const BAD_VALUE = 10;
const ODD_VALUE = 3;

/** How badly a value written on its key's line fits, from 0 (well) to MISFIT. Not for values of kind `none`. */
export function misfitOf(shape: Shape, value: WrittenValue): number {
  if (shape.kind === "any" || value.kind === "alias" || value.kind === "placeholder") return 0;
  const isNull = value.kind === "plain" && /^(?:~|null|Null|NULL)$/.test(value.text);
  switch (shape.kind) {
    case "list":
      return value.kind === "sequence" ? 0 : isNull ? ODD_VALUE : MISFIT;
    case "map":
    case "message":
      return value.kind === "mapping" ? 0 : isNull ? ODD_VALUE : MISFIT;
    case "value":
      if (value.kind === "sequence" || value.kind === "mapping") return MISFIT;
      if (isNull) return ODD_VALUE;
      return scalarMisfit(shape.field, value);
  }
}

function scalarMisfit(field: FieldSchema, value: WrittenValue): number {
  const { text } = value;
  const quoted = value.kind === "quoted";
  if (value.kind === "block") return field.type === "string" || field.type === "bytes" ? 0 : BAD_VALUE;
  switch (field.type) {
    case "integer":
    case "number": {
      const form = field.type === "integer" ? /^[-+]?\d+$/ : /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
      if (!form.test(text)) return BAD_VALUE;
      const size = Number(text);
      const fits = size >= (field.minimum ?? -Infinity) && size <= (field.maximum ?? Infinity);
      return fits ? (quoted ? ODD_VALUE : 0) : ODD_VALUE * 2;
    }
    case "boolean":
      return /^(?:true|false)$/i.test(text) ? (quoted ? ODD_VALUE : 0) : BAD_VALUE;
    case "enum":
      return field.values === undefined || field.values.some((known) => known.name === text) ? 0 : BAD_VALUE;
    case "duration":
      return /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|ns))+$|^0$/.test(text) ? 0 : BAD_VALUE;
    case "string":
      return !quoted && /^(?:[-+]?\d+(?:\.\d+)?|true|false)$/.test(text) ? ODD_VALUE : 0;
    case "bytes":
    case "message":
      return 0;
  }
}
