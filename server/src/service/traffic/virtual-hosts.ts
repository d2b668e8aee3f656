// The virtual hosts of a proxy's route tables, as far as one host needs them: which names they answer to and which rules they hold.
// Follows networking/core/httproute.go (sidecars) and gateway.go, buildGatewayHTTPRouteConfig (gateways).
import type { VirtualService } from "../model/virtual-service";
import { fullName } from "../model/resource";
import {
  coveringHosts,
  covers,
  hostsOverlap,
  isWildcard,
  MESH_GATEWAY,
  qualifyHost,
  serviceHost,
} from "../workspace/names";
import { importsVirtualService } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { commonHosts, isBoundTo, type MergedServer, serverHostsFor, visibleVirtualServices } from "./gateways";
import { meshFacts } from "./mesh";
import {
  clusterHostParts,
  hostForms,
  portOf,
  type RegistryScope,
  type RegistryService,
  resolveCovering,
  declaredOnPort,
  servicesOnPort,
} from "./registry";
import { bestPattern, catchAllLast, httpEntries, type OnDoubt, type RouteEntry } from "./routes";

/** A virtual host. */
export interface VirtualHost {
  /** As Envoy names it: `host:port`. */
  readonly name: string;
  readonly domains: readonly string[];
  /** The rules in the order Envoy tries them; nothing for a service without a VirtualService, which gets everything. */
  readonly entries: readonly RouteEntry[] | undefined;
  /** The service it stands for, where it stands for one. */
  readonly service: RegistryService | undefined;
  /** The server behind it, at a gateway. */
  readonly server: MergedServer | undefined;
  /** Whether plain requests are told to come back with https. */
  readonly redirectsToHttps: boolean;
  /** VirtualServices that have rules for the same name and come too late: in sidecars, only one VirtualService gets a host. */
  readonly rivals: readonly VirtualService[];
}

/** A proxy that route tables are made for. */
export interface TableOwner {
  readonly scope: RegistryScope;
  readonly labels: Readonly<Record<string, string>>;
  readonly onDoubt: OnDoubt;
}

/** VirtualServices of the mesh that concern a host and that a sidecar sees, in istiod's order. */
export function meshVirtualServices(
  view: WorkspaceView,
  scope: RegistryScope,
  hosts: readonly string[],
): readonly VirtualService[] {
  const mesh = meshFacts(view);
  const found = new Set(hosts.flatMap((host) => view.covering("VirtualService", host)));
  const bound = [...found].filter((service) => isBoundTo(service, MESH_GATEWAY));
  return visibleVirtualServices(view, bound, scope.namespace).filter(
    (service) =>
      scope.imports === undefined ||
      importsVirtualService(scope.imports, service.namespace, hostsOf(service, mesh.clusterDomain)),
  );
}

/** VirtualServices of the mesh with a host in common with a service's, as a sidecar sees them. */
export function rulesForService(view: WorkspaceView, scope: RegistryScope, host: string): readonly VirtualService[] {
  if (!isWildcard(host)) return meshVirtualServices(view, scope, [host]);
  // Rules for one host below a wildcard service's stand in for the whole of it (networking/core/tls.go, getConfigsForHost).
  const { clusterDomain } = meshFacts(view);
  const below = view
    .boundTo(MESH_GATEWAY)
    .filter((service) => hostsOf(service, clusterDomain).some((name) => hostsOverlap(name, host)));
  return meshVirtualServices(
    view,
    scope,
    below.flatMap((service) => hostsOf(service, clusterDomain)),
  ).filter((service) => below.includes(service));
}

/**
 * The virtual hosts of a sidecar's route table for a port that have to do with a host: those of VirtualServices and services that cover it.
 * `authority` is the Host header that looks for its name among them; `assumed` are services that are not among the files but taken to exist.
 */
