// The services that proxies know: hosts of ServiceEntries and Kubernetes Services, who sees them, and how several declarations of one host
// come together. Follows istiod: serviceregistry/serviceentry (conversion), model/sidecar.go (appendSidecarServices), model/push_context.go.
import type { Service } from "../model/kubernetes";
import { protocolClass, type ProtocolClass, serviceProtocol } from "../model/protocol-class";
import type { DocumentSpan } from "../model/resource";
import type { ServiceEntry, WorkloadEndpoint } from "../model/service-entry";
import { coveringHosts, qualifyHost, serviceHost } from "../workspace/names";
import {
  byAge,
  createdAt,
  hasLabels,
  importsService,
  isExportedTo,
  isSubset,
  type SidecarImport,
} from "../workspace/visibility";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { isSingleAddress, readRange } from "./addresses";
import { type MeshFacts, meshFacts } from "./mesh";
import { behaves } from "./versions";

/** A port of a service. */
export interface RegistryPort {
  readonly number: number;
  readonly name: string | undefined;
  /** The protocol as declared. */
  readonly protocol: string | undefined;
  readonly protocolClass: ProtocolClass;
  /** The port that endpoints listen on unless they say otherwise; nothing when a name stands for it. */
  readonly targetPort: number | undefined;
  readonly at: DocumentSpan;
}

/** How a proxy finds the addresses behind a service. `CLUSTER`: Kubernetes' endpoints. `ALIAS`: another name of `aliasOf`. */
export type Resolution = "NONE" | "STATIC" | "DNS" | "DNS_ROUND_ROBIN" | "DYNAMIC_DNS" | "CLUSTER" | "ALIAS";

/** A service of the registry. */
export interface RegistryService {
  readonly kind: "ServiceEntry" | "Service" | "gateway" | "assumed";
  /** Full form, lower case; `*.example.com` for a wildcard ServiceEntry. */
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly RegistryPort[];
  readonly resolution: Resolution;
  /** Whether it lies outside the mesh (`MESH_EXTERNAL`, ExternalName). */
  readonly isExternal: boolean;
  /** Addresses and ranges that clients connect to; empty when none is declared. */
  readonly addresses: readonly string[];
  /** Whether clients reach it by an address of its own, so that no other service shares its listener. */
  readonly hasOwnAddress: boolean;
  readonly aliasOf: string | undefined;
  readonly endpoints: readonly WorkloadEndpoint[];
  readonly subjectAltNames: readonly string[];
  readonly exportTo: readonly string[];
  /** The declarations it is made of, the one that counts first. */
  readonly resources: readonly (ServiceEntry | Service)[];
}

/** From where the registry is seen: a proxy's namespace, and what a listener of its Sidecar imports; nothing imports all. */
export interface RegistryScope {
  readonly namespace: string;
  readonly imports?: readonly SidecarImport[] | undefined;
  /** The port that the listener is for: it shows services with this port only. */
  readonly port?: number | undefined;
  /** Gateways see with other eyes: a host of their own namespace is not preferred. */
  readonly isGateway?: boolean;
}

/** Every declaration of exactly this host (wildcards literally), whoever sees it; merged within a namespace, in the order istiod takes them. */
export function servicesDeclaring(view: WorkspaceView, host: string): readonly RegistryService[] {
  return view.get(declarations, host).merged;
}

/** The same before declarations of one namespace are merged: listeners and route tables are made of each of them. */
export function declarationsOf(view: WorkspaceView, host: string): readonly RegistryService[] {
  return view.get(declarations, host).single;
}

const declarations = defineFact("services declaring a host", declare, { equals: sameData });

/**
 * The service that a proxy means by a host in full form: visible, imported, and the first where several namespaces declare it. A sidecar prefers its
 * own namespace, then a Kubernetes Service; a gateway a Kubernetes Service; both then take what is exported by name before what is public
 * (model/sidecar.go, selectServices and appendSidecarServices; push_context.go:1045-1057).
 */
