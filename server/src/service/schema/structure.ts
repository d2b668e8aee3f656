// The structure of Istio's networking API as data: which message has which fields, and what Kubernetes' own schema demands of them. One table
// per API message, so that a message used twice is described once. Facts from the CRDs of Istio 1.30 (younger fields carry `since`).
import data from "./structure.json";

/** What a field holds; `shape` on the field says whether it is one, a list or a map of these. */
export type FieldType = "string" | "integer" | "number" | "boolean" | "bytes" | "duration" | "enum" | "message";

/**
 * What a text or number stands for, where its type does not say it. An `export` names namespaces or one of `.`, `*`, `~`; a `scoped-host` stands
 * behind a namespace and a slash; a `server-name` is what a TLS server is called; a `selector` is a map of labels that choose workloads.
 */
export type FieldFormat =
  | "port"
  | "protocol"
  | "host"
  | "scoped-host"
  | "server-name"
  | "gateway"
  | "namespace"
  | "export"
  | "secret"
  | "labels"
  | "selector"
  | "duration";

/** A value of an enum field. */
export interface EnumValue {
  readonly name: string;
  /** Kinds whose resources may not say it. */
  readonly refusedIn?: readonly IstioKind[];
  /** The Istio release that brought it, when it is younger than its field. */
  readonly since?: string;
  readonly deprecated?: boolean;
}

/** One field of a message. Limits are inclusive; `itemM…` concern the elements of a list. */
export interface FieldSchema {
  readonly type: FieldType;
  readonly message?: string;
  readonly format?: FieldFormat;
  /** What zero means where it is no value like any other: that the field is not set. */
  readonly zero?: "unset";
  /** A duration need not be whole milliseconds: it may be any, or one that rounds to zero. */
  readonly lenient?: "any" | "zero";
  readonly shape?: "list" | "map";
  readonly required?: boolean;
  readonly values?: readonly EnumValue[];
  readonly default?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly itemMinimum?: number;
  readonly itemMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly itemMaxLength?: number;
  readonly maxProperties?: number;
  readonly listKeys?: readonly string[];
  readonly unique?: boolean;
  readonly since?: string;
  readonly deprecated?: boolean;
  /** Left out of Istio's own reference. */
  readonly hidden?: boolean;
  readonly nullable?: boolean;
  /** Name of the one-of group; at most one field of a group may be set. */
  readonly oneOf?: string;
  readonly proto?: string;
}