export function sidecarVirtualHosts(
  view: WorkspaceView,
  owner: TableOwner,
  port: number,
  host: string,
  authority: string,
  assumed: readonly RegistryService[] = [],
): readonly VirtualHost[] {
  const mesh = meshFacts(view);
  const { scope } = owner;
  const forms = hostForms(host, scope.namespace, mesh);
  const asked = [...forms, authority];
  const isAsked = (name: string): boolean => asked.some((one) => covers(name, one));
  const serviceAt = (name: string): RegistryService | undefined => {
    const service = declaredOnPort(view, scope, name, port) ?? assumed.find((candidate) => candidate.host === name);
    return service !== undefined && (hasPort(service, port) || assumed.includes(service)) ? service : undefined;
  };
  const virtualServices = meshVirtualServices(view, scope, forms);
  const claimed = new Map<string, VirtualHost>();
  const withVirtualService = new Set<string>();
  const table: VirtualHost[] = [];
  const rivals = new Map<string, VirtualService[]>();
  const add = (
    name: string,
    domains: readonly string[],
    rest: Omit<VirtualHost, "name" | "domains" | "rivals">,
  ): void => {
    const key = `${name}:${port}`;
    const late = rivals.get(key);
    if (late !== undefined) {
      const service = rest.entries?.[0]?.virtualService;
      if (service !== undefined) late.push(service);
      return;
    }
    const free = domains.filter((domain) => !claimed.has(domain));
    if (free.length === 0) return;
    const followers: VirtualService[] = [];
    rivals.set(key, followers);
    const virtualHost = { ...rest, name: key, domains: free, rivals: followers };
    for (const domain of free) claimed.set(domain, virtualHost);
    table.push(virtualHost);
  };
  const targets = candidatesFor(view, scope, forms, serviceAt);
  const plan = virtualServices.map((virtualService) => {
    const split = splitHosts(view, scope, virtualService, virtualServices, targets, serviceAt, port);
    const services = split.services.filter((service) => answersHttp(service, port, assumed));
    const isUsed = port === 80 || split.services.length > 0;
    // Hosts that no service declares get a table on port 80 only.
    const hasTable = services.length > 0 || port === 80;
    const cx = { gateway: MESH_GATEWAY, port, proxyNamespace: scope.namespace, labels: owner.labels };
    const entries = isUsed && hasTable ? httpEntries(view, virtualService, cx, owner.onDoubt) : [];
    return { entries, services, others: split.others };
  });
  for (const { entries, services, others } of plan) {
    if (entries.length === 0) continue;
    const rest = { entries, server: undefined, redirectsToHttps: false };
    for (const other of others) {
      // Whether there is a table at all does not hang on which names it has, so one name stands in for those that nobody asks for.
      if (table.length === 0 || isAsked(other)) add(other, [other], { ...rest, service: undefined });
    }
    for (const service of services) {
      withVirtualService.add(service.host);
      add(service.host, domainsOf(view, service, scope.namespace), { ...rest, service });
    }
  }
  for (const service of targets) {
    if (withVirtualService.has(service.host) || !answersHttp(service, port, assumed)) continue;
    const rest = { entries: undefined, service, server: undefined, redirectsToHttps: false };
    add(service.host, domainsOf(view, service, scope.namespace), rest);
  }
  return table;
}