export function resolveHost(view: WorkspaceView, scope: RegistryScope, host: string): RegistryService | undefined {
  const visible = declarationsOf(view, host).filter((service) => isVisible(service, scope));
  if (visible.length < 2) return visible[0];
  const rank = (service: RegistryService): number =>
    (scope.isGateway !== true && service.namespace === scope.namespace ? 0 : 4) +
    (service.kind === "Service" ? 0 : 2) +
    (isPublic(service) ? 1 : 0);
  const ordered = [...visible].sort((a, b) => rank(a) - rank(b));
  return mergedByNamespace(ordered.filter(({ namespace }) => namespace === ordered[0]?.namespace))[0];
}

/**
 * The declaration of a host that routes of a port are made of: of the namespace that the proxy means, also where it is another one than what the
 * clusters are made of, since declarations that disagree are not joined.
 */
export function declaredOnPort(
  view: WorkspaceView,
  scope: RegistryScope,
  host: string,
  port: number,
): RegistryService | undefined {
  const service = resolveHost(view, scope, host);
  if (service === undefined || portOf(service, port) !== undefined) return service;
  const others = declarationsOf(view, host).filter(
    (other) => other.namespace === service.namespace && isVisible(other, scope),
  );
  return others.find((other) => portOf(other, port) !== undefined) ?? service;
}

/** Whether a service is exported to everyone; istiod lists these behind those that are exported by name. */
export function isPublic(service: RegistryService): boolean {
  return service.exportTo.includes("*");
}

/** Services whose host covers a name, exact ones before wildcards, as a proxy sees them. */
export function resolveCovering(view: WorkspaceView, scope: RegistryScope, host: string): readonly RegistryService[] {
  return coveringHosts(host).flatMap((pattern) => resolveHost(view, scope, pattern) ?? []);
}

/** Services with a port of some classes that a proxy sees, in istiod's order. */
export function servicesOnPort(
  view: WorkspaceView,
  scope: RegistryScope,
  port: number,
  classes: readonly ProtocolClass[],
): readonly RegistryService[] {
  return [...hostsOnPort(view, port, classes)].flatMap((host) => resolveHost(view, scope, host) ?? []);
}

/** Hosts that somebody declares with a port of some classes. */
export function hostsOnPort(view: WorkspaceView, port: number, classes: readonly ProtocolClass[]): ReadonlySet<string> {
  const { clusterDomain } = meshFacts(view);
  const hosts = new Set<string>();
  for (const protocol of classes) {
    const entries = [...view.withPort("ServiceEntry", port, protocol)];
    for (const entry of entries.sort(byAge)) for (const host of entry.hosts) hosts.add(host.value.toLowerCase());
    for (const service of [...view.withPort("Service", port, protocol)].sort(byAge)) {
      if (service.name !== undefined) hosts.add(serviceHost(service.name.value, service.namespace, clusterDomain));
    }
  }
  return hosts;
}

/** Whether a proxy sees a service: exported to its namespace and imported by its Sidecar. */
export function isVisible(service: RegistryService, scope: RegistryScope): boolean {
  return (
    isExportedTo(service.exportTo, service.namespace, scope.namespace) &&
    (scope.port === undefined || service.resources.length === 0 || portOf(service, scope.port) !== undefined) &&
    (scope.imports === undefined || importsService(scope.imports, service.namespace, service.host))
  );
}

/** A service's port by number. */
export function portOf(service: RegistryService, number: number): RegistryPort | undefined {
  return service.ports.find((port) => port.number === number);
}

/** The port that the connection to a service's endpoint really uses; nothing when a name in an unseen pod decides it. */
export function endpointPort(service: RegistryService, port: RegistryPort): number | undefined {
  const [endpoint] = service.endpoints;
  const named = endpoint?.ports.find((entry) => entry.key.value === port.name);
  if (named !== undefined && /^\d+$/.test(named.value.value)) return Number(named.value.value);
  return port.targetPort;
}

/** Whether a host has the form of a Kubernetes Service of this cluster. */
export function isClusterHost(host: string, mesh: MeshFacts): boolean {
  return host.endsWith(`.svc.${mesh.clusterDomain}`);
}

