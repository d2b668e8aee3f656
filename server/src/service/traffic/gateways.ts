// Gateway workloads: which pods stand behind a Service, which Gateways select them, and which servers listen on a port of theirs. A gateway that
// no file contains is known from Istio's own charts or from the settings. Follows istiod: model/gateway.go (MergeGateways, resolvePorts).
// https://istio.io/latest/docs/reference/config/networking/gateway/
import type { Gateway, GatewayServer } from "../model/gateway";
import { fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import { coveringHosts, covers, hostsOverlap, qualifyGateway, qualifyHost, MESH_GATEWAY } from "../workspace/names";
import type { GatewayDescription } from "../workspace/settings";
import { byAge, exportRank, hasLabels, isExportedTo, isSubset } from "../workspace/visibility";
import { canonical } from "../workspace/canonical";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { type MeshFacts, meshFacts } from "./mesh";
import { asGatewayService, type GatewayService } from "./pod-services";
import { clusterHostParts, type RegistryService, servicesDeclaring } from "./registry";
import { type DroppedServer, type MergedServer, mergeServers, serverKind, type ServerKind } from "./server-merge";

export { clashBetween, sameBind, serverKind } from "./server-merge";
export type { DroppedReason, DroppedServer, MergedServer, ServerKind } from "./server-merge";

/** How a gateway workload is known. */
export type GatewaySource = "files" | "settings" | "charts" | "selector";

/** The pods of a gateway. */
export interface GatewayWorkload {
  /** `namespace/name` of its Service or of the question's origin. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly services: readonly GatewayService[];
  readonly source: GatewaySource;
  /** False when the pods' labels are those of the Service's selector, for want of the pods. */
  readonly arePodsSeen: boolean;
}

/** Istio's own gateways: the classic charts' ports; the newer chart listens on the port itself, which resolves alike for servers by Service port. */
const SHIPPED: readonly GatewayDescription[] = ["istio-egressgateway", "istio-ingressgateway"].map((name) => ({
  name,
  namespace: "istio-system",
  labels: { app: name, istio: name.slice("istio-".length) },
  ports: [
    { port: 80, targetPort: 8080, name: "http2" },
    { port: 443, targetPort: 8443, name: "https" },
    ...(name === "istio-ingressgateway" ? [{ port: 15021, targetPort: 15021, name: "status-port" }] : []),
  ],
}));

/** Gateways that exist though no file declares their Service: those of the settings, then Istio's own. */
export function knownGateways(
  view: WorkspaceView,
): readonly (GatewayDescription & { readonly source: GatewaySource })[] {
  return [
    ...view.settings.gateways.map((gateway) => ({ ...gateway, source: "settings" as const })),
    ...SHIPPED.map((gateway) => ({ ...gateway, source: "charts" as const })),
  ];
}

/** Whether a gateway is meant for the way out, by its name or its pods' labels. */
export function isForEgress({ name, labels }: Pick<GatewayDescription, "name" | "labels">): boolean {
  return [name, ...Object.values(labels)].some((word) => word.includes("egress"));
}

/** The gateway workload behind a host in full form; nothing when the host is no gateway's Service as far as anybody knows. */
export function gatewayBehind(view: WorkspaceView, host: string): GatewayWorkload | undefined {
  return view.get(workloadBehind, host);
}

const workloadBehind = defineFact("gateway behind a host", findGateway, { equals: sameData });

/** The pods that a Gateway configures: those of a Service among the files, of the settings, or of Istio's charts; nothing when none is known. */
export function gatewayWorkload(view: WorkspaceView, gateway: Gateway): GatewayWorkload | undefined {
  return view.get(workloadSelected, selectorOf(gateway));
}

const workloadSelected = defineFact("gateway with labels", findPods, { equals: sameData, key: canonical });

/** A Gateway's selector as labels. */
export function selectorOf(gateway: Gateway): Readonly<Record<string, string>> {
  return Object.fromEntries(gateway.selector.map(({ key, value }) => [key.value, value.value]));
}

/** All Gateways of one workload as istiod merges them. */
export interface MergedGateway {
  readonly byPort: ReadonlyMap<number, readonly MergedServer[]>;
  /** Servers by port and host, wildcards literally; see serversCovering. */
  readonly byHost: ReadonlyMap<string, readonly MergedServer[]>;
  readonly dropped: readonly DroppedServer[];
}

/** What listens on a gateway workload, all its Gateways merged. */
export function gatewayServersFor(view: WorkspaceView, workload: GatewayWorkload): MergedGateway {
  return view.get(mergedServers, workload);
}

const mergedServers = defineFact("servers of a gateway", merge, { equals: sameData, key: workloadKey });

const workloadKeys = new WeakMap<GatewayWorkload, string>();

/** A workload's canonical text, made once for each that is met. */
export function workloadKey(workload: GatewayWorkload): string {
  let key = workloadKeys.get(workload);
  if (key === undefined) {
    key = canonical(workload);
    workloadKeys.set(workload, key);
  }
  return key;
}

/** The servers of a port whose hosts cover a name. */
export function serversCovering(merged: MergedGateway, port: number, name: string): readonly MergedServer[] {
  const found = coveringHosts(name).flatMap((host) => merged.byHost.get(`${port} ${host}`) ?? []);
  return [...new Set(found)];
}

/** VirtualServices bound to a Gateway that a gateway of this namespace may use, in istiod's order: private, exported by name, public; each by age. */
export function virtualServicesForGateway(
  view: WorkspaceView,
  gateway: Gateway,
  proxyNamespace: string,
): readonly VirtualService[] {
  return visibleVirtualServices(view, view.boundTo(fullName(gateway)), proxyNamespace);
}

/** Of VirtualServices, those that a proxy's namespace sees, in istiod's order. */
export function visibleVirtualServices(
  view: WorkspaceView,
  candidates: readonly VirtualService[],
  proxyNamespace: string,
): readonly VirtualService[] {
  const mesh = meshFacts(view);
  const exportsOf = (service: VirtualService): readonly string[] =>
    service.exportTo.length === 0 ? mesh.virtualServiceExportTo : service.exportTo.map((entry) => entry.value);
  return candidates
    .filter((service) => isExportedTo(exportsOf(service), service.namespace, proxyNamespace))
    .map((service) => ({ service, rank: exportRank(exportsOf(service), service.namespace) }))
    .sort((a, b) => a.rank - b.rank || byAge(a.service, b.service))
    .map(({ service }) => service);
}

/** Whether a VirtualService is bound to a gateway (`namespace/name` or `mesh`). */
export function isBoundTo(service: VirtualService, gateway: string): boolean {
  if (service.gateways.length === 0) return gateway === MESH_GATEWAY;
  return service.gateways.some((entry) => qualifyGateway(entry.value, service.namespace) === gateway);
}

/** The gateways (`namespace/name`, never `mesh`) that a VirtualService and others for one of its hosts are bound to. */
export function gatewaysAround(view: WorkspaceView, service: VirtualService): readonly string[] {
  const { clusterDomain } = meshFacts(view);
  const related = service.hosts.flatMap((host) =>
    view.forHost("VirtualService", qualifyHost(host.value, service.namespace, clusterDomain)),
  );
  const names = [service, ...related].flatMap((one) =>
    one.gateways.map((gateway) => qualifyGateway(gateway.value, one.namespace)),
  );
  return [...new Set(names)].filter((name) => name !== MESH_GATEWAY);
}

/** A Gateway by `namespace/name`. */
export function gatewayNamed(view: WorkspaceView, name: string): Gateway | undefined {
  const [namespace = "", bare = ""] = name.split("/");
  return view.named("Gateway", namespace, bare)[0];
}

/** A server's hosts for VirtualServices of one namespace, without the namespace part. */
export function serverHostsFor(gateway: Gateway, server: GatewayServer, namespace: string): readonly string[] {
  return server.hosts.flatMap(({ value }) => {
    const slash = value.indexOf("/");
    if (slash < 0) return [value.toLowerCase()];
    const from = value.slice(0, slash);
    const fits = from === "*" || from === namespace || (from === "." && gateway.namespace === namespace);
    return fits ? [value.slice(slash + 1).toLowerCase()] : [];
  });
}

/** Every host of a server, without the namespace part. */
export function serverHosts(server: GatewayServer): readonly string[] {
  return server.hosts.map(({ value }) => value.slice(value.indexOf("/") + 1).toLowerCase());
}

/** The hosts that a server and a VirtualService have in common, the narrower of each pair. */
export function commonHosts(serverNames: readonly string[], virtualServiceHosts: readonly string[]): readonly string[] {
  const common = serverNames.flatMap((name) =>
    virtualServiceHosts.filter((host) => hostsOverlap(name, host)).map((host) => (covers(name, host) ? host : name)),
  );
  return [...new Set(common)];
}

/** The list of a VirtualService that a server of this kind reads. */
export function routeKindOf(kind: ServerKind): "http" | "tls" | "tcp" {
  if (kind === "http" || kind === "https") return "http";
  return kind === "passthrough" ? "tls" : "tcp";
}

function findPods(view: WorkspaceView, selector: Readonly<Record<string, string>>): GatewayWorkload | undefined {
  const mesh = meshFacts(view);
  const fits = (labels: Readonly<Record<string, string>>): boolean => isSubset(selector, labels);
  for (const known of view.settings.gateways) {
    if (fits(known.labels)) return gatewayBehind(view, hostOf(known, mesh));
  }
  for (const service of view.all("Service")) {
    if (service.selector === undefined || !hasLabels(service.selector) || service.name === undefined) continue;
    const host = qualifyHost(service.name.value, service.namespace, mesh.clusterDomain);
    const workload = gatewayBehind(view, host);
    if (workload !== undefined && fits(workload.labels)) return workload;
  }
  const shipped = SHIPPED.find((known) => fits(known.labels));
  return shipped === undefined ? undefined : gatewayBehind(view, hostOf(shipped, mesh));
}

function findGateway(view: WorkspaceView, host: string): GatewayWorkload | undefined {
  const mesh = meshFacts(view);
  for (const declared of servicesDeclaring(view, host)) {
    const workload = fromDeclared(view, declared);
    if (workload === undefined) continue;
    const isSelected = view.gatewaysSelecting(workload.labels).some((gateway) => gateway.selector.length > 0);
    if (isSelected || (view.settings.knowledge === "whole" && isGatewayLike(workload))) return workload;
  }
  const known = knownGateways(view).find((gateway) => hostOf(gateway, mesh) === host);
  if (known === undefined) return undefined;
  const fromFiles = servicesDeclaring(view, host).find(({ kind }) => kind === "Service");
  return {
    name: `${known.namespace}/${known.name}`,
    namespace: known.namespace,
    labels: known.labels,
    services: [
      fromFiles === undefined ? { host, namespace: known.namespace, ports: known.ports } : asGatewayService(fromFiles),
    ],
    source: known.source,
    arePodsSeen: true,
  };
}

/** Pods that carry the label of Istio's gateways: with no Gateway for them, nothing listens there. */
function isGatewayLike(workload: GatewayWorkload): boolean {
  return workload.arePodsSeen && (workload.labels.istio ?? "").includes("gateway");
}

/** The pods behind a Service among the files: those its selector finds, or pods that have just the selector's labels. */
function fromDeclared(view: WorkspaceView, declared: RegistryService): GatewayWorkload | undefined {
  const [resource] = declared.resources;
  if (resource?.type !== "Service" || !hasLabels(resource.selector)) return undefined;
  const selector = resource.selector;
  const pods = view
    .inNamespace("Workload", resource.namespace)
    .filter((workload) => isSubset(selector, workload.podLabels));
  const known = knownGateways(view).find((gateway) => hostOf(gateway, meshFacts(view)) === declared.host);
  return {
    name: `${declared.namespace}/${resource.name?.value ?? ""}`,
    namespace: declared.namespace,
    labels: pods[0]?.podLabels ?? { ...(known?.labels ?? {}), ...selector },
    services: [asGatewayService(declared)],
    source: "files",
    arePodsSeen: pods.length > 0,
  };
}

function hostOf(gateway: GatewayDescription, mesh: MeshFacts): string {
  return qualifyHost(gateway.name, gateway.namespace, mesh.clusterDomain);
}

/** The workload that a Service nobody declares must lead to, when a Gateway is evidently meant: pods with just the Gateway's selector. */
export function gatewayBySelector(host: string, gateway: Gateway, mesh: MeshFacts): GatewayWorkload {
  const parts = clusterHostParts(host, mesh);
  return {
    name: parts === undefined ? host : `${parts.namespace}/${parts.name}`,
    namespace: parts?.namespace ?? gateway.namespace,
    labels: selectorOf(gateway),
    services: [],
    source: "selector",
    arePodsSeen: false,
  };
}

/** Names the Services that a Gateway is bound to directly, instead of a selector; written by istiod for the Gateway API. */
const GATEWAY_SERVICE_ANNOTATION = "internal.istio.io/gateway-service";

function merge(view: WorkspaceView, workload: GatewayWorkload): MergedGateway {
  const gateways = [...view.gatewaysSelecting(workload.labels)].sort(byAge);
  const { byPort, dropped } = mergeServers(gateways.flatMap((gateway) => serversOf(gateway, workload)));
  const byHost = new Map<string, MergedServer[]>();
  for (const merged of [...byPort.values()].flat()) {
    for (const host of merged.hosts) {
      const servers = byHost.get(`${merged.port} ${host}`);
      if (servers === undefined) byHost.set(`${merged.port} ${host}`, [merged]);
      else servers.push(merged);
    }
  }
  return { byPort, byHost, dropped };
}

/** The pod's port: the target of a Service port with the server's number, else the number itself. */
function listeningPort(gateway: Gateway, server: GatewayServer, workload: GatewayWorkload): number | undefined {
  const number = server.number?.value;
  if (number === undefined) return undefined;
  const annotation = gateway.annotations[GATEWAY_SERVICE_ANNOTATION];
  if (annotation !== undefined) {
    const hosts = annotation.split(",");
    const bound = workload.services.filter(
      (service) => hosts.includes(service.host) && service.namespace === gateway.namespace,
    );
    return bound.flatMap((service) => service.ports).find((port) => port.port === number)?.targetPort;
  }
  const exposed = workload.services.flatMap((service) => service.ports).find((port) => port.port === number);
  return exposed?.targetPort ?? number;
}

/** Plain servers are named after the port they listen on, TLS servers after the port as written. */
function routeConfigOf(gateway: Gateway, server: GatewayServer, port: number): string | undefined {
  const kind = serverKind(server);
  const bind = server.bind === undefined ? "" : `.${server.bind.value}`;
  if (kind === "http") return `http.${port}${bind}`;
  if (kind !== "https") return undefined;
  const name = `${server.portName?.value ?? ""}.${gateway.name?.value ?? ""}.${gateway.namespace}`;
  return `https.${server.number?.value ?? port}.${name}${bind}`;
}

const serversByWorkload = new WeakMap<Gateway, Map<string, readonly MergedServer[]>>();

/**
 * The servers of a Gateway with the ports they would listen on in these pods. For one Gateway the same objects every time, so that facts about
 * servers keep their values when only another Gateway of the pods has changed.
 */
export function serversOf(gateway: Gateway, workload: GatewayWorkload): readonly MergedServer[] {
  const known = serversByWorkload.get(gateway) ?? new Map<string, readonly MergedServer[]>();
  serversByWorkload.set(gateway, known);
  const key = workloadKey(workload);
  let servers = known.get(key);
  if (servers === undefined) {
    servers = findServers(gateway, workload);
    known.set(key, servers);
  }
  return servers;
}

function findServers(gateway: Gateway, workload: GatewayWorkload): readonly MergedServer[] {
  return gateway.servers.flatMap((server) => {
    const port = listeningPort(gateway, server, workload);
    if (port === undefined) return [];
    return [{ gateway, server, port, hosts: serverHosts(server), routeConfig: routeConfigOf(gateway, server, port) }];
  });
}