/** The virtual hosts of a gateway's route table, made of the servers that share it, that have to do with a host. */
export function gatewayVirtualHosts(
  view: WorkspaceView,
  owner: TableOwner,
  servers: readonly MergedServer[],
  host: string,
): readonly VirtualHost[] {
  const mesh = meshFacts(view);
  const byHost = new Map<string, VirtualHost>();
  const candidates = visibleVirtualServices(view, view.covering("VirtualService", host), owner.scope.namespace);
  for (const merged of servers) {
    const { gateway, server } = merged;
    if (!merged.hosts.some((name) => hostsOverlap(name, host))) continue;
    const port = server.number?.value ?? merged.port;
    const redirectsToHttps = server.tls?.httpsRedirect?.value === true;
    for (const virtualService of candidates) {
      if (!isBoundTo(virtualService, fullName(gateway))) continue;
      const names = serverHostsFor(gateway, server, virtualService.namespace);
      const common = commonHosts(names, hostsOf(virtualService, mesh.clusterDomain)).filter((name) =>
        covers(name, host),
      );
      if (common.length === 0) continue;
      const cx = {
        gateway: fullName(gateway),
        port,
        proxyNamespace: owner.scope.namespace,
        labels: owner.labels,
      };
      const entries = httpEntries(view, virtualService, cx, owner.onDoubt);
      if (entries.length === 0) continue;
      for (const name of common) {
        const known = byHost.get(name);
        byHost.set(name, {
          name: known?.name ?? `${name}:${port}`,
          domains: [name],
          entries: [...(known?.entries ?? []), ...entries],
          service: undefined,
          server: known?.server ?? merged,
          redirectsToHttps: redirectsToHttps || (known?.redirectsToHttps ?? false),
          rivals: [],
        });
      }
    }
    if (!redirectsToHttps) continue;
    // A host for routes of one namespace stays as it is written here, and no request asks for it (networking/core/gateway.go:534-552).
    const open = server.hosts.map(({ value }) => (value.startsWith("*/") ? value.slice(2) : value).toLowerCase());
    for (const name of open.filter((candidate) => !candidate.includes("/") && covers(candidate, host))) {
      const known = byHost.get(name) ?? {
        name: `${name}:${port}`,
        domains: [name],
        entries: [],
        service: undefined,
        server: merged,
        redirectsToHttps: true,
        rivals: [],
      };
      byHost.set(name, { ...known, redirectsToHttps: true });
    }
  }
  return [...byHost.values()].map((virtualHost) => ({
    ...virtualHost,
    entries: virtualHost.entries === undefined ? undefined : catchAllLast(virtualHost.entries),
  }));
}

/** Whether a gateway's route table has any virtual host at all; without one, a lone `blackhole` answers every request with 404. */
export function hasVirtualHosts(view: WorkspaceView, owner: TableOwner, servers: readonly MergedServer[]): boolean {
  const mesh = meshFacts(view);
  return servers.some(({ gateway, server, port }) => {
    if (server.tls?.httpsRedirect?.value === true) return true;
    const cx = {
      gateway: fullName(gateway),
      port: server.number?.value ?? port,
      proxyNamespace: owner.scope.namespace,
      labels: owner.labels,
    };
    return visibleVirtualServices(view, view.boundTo(fullName(gateway)), owner.scope.namespace).some(
      (virtualService) => {
        const names = serverHostsFor(gateway, server, virtualService.namespace);
        return (
          commonHosts(names, hostsOf(virtualService, mesh.clusterDomain)).length > 0 &&
          httpEntries(view, virtualService, cx, owner.onDoubt).length > 0
        );
      },
    );
  });
}

/** The virtual host that answers to a Host header: the exact name, else the longest wildcard, else `*`. */
export function answering(table: readonly VirtualHost[], host: string): VirtualHost | undefined {
  const byDomain = new Map(table.flatMap((virtualHost) => virtualHost.domains.map((domain) => [domain, virtualHost])));
  const best = bestPattern(byDomain.keys(), host);
  return best === undefined ? undefined : byDomain.get(best);
}

/** A VirtualService's hosts in full form. */
export function hostsOf(service: VirtualService, clusterDomain: string): readonly string[] {
  return service.hosts.map((host) => qualifyHost(host.value, service.namespace, clusterDomain));
}