/** `service.namespace.svc.domain` taken apart; nothing for other hosts. */
export function clusterHostParts(
  host: string,
  mesh: MeshFacts,
): { readonly name: string; readonly namespace: string } | undefined {
  if (!isClusterHost(host, mesh)) return undefined;
  const parts = host.slice(0, -`.svc.${mesh.clusterDomain}`.length).split(".");
  const [name, namespace] = parts;
  return parts.length === 2 && name !== undefined && namespace !== undefined ? { name, namespace } : undefined;
}

/**
 * The full hosts that a Host header may stand for, the literal one first: a proxy's route table also answers to `name`, `name.namespace` and
 * `name.namespace.svc` of cluster Services.
 */
export function hostForms(host: string, proxyNamespace: string, mesh: MeshFacts): readonly string[] {
  const labels = host.split(".");
  const suffix = mesh.clusterDomain;
  if (labels.length === 1) return [host, qualifyHost(host, proxyNamespace, suffix)];
  if (labels.length === 2) return [host, `${host}.svc.${suffix}`];
  if (labels.length === 3 && labels[2] === "svc") return [host, `${host}.${suffix}`];
  return [host];
}

interface Declarations {
  readonly single: readonly RegistryService[];
  readonly merged: readonly RegistryService[];
}

function declare(view: WorkspaceView, host: string): Declarations {
  const mesh = meshFacts(view);
  const release = view.settings.istioVersion;
  const services = [...view.forHost("Service", host)].sort(byAge).map((service) => fromService(service, mesh, release));
  const entries = [...view.forHost("ServiceEntry", host)]
    .sort(byHostAge)
    .map((entry) => fromEntry(view, entry, host, mesh, release));
  const single = [...services, ...entries];
  return Object.freeze({ single: Object.freeze(single), merged: Object.freeze(mergedByNamespace(single)) });
}

/** Declarations of one host, those of a namespace joined: a Kubernetes Service keeps its host to itself, a younger ServiceEntry adds ports. */
function mergedByNamespace(declared: readonly RegistryService[]): readonly RegistryService[] {
  const merged: RegistryService[] = [];
  for (const service of declared) {
    const at = merged.findIndex((known) => known.namespace === service.namespace);
    const known = merged[at];
    if (known === undefined) merged.push(service);
    else if (canMerge(known, service)) merged[at] = withMorePorts(known, service);
  }
  return merged;
}

/**
 * istiod's order of ServiceEntries for one host: by creation time, then by namespace, since the host itself is the name it compares
 * (serviceentry/conversion.go:302, push_context.go:1761-1774).
 */
