// A document -> its resources. A List's items are resources of their own; a document without apiVersion and kind holds none.
import { istioKind, type IstioKind } from "../schema/structure";
import type { YamlDocument } from "../syntax/document";
import { hasBracketedVariable } from "../syntax/plain-value";
import { entryOf, type MappingNode, type YamlPath } from "../syntax/yaml-node";
import { type DestinationRule, lowerDestinationRule } from "./destination-rule";
import { type Field, labelsOf, textField } from "./field";
import { type Gateway, lowerGateway } from "./gateway";
import {
  type Kustomization,
  lowerKubernetes,
  type MeshConfig,
  type Namespace,
  type Secret,
  type Service,
  type Workload,
} from "./kubernetes";
import type { IstioResourceBase, ResourceBase } from "./resource";
import { lowerServiceEntry, lowerWorkloadEntry, type ServiceEntry, type WorkloadEntry } from "./service-entry";
import { lowerProxyConfig, lowerSidecar, type ProxyConfig, type Sidecar } from "./sidecar";
import { lowerVirtualService, type VirtualService } from "./virtual-service";

/** A resource of one of the kinds Istio's networking API has. */
export type IstioResource =
  ServiceEntry | Gateway | DestinationRule | VirtualService | Sidecar | WorkloadEntry | ProxyConfig;

/** A resource of a kind we only know by name. */
export interface OtherResource extends ResourceBase {
  readonly type: "Other";
}

/** Any resource. `type` tells the kinds apart, also those that share a `kind` word. */
export type Resource =
  IstioResource | Service | Workload | Namespace | Secret | Kustomization | MeshConfig | OtherResource;

/** The words of `type`. */
export type ResourceType = Resource["type"];

const lowered = new WeakMap<YamlDocument, readonly Resource[]>();

/** The resources of a document, in the order of its text; read once per document. */
export function resourcesOf(document: YamlDocument): readonly Resource[] {
  let resources = lowered.get(document);
  if (resources === undefined) {
    resources = document.root?.kind === "mapping" ? collect(document, document.root, []) : [];
    lowered.set(document, resources);
  }
  return resources;
}

/** Whether a resource is one of Istio's networking kinds. */
export function isIstioResource(resource: Resource): resource is IstioResource {
  return istioKind(resource.apiVersion?.value, resource.kind.value) !== undefined;
}

function collect(document: YamlDocument, root: MappingNode, rootPath: YamlPath): readonly Resource[] {
  const kind = textField(root, "kind") ?? kindOfFile(document, root);
  if (kind === undefined) return [];
  const items = entryOf(root, "items")?.value;
  if (kind.value.endsWith("List") && items?.kind === "sequence") {
    return items.items.flatMap((item, position) =>
      item?.kind === "mapping" ? collect(document, item, [...rootPath, "items", position]) : [],
    );
  }
  const metadata = entryOf(root, "metadata")?.value;
  const namespaceField = textField(metadata, "namespace");
  const base: ResourceBase = {
    document,
    root,
    rootPath,
    apiVersion: textField(root, "apiVersion"),
    kind,
    name: textField(metadata, "name"),
    namespaceField,
    namespace: namespaceField?.value ?? "default",
    labels: labelsOf(metadata, "labels"),
    annotations: labelsOf(metadata, "annotations"),
    uncertain: isUncertain(document),
  };
  const known = istioKind(base.apiVersion?.value, kind.value);
  if (known === undefined) return [lowerKubernetes(base) ?? { ...base, type: "Other" }];
  const spec = entryOf(root, "spec")?.value;
  return [lowerIstio({ ...base, type: known, spec: spec?.kind === "mapping" ? spec : undefined })];
}

function lowerIstio(base: IstioResourceBase): IstioResource {
  const kind: IstioKind = base.type;
  switch (kind) {
    case "ServiceEntry":
      return lowerServiceEntry(base);
    case "WorkloadEntry":
      return lowerWorkloadEntry(base);
    case "Gateway":
      return lowerGateway(base);
    case "DestinationRule":
      return lowerDestinationRule(base);
    case "VirtualService":
      return lowerVirtualService(base);
    case "Sidecar":
      return lowerSidecar(base);
    case "ProxyConfig":
      return lowerProxyConfig(base);
  }
}

/** A kustomization may leave out what it is: its file's name says it. */
function kindOfFile(document: YamlDocument, root: MappingNode): Field<string> | undefined {
  if (!/\/kustomization\.ya?ml$/.test(document.uri)) return undefined;
  const span = { start: root.span.start, end: root.span.start };
  return { value: "Kustomization", span };
}

/** Templates, placeholders and broken YAML make everything a document says, and everything it lacks, doubtful. */
function isUncertain(document: YamlDocument): boolean {
  const { templated, problems, text } = document;
  return templated || problems.length > 0 || hasBracketedVariable(text) || /: ["']?\$[A-Z_]/.test(text);
}