/** Services that a host may mean: those declared for it or a wildcard above it, and the service that an ExternalName stands for. */
function candidatesFor(
  view: WorkspaceView,
  scope: RegistryScope,
  forms: readonly string[],
  serviceAt: (name: string) => RegistryService | undefined,
): readonly RegistryService[] {
  const found = new Map<string, RegistryService>();
  for (const form of forms) {
    for (const pattern of coveringHosts(form)) {
      const service = serviceAt(pattern);
      if (service !== undefined) found.set(service.host, service);
    }
    for (const declared of resolveCovering(view, scope, form)) {
      const concrete = declared.aliasOf === undefined ? undefined : serviceAt(declared.aliasOf);
      if (concrete !== undefined) found.set(concrete.host, concrete);
    }
  }
  return [...found.values()];
}

/**
 * A VirtualService's hosts, split into services of the port and other names. A wildcard host takes the services among `targets` for which no
 * other VirtualService is more specific; it is a name of its own only when no service of the port falls under it.
 */
function splitHosts(
  view: WorkspaceView,
  scope: RegistryScope,
  virtualService: VirtualService,
  all: readonly VirtualService[],
  targets: readonly RegistryService[],
  serviceAt: (name: string) => RegistryService | undefined,
  port: number,
): { readonly services: readonly RegistryService[]; readonly others: readonly string[] } {
  const { clusterDomain } = meshFacts(view);
  const services: RegistryService[] = [];
  const others: string[] = [];
  for (const host of hostsOf(virtualService, clusterDomain)) {
    if (!isWildcard(host)) {
      const service = serviceAt(host);
      if (service === undefined) others.push(host);
      else services.push(service);
      continue;
    }
    const matching = targets.filter((service) => hostsOverlap(service.host, host));
    for (const service of matching) {
      if (mostSpecific(all, service.host, clusterDomain) === virtualService) services.push(service);
    }
    if (matching.length === 0 && !hasServiceUnder(view, scope, host, port)) others.push(host);
  }
  return { services, others };
}

function hasServiceUnder(view: WorkspaceView, scope: RegistryScope, pattern: string, port: number): boolean {
  return servicesOnPort(view, scope, port, ["http", "tls", "tcp", "auto"]).some((service) =>
    hostsOverlap(service.host, pattern),
  );
}

/** The VirtualService whose host fits a service best; the earlier one where two fit alike. */
function mostSpecific(all: readonly VirtualService[], host: string, clusterDomain: string): VirtualService | undefined {
  const owners = new Map<string, VirtualService>();
  for (const service of all) {
    for (const pattern of hostsOf(service, clusterDomain)) {
      if (hostsOverlap(pattern, host) && !owners.has(pattern)) owners.set(pattern, service);
    }
  }
  const best = bestPattern(owners.keys(), host) ?? [...owners.keys()][0];
  return best === undefined ? undefined : owners.get(best);
}

function hasPort(service: RegistryService, port: number): boolean {
  return portOf(service, port) !== undefined;
}

function answersHttp(service: RegistryService, port: number, assumed: readonly RegistryService[]): boolean {
  if (assumed.includes(service)) return true;
  const declared = portOf(service, port);
  return service.resolution !== "ALIAS" && (declared?.protocolClass === "http" || declared?.protocolClass === "auto");
}

/** The names a service's virtual host answers to: its host, the shorter forms that a proxy of this namespace may use, and its addresses. */
function domainsOf(view: WorkspaceView, service: RegistryService, proxyNamespace: string): readonly string[] {
  const mesh = meshFacts(view);
  const domains = [service.host];
  domains.push(
    ...view
      .aliasesOf(service.host)
      .map((alias) => serviceHost(alias.name?.value ?? "", alias.namespace, mesh.clusterDomain)),
  );
  for (const host of [...domains]) {
    const parts = clusterHostParts(host, mesh);
    if (parts === undefined) continue;
    const { name, namespace } = parts;
    if (namespace === proxyNamespace) domains.push(name);
    domains.push(`${name}.${namespace}`, `${name}.${namespace}.svc`);
  }
  if (service.kind === "Service" && service.resolution === "NONE") {
    domains.push(...domains.map((domain) => `*.${domain}`));
  }
  return [...domains, ...service.addresses.filter((address) => !address.includes("/"))];
}
