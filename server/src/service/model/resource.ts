// What every resource has, whatever its kind: identity, place, and how far its text can be trusted.
import type { Span } from "../base/span";
import type { IstioKind } from "../schema/structure";
import type { YamlDocument } from "../syntax/document";
import type { MappingNode, YamlPath } from "../syntax/yaml-node";
import type { Field } from "./field";

/** The parts that resources of all kinds share. All spans are relative to `document`. */
export interface ResourceBase {
  readonly document: YamlDocument;
  /** The resource's own mapping: the document's root, or an item of a List. `rootPath` leads there. */
  readonly root: MappingNode;
  readonly rootPath: YamlPath;
  readonly apiVersion: Field<string> | undefined;
  readonly kind: Field<string>;
  readonly name: Field<string> | undefined;
  readonly namespaceField: Field<string> | undefined;
  /** The namespace it lives in: as written, else the namespace that kubectl takes when none is given, `default`. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Placeholders or broken YAML inside: what it lacks proves nothing, and what it says may not be what is applied. */
  readonly uncertain: boolean;
}

/** A place in a document. */
export interface DocumentSpan {
  readonly document: YamlDocument;
  readonly span: Span;
}

/** A resource of a kind whose structure is known. */
export interface IstioResourceBase extends ResourceBase {
  readonly type: IstioKind;
  readonly spec: MappingNode | undefined;
}

/** The smallest text that stands for the whole resource: its name, else its kind. */
export function headSpan(resource: ResourceBase): Span {
  return resource.name?.span ?? resource.kind.span;
}

/** `namespace/name`, for sorting and for people. */
export function fullName(resource: ResourceBase): string {
  return `${resource.namespace}/${resource.name?.value ?? ""}`;
}
