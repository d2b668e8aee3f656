// The Kubernetes kinds that tell something about the path: Services, workloads with their labels, namespaces, Secrets' names, and the mesh
// configuration in the `istio` ConfigMap or an IstioOperator.
import type { YamlNode } from "../syntax/yaml-node";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { parseYaml } from "../syntax/parse";
import {
  type Field,
  booleanField,
  integerField,
  labelsOf,
  objectField,
  objectList,
  textField,
  textList,
} from "./field";
import type { ResourceBase } from "./resource";

/** A port of a Service. `targetPort` is a number, or the name of a container port. */
export interface ServicePort {
  readonly number: Field<number> | undefined;
  readonly name: Field<string> | undefined;
  readonly targetPort: Field<string> | undefined;
  readonly appProtocol: Field<string> | undefined;
  /** The transport, TCP when not written. */
  readonly transport: string;
}

/** A Kubernetes Service. */
export interface Service extends ResourceBase {
  readonly type: "Service";
  readonly serviceType: string;
  readonly externalName: Field<string> | undefined;
  readonly clusterIP: string | undefined;
  readonly ports: readonly ServicePort[];
  readonly selector: Readonly<Record<string, string>> | undefined;
  /** Namespaces of the annotation `networking.istio.io/exportTo`. */
  readonly exportTo: readonly string[];
}

/** Something that runs pods: Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job. */
export interface Workload extends ResourceBase {
  readonly type: "Workload";
  readonly podLabels: Readonly<Record<string, string>>;
  readonly containerPorts: readonly { readonly number: number; readonly name: string | undefined }[];
}

/** A Namespace. */
export interface Namespace extends ResourceBase {
  readonly type: "Namespace";
}

/** A Secret; its content is never read. */
export interface Secret extends ResourceBase {
  readonly type: "Secret";
}

/** A kustomization. Of what it says, only the files that hold patches matter: they are parts of resources, never applied as they stand. */
export interface Kustomization extends ResourceBase {
  readonly type: "Kustomization";
  /** The patch files, as uris. */
  readonly patchUris: readonly string[];
}

/** The mesh-wide configuration. What is not written is undefined. */
export interface MeshConfig extends ResourceBase {
  readonly type: "MeshConfig";
  readonly outboundMode: string | undefined;
  readonly rootNamespace: string | undefined;
  readonly defaultServiceExportTo: readonly string[] | undefined;
  readonly defaultVirtualServiceExportTo: readonly string[] | undefined;
  readonly defaultDestinationRuleExportTo: readonly string[] | undefined;
  readonly enableAutoMtls: boolean | undefined;
  readonly trustDomain: string | undefined;
  /** Whether sidecars answer DNS. */
  readonly dnsCapture: boolean | undefined;
  /** Whether sidecars answer DNS and are told to give ServiceEntries without addresses one of their own. */
  readonly dnsAutoAllocate: boolean | undefined;
}

const WORKLOAD_KINDS = new Set(["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"]);

/** Reads a Kubernetes resource that matters for the path; nothing when it does not. */
export function lowerKubernetes(
  base: ResourceBase,
): Service | Workload | Namespace | Secret | Kustomization | MeshConfig | undefined {
  const group = base.apiVersion?.value ?? "";
  const kind = base.kind.value;
  if (group === "v1") {
    if (kind === "Service") return lowerService(base);
    if (kind === "Namespace") return { ...base, type: "Namespace" };
    if (kind === "Secret") return { ...base, type: "Secret" };
    if (kind === "ConfigMap" && base.name?.value === "istio") return lowerConfigMap(base);
  }
  if (WORKLOAD_KINDS.has(kind) && (group === "v1" || group.startsWith("apps/") || group.startsWith("batch/")))
    return lowerWorkload(base);
  if (kind === "Kustomization" || kind === "Component") {
    // Flux has a Kustomization of its own.
    if (group === "" || group.startsWith("kustomize.config.k8s.io/")) return lowerKustomization(base);
  }
  if (kind === "IstioOperator") return lowerMesh(base, nodeAtPath(base.root, ["spec", "meshConfig"]));
  return undefined;
}