/** Sides of which at most one may be used, beside the one-of groups of the schema: Istio's webhook refuses the rest. */
export interface Exclusion {
  readonly sides: readonly (readonly string[])[];
  /** The values of other fields under which it holds. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}

/** Fields that are of no use, refused or ignored: with these values of other fields, or in resources of these kinds. */
export interface Useless {
  readonly fields: readonly string[];
  readonly when?: Readonly<Record<string, readonly string[]>>;
  readonly kinds?: readonly IstioKind[];
}

/** One API message. `page` is the path of its reference page below `docs/reference/config/`, `proto` its name there. */
export interface MessageSchema {
  readonly page: string;
  readonly proto: string;
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly excludes?: readonly Exclusion[];
  readonly useless?: readonly Useless[];
}

/** A resource kind whose structure is known; `spec` names the message of its spec. */
export interface KindSchema {
  readonly group: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly versions: readonly string[];
  readonly spec: string;
}

interface StructureData {
  readonly kinds: Readonly<Record<string, KindSchema>>;
  readonly messages: Readonly<Record<string, MessageSchema>>;
}

// The JSON is checked against this shape by the repository tests.
const structure = data as unknown as StructureData;

/** The kinds whose structure is known. */
export type IstioKind =
  "ServiceEntry" | "Gateway" | "DestinationRule" | "VirtualService" | "Sidecar" | "WorkloadEntry" | "ProxyConfig";

/** All of them, in the order of the request's path. */
export const ISTIO_KINDS: readonly IstioKind[] = [
  "ServiceEntry",
  "Gateway",
  "DestinationRule",
  "VirtualService",
  "Sidecar",
  "WorkloadEntry",
  "ProxyConfig",
];

/** The API group of these kinds. */
export const API_GROUP = "networking.istio.io";

/** The apiVersion to write; every kind but ProxyConfig is served in it. */
export const API_VERSION = `${API_GROUP}/v1`;

/** Whether a text speaks of the API at all: what does not holds none of its resources. */
export function mentionsApi(text: string): boolean {
  return text.includes(`${API_GROUP}/`);
}

/** Whether an apiVersion is one of the API's, known or not; or, while it is being typed (`isTyped`), may become one. */
export function isOurApiVersion(apiVersion: string, isTyped = false): boolean {
  return apiVersion.startsWith(`${API_GROUP}/`) || (isTyped && `${API_GROUP}/`.startsWith(apiVersion));
}

/** The kind of a name, whatever API version it stands beside. */
export function kindNamed(name: string | undefined): IstioKind | undefined {
  return ISTIO_KINDS.find((known) => known === name);
}

/** The kind an apiVersion and kind name, or nothing when it is not one of ours. Any version of the group counts; see apiVersionsOf. */
export function istioKind(apiVersion: string | undefined, kind: string | undefined): IstioKind | undefined {
  return apiVersion !== undefined && isOurApiVersion(apiVersion) ? kindNamed(kind) : undefined;
}

/** What is known of a kind. */
export function kindSchema(kind: IstioKind): KindSchema {
  const schema = structure.kinds[kind];
  if (schema === undefined) throw new Error(`No structure for ${kind}`);
  return schema;
}

/** The apiVersions that serve a kind, the one to write first. */
export function apiVersionsOf(kind: IstioKind): readonly string[] {
  const rank = ["v1", "v1beta1", "v1alpha3"];
  return [...kindSchema(kind).versions]
    .sort((a, b) => rank.indexOf(a) - rank.indexOf(b))
    .map((version) => `${API_GROUP}/${version}`);
}

/** A message by name; throws for a name that the table lacks, which is a mistake of ours. */
export function messageSchema(name: string): MessageSchema {
  const schema = Object.hasOwn(structure.messages, name) ? structure.messages[name] : undefined;
  if (schema === undefined) throw new Error(`No structure for message ${name}`);
  return schema;
}

/** Names of all messages. */
export function messageNames(): readonly string[] {
  return Object.keys(structure.messages);
}

/** The field of a message, or nothing. Keys such as `__proto__` are never fields. */
export function fieldOf(message: string, name: string): FieldSchema | undefined {
  const fields = messageSchema(message).fields;
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Where a path leads in the structure. */
export type Place =
  /** An object whose fields are those of `message`. `field` is the field that holds it, absent for the spec itself. */
  | {
      readonly kind: "message";
      readonly message: string;
      readonly owner: string;
      readonly name: string;
      readonly field?: FieldSchema;
    }
  /** The list or map itself, before one of its elements is chosen. */
  | { readonly kind: "list" | "map"; readonly owner: string; readonly name: string; readonly field: FieldSchema }
  /** A single value. */
  | { readonly kind: "value"; readonly owner: string; readonly name: string; readonly field: FieldSchema };

/**
 * Follows a path below `spec` (the step `spec` itself not included) through the structure. `owner` and `name` of the result name the message
 * and field that the docs are keyed by (`ClientTLSSettings`, `mode`). Nothing when the path leaves the structure.
 */
export function placeAt(kind: IstioKind, path: readonly (string | number)[]): Place | undefined {
  const spec = kindSchema(kind).spec;
  let place: Place | undefined = { kind: "message", message: spec, owner: spec, name: "" };
  for (const step of path) {
    if (place === undefined) return undefined;
    place = stepInto(place, step);
  }
  return place;
}

function stepInto(place: Place, step: string | number): Place | undefined {
  switch (place.kind) {
    case "message": {
      if (typeof step !== "string") return undefined;
      const field = fieldOf(place.message, step);
      if (field === undefined) return undefined;
      return field.shape === undefined
        ? elementOf(place.message, step, field)
        : { kind: field.shape, owner: place.message, name: step, field };
    }
    case "list":
      return typeof step === "number" ? elementOf(place.owner, place.name, place.field) : undefined;
    case "map":
      return typeof step === "string" ? elementOf(place.owner, place.name, place.field) : undefined;
    case "value":
      return undefined;
  }
}

function elementOf(owner: string, name: string, field: FieldSchema): Place {
  return field.type === "message" && field.message !== undefined
    ? { kind: "message", message: field.message, owner, name, field }
    : { kind: "value", owner, name, field };
}

/** Every field path of a kind, lists as `[]` and map values as `.<key>`, in the order of the structure. */
export function fieldPaths(
  kind: IstioKind,
): readonly { path: string; owner: string; name: string; field: FieldSchema }[] {
  const paths: { path: string; owner: string; name: string; field: FieldSchema }[] = [];
  const walk = (message: string, prefix: string): void => {
    for (const [name, field] of Object.entries(messageSchema(message).fields)) {
      const path = `${prefix}.${name}`;
      paths.push({ path, owner: message, name, field });
      if (field.type === "message" && field.message !== undefined) {
        walk(field.message, field.shape === "list" ? `${path}[]` : field.shape === "map" ? `${path}.<key>` : path);
      }
    }
  };
  walk(kindSchema(kind).spec, "spec");
  return paths;
}

/** The address of a field (or, without `name`, a message) in Istio's reference. */
export function referenceUrl(message: string, name?: string): string {
  const schema = messageSchema(message);
  const anchor = schema.proto.replaceAll(".", "-");
  const base = `https://istio.io/latest/docs/reference/config/${schema.page}/#${anchor}`;
  if (name === undefined) return base;
  const field = fieldOf(message, name);
  if (field === undefined || field.hidden === true) return base;
  return `${base}-${field.proto ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

/** Compares two releases written `major.minor`; negative when `a` is older. */
export function compareReleases(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split(".").map(Number);
  const [bMajor = 0, bMinor = 0] = b.split(".").map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
