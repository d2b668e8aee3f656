// Which resource the cursor is in, and what the structure has at a path of it: the fields of an object, the entries of a map, or one value.
// Resources of other people's kinds have nothing here, so that nothing is offered in them.
import {
  type FieldSchema,
  type IstioKind,
  ISTIO_KINDS,
  isOurApiVersion,
  istioKind,
  kindNamed,
  kindSchema,
  messageSchema,
  placeAt,
} from "../../schema/structure";
import { entryOf, nodeAtPath, type YamlNode, type YamlPath } from "../../syntax/yaml-node";
import { textField } from "../../model/field";

/** The resource around a cursor. `root` may be missing in text that has hardly begun. */
export interface ResourceAtCursor {
  readonly root: YamlNode | undefined;
  /** Where the path of a reading goes on inside the resource. */
  readonly depth: number;
  readonly apiVersion: string | undefined;
  readonly kindText: string | undefined;
  /** The kind, also while the apiVersion is not written yet. */
  readonly kind: IstioKind | undefined;
  readonly namespace: string;
}

/** An object at a path. */
export interface ObjectSpot {
  readonly kind: "object";
  readonly owner: string;
  readonly fields: Readonly<Record<string, FieldSchema>>;
}

/** A field at a path: its map or list as a whole, or one value of it. */
export interface FieldSpot {
  readonly kind: "map" | "list" | "value";
  readonly owner: string;
  readonly name: string;
  readonly field: FieldSchema;
}

/** What may stand at a path. `owner` and `name` are those of the structure and of the explanations. */
export type Spot = ObjectSpot | FieldSpot;

/** The resource that a path of a document's tree leads into; items of a List are resources of their own. */
export function resourceAt(tree: YamlNode | undefined, path: YamlPath): ResourceAtCursor {
  const isItem = textField(tree, "kind")?.value.endsWith("List") === true && path[0] === "items" && path.length >= 2;
  const depth = isItem ? 2 : 0;
  const root = nodeAtPath(tree, path.slice(0, depth));
  const apiVersion = textField(root, "apiVersion")?.value;
  const kindText = textField(root, "kind")?.value;
  const known = kindNamed(kindText);
  const kind = apiVersion === undefined ? known : istioKind(apiVersion, kindText);
  const namespace = textField(entryOf(root, "metadata")?.value, "namespace")?.value ?? "default";
  return { root, depth, apiVersion, kindText, kind, namespace };
}

/** Whether a resource is of one of our kinds, or says that it will be. */
export function isOurResource({ apiVersion, kind }: ResourceAtCursor): boolean {
  return kind !== undefined || (apiVersion !== undefined && isOurApiVersion(apiVersion));
}

/** What may stand at a path inside a resource; nothing where the structure ends or the resource is not ours. */
export function spotAt(resource: ResourceAtCursor, path: YamlPath): Spot | undefined {
  const [top, ...below] = path;
  if (top === undefined) {
    const fields = topFields(resource);
    return fields === undefined ? undefined : { kind: "object", owner: "Resource", fields };
  }
  if (top === "apiVersion" || top === "kind") {
    const field = topFields(resource)?.[top];
    return field === undefined || below.length > 0 ? undefined : { kind: "value", owner: "Resource", name: top, field };
  }
  if (resource.kind === undefined) return undefined;
  if (top === "metadata") return metadataAt(below);
  if (top !== "spec") return undefined;
  const place = placeAt(resource.kind, below);
  if (place === undefined) return undefined;
  if (place.kind === "message")
    return { kind: "object", owner: place.message, fields: messageSchema(place.message).fields };
  return place;
}

/** The fields of a resource, as far as the text at the cursor may still become one of ours. */
function topFields(resource: ResourceAtCursor): Readonly<Record<string, FieldSchema>> | undefined {
  const { root, apiVersion, kindText, kind } = resource;
  if (apiVersion !== undefined && !isOurApiVersion(apiVersion, true)) return undefined;
  if (kind === undefined && (apiVersion === undefined || !isOurApiVersion(apiVersion))) {
    const isForeign = kindText !== undefined && ISTIO_KINDS.every((known) => !known.startsWith(kindText));
    const keys = root?.kind === "mapping" ? root.entries.map((entry) => entry.key.source) : [];
    if (isForeign || keys.some((key) => !Object.hasOwn(TOP_FIELDS, key))) return undefined;
  }
  return kind === undefined
    ? TOP_FIELDS
    : { ...TOP_FIELDS, spec: { type: "message", message: kindSchema(kind).spec, required: true } };
}

const OBJECT_META = "ObjectMeta";

const TOP_FIELDS: Readonly<Record<string, FieldSchema>> = {
  apiVersion: { type: "string", required: true },
  kind: { type: "string", required: true },
  metadata: { type: "message", message: OBJECT_META, required: true },
  spec: { type: "message", required: true },
};

const METADATA_FIELDS: Readonly<Record<string, FieldSchema>> = {
  name: { type: "string", required: true },
  namespace: { type: "string" },
  labels: { type: "string", shape: "map" },
  annotations: { type: "string", shape: "map" },
};

function metadataAt(path: YamlPath): Spot | undefined {
  const [name, ...below] = path;
  if (name === undefined) return { kind: "object", owner: OBJECT_META, fields: METADATA_FIELDS };
  const field = typeof name === "string" && Object.hasOwn(METADATA_FIELDS, name) ? METADATA_FIELDS[name] : undefined;
  if (field === undefined || typeof name !== "string") return undefined;
  if (below.length === 0) return { kind: field.shape ?? "value", owner: OBJECT_META, name, field };
  return field.shape === "map" && below.length === 1 ? { kind: "value", owner: OBJECT_META, name, field } : undefined;
}

/** The fields of a message, also of those that stand beside the spec. */
export function fieldsOfMessage(message: string | undefined): Readonly<Record<string, FieldSchema>> {
  if (message === undefined) return {};
  return message === OBJECT_META ? METADATA_FIELDS : messageSchema(message).fields;
}