function lowerService(base: ResourceBase): Service {
  const spec = entryOf(base.root, "spec")?.value;
  const exportTo = base.annotations["networking.istio.io/exportTo"];
  return {
    ...base,
    type: "Service",
    serviceType: textField(spec, "type")?.value ?? "ClusterIP",
    externalName: textField(spec, "externalName"),
    clusterIP: textField(spec, "clusterIP")?.value,
    ports: objectList(spec, "ports", (port) => ({
      number: integerField(port, "port"),
      name: textField(port, "name"),
      targetPort: textField(port, "targetPort"),
      appProtocol: textField(port, "appProtocol"),
      transport: textField(port, "protocol")?.value ?? "TCP",
    })),
    selector: objectField(spec, "selector") === undefined ? undefined : labelsOf(spec, "selector"),
    exportTo: exportTo === undefined ? [] : exportTo.split(",").map((namespace) => namespace.trim()),
  };
}

function lowerWorkload(base: ResourceBase): Workload {
  const isPod = base.kind.value === "Pod";
  const template = isPod ? base.root : nodeAtPath(base.root, ["spec", "template"]);
  const ports = objectList(nodeAtPath(template, ["spec"]), "containers", (container) =>
    objectList(container, "ports", (port) => ({
      number: integerField(port, "containerPort")?.value,
      name: textField(port, "name")?.value,
    })),
  ).flat();
  return {
    ...base,
    type: "Workload",
    podLabels: labelsOf(nodeAtPath(template, ["metadata"]), "labels"),
    containerPorts: ports.flatMap((port) =>
      port.number === undefined ? [] : [{ number: port.number, name: port.name }],
    ),
  };
}

function lowerKustomization(base: ResourceBase): Kustomization {
  const paths = [
    ...objectList(base.root, "patches", (patch) => textField(patch, "path")?.value ?? []),
    ...textList(base.root, "patchesStrategicMerge").map(({ value }) => value),
  ].flat();
  return { ...base, type: "Kustomization", patchUris: paths.map((path) => uriBeside(base.document.uri, path)) };
}

/** The uri that a relative path means in a file. */
function uriBeside(uri: string, path: string): string {
  const folders = uri.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") folders.pop();
    else if (part !== "." && part !== "") folders.push(encodeURIComponent(part));
  }
  return folders.join("/");
}

function lowerConfigMap(base: ResourceBase): MeshConfig | undefined {
  const mesh = textField(entryOf(base.root, "data")?.value, "mesh");
  return mesh === undefined ? undefined : lowerMesh(base, parseYaml(mesh.value).root);
}

function lowerMesh(base: ResourceBase, mesh: YamlNode | undefined): MeshConfig {
  const list = (key: string): readonly string[] | undefined =>
    objectField(mesh, key) === undefined ? undefined : textList(mesh, key).map((field) => field.value);
  const proxy = objectField(objectField(mesh, "defaultConfig")?.node, "proxyMetadata")?.node;
  const capture = textField(proxy, "ISTIO_META_DNS_CAPTURE")?.value;
  const allocate = textField(proxy, "ISTIO_META_DNS_AUTO_ALLOCATE")?.value;
  return {
    ...base,
    type: "MeshConfig",
    outboundMode: textField(objectField(mesh, "outboundTrafficPolicy")?.node, "mode")?.value,
    rootNamespace: textField(mesh, "rootNamespace")?.value,
    defaultServiceExportTo: list("defaultServiceExportTo"),
    defaultVirtualServiceExportTo: list("defaultVirtualServiceExportTo"),
    defaultDestinationRuleExportTo: list("defaultDestinationRuleExportTo"),
    enableAutoMtls: booleanField(mesh, "enableAutoMtls")?.value,
    trustDomain: textField(mesh, "trustDomain")?.value,
    dnsCapture: capture === undefined ? undefined : capture === "true",
    dnsAutoAllocate:
      capture === undefined && allocate === undefined ? undefined : capture === "true" && allocate === "true",
  };
}