function byHostAge(a: ServiceEntry, b: ServiceEntry): number {
  return compare(createdAt(a), createdAt(b)) || compare(a.namespace, b.namespace) || byAge(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A ServiceEntry with this label set to `false` gets no address of its own. */
const OPT_OUT_LABEL = "networking.istio.io/enable-autoallocate-ip";

/** Two ServiceEntries of one namespace become one service only if they agree in everything but their ports (model/sidecar.go, canMergeServices). */
function canMerge(known: RegistryService, other: RegistryService): boolean {
  const [first] = known.resources;
  const [second] = other.resources;
  if (first?.type !== "ServiceEntry" || second?.type !== "ServiceEntry") return false;
  return (
    known.resolution === other.resolution &&
    isSameSet(first.exportTo, second.exportTo) &&
    isSameLabels(first.labels, second.labels) &&
    isSameLabels(first.workloadSelector ?? {}, second.workloadSelector ?? {})
  );
}

function isSameSet(a: ServiceEntry["exportTo"], b: ServiceEntry["exportTo"]): boolean {
  const values = new Set(a.map(({ value }) => value));
  return values.size === new Set(b.map(({ value }) => value)).size && b.every(({ value }) => values.has(value));
}

function isSameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return isSubset(a, b) && isSubset(b, a);
}

function withMorePorts(known: RegistryService, other: RegistryService): RegistryService {
  const more = other.ports.filter((port) => portOf(known, port.number) === undefined);
  return { ...known, ports: [...known.ports, ...more], resources: [...known.resources, ...other.resources] };
}

function fromEntry(
  view: WorkspaceView,
  entry: ServiceEntry,
  host: string,
  mesh: MeshFacts,
  release: string,
): RegistryService {
  const resolution = resolutionOf(entry, release);
  const addresses = entry.addresses.map((address) => address.value);
  const ranges = addresses.map(readRange);
  const isAllocated =
    mesh.isDnsAllocating &&
    entry.labels[OPT_OUT_LABEL] !== "false" &&
    addresses.length === 0 &&
    resolution !== "NONE" &&
    !host.startsWith("*");
  return Object.freeze({
    kind: "ServiceEntry",
    host,
    namespace: entry.namespace,
    ports: entry.ports.flatMap((port) =>
      port.number === undefined
        ? []
        : [
            {
              number: port.number.value,
              name: port.name?.value,
              protocol: port.protocol?.value,
              protocolClass: protocolClass(port.protocol?.value),
              targetPort: port.targetPort?.value ?? port.number.value,
              at: { document: entry.document, span: port.number.span },
            },
          ],
    ),
    resolution,
    isExternal: entry.location?.value !== "MESH_INTERNAL",
    addresses,
    hasOwnAddress: isAllocated || ranges.some((range) => range !== undefined && isSingleAddress(range)),
    aliasOf: undefined,
    endpoints: [...entry.endpoints, ...selectedEndpoints(view, entry)],
    subjectAltNames: entry.subjectAltNames.map((name) => name.value),
    exportTo: entry.exportTo.length === 0 ? mesh.serviceExportTo : entry.exportTo.map((namespace) => namespace.value),
    resources: [entry],
  });
}

/** The WorkloadEntries that a ServiceEntry selects. */
function selectedEndpoints(view: WorkspaceView, entry: ServiceEntry): readonly WorkloadEndpoint[] {
  const { workloadSelector } = entry;
  if (!hasLabels(workloadSelector)) return [];
  return [...view.inNamespace("WorkloadEntry", entry.namespace)]
    .sort(byAge)
    .map((workload) => workload.endpoint)
    .filter((endpoint) => isSubset(workloadSelector, endpoint.labels));
}

function resolutionOf(entry: ServiceEntry, release: string): Resolution {
  switch (entry.resolution?.value) {
    case "STATIC":
      return "STATIC";
    case "DNS":
      return "DNS";
    case "DNS_ROUND_ROBIN":
      return "DNS_ROUND_ROBIN";
    case "DYNAMIC_DNS":
      return behaves(release, "dynamic-dns") ? "DYNAMIC_DNS" : "NONE";
    default:
      return "NONE";
  }
}

function fromService(service: Service, mesh: MeshFacts, release: string): RegistryService {
  const external = service.serviceType === "ExternalName" ? service.externalName?.value.toLowerCase() : undefined;
  const isAlias = external !== undefined && behaves(release, "external-name-alias");
  const isHeadless = service.clusterIP === "None";
  return Object.freeze({
    kind: "Service",
    host: serviceHost(service.name?.value ?? "", service.namespace, mesh.clusterDomain),
    namespace: service.namespace,
    ports: service.ports.flatMap((port) => {
      if (port.number === undefined) return [];
      const protocol = serviceProtocol(port);
      const target = port.targetPort?.value;
      return [
        {
          number: port.number.value,
          name: port.name?.value,
          protocol,
          protocolClass: protocolClass(protocol),
          targetPort: target === undefined ? port.number.value : /^\d+$/.test(target) ? Number(target) : undefined,
          at: { document: service.document, span: port.number.span },
        },
      ];
    }),
    resolution: isAlias ? "ALIAS" : external !== undefined ? "DNS" : isHeadless ? "NONE" : "CLUSTER",
    isExternal: external !== undefined,
    addresses: service.clusterIP === undefined || isHeadless ? [] : [service.clusterIP],
    hasOwnAddress: external === undefined && !isHeadless,
    aliasOf: isAlias ? external : undefined,
    endpoints: [],
    subjectAltNames: [],
    exportTo: service.exportTo.length === 0 ? mesh.serviceExportTo : service.exportTo,
    resources: [service],
  });
}
