// Which services a proxy has clusters for: those that its listeners import, and those that the rules it imports lead to. Follows model/sidecar.go
// (collectImportedServices, appendSidecarServices) and, for gateways, DefaultSidecarScopeForGateway.
import type { Destination, VirtualService } from "../model/virtual-service";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import { importsVirtualService, isExportedTo } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import type { EgressListener, EgressScope } from "./egress-scope";
import { isBoundTo } from "./gateways";
import { meshFacts } from "./mesh";
import { isVisible, portOf, type RegistryService, resolveHost, servicesDeclaring } from "./registry";
import { hostsOf } from "./virtual-hosts";

/** The service that a sidecar's clusters of a host are made of; nothing where it has none. */
export function clusterService(view: WorkspaceView, scope: EgressScope, host: string): RegistryService | undefined {
  let found: RegistryService | undefined;
  for (const egress of scope.listeners) {
    const imported = resolveHost(view, egress.scope, host);
    if (imported !== undefined) found = joined(found, trimmed(imported, portsOf(egress)));
    if (found !== undefined && egress.scope.imports === undefined) return found;
    const ports = portsOfRules(view, egress, host);
    if (ports === undefined) continue;
    const led = byRules(view, egress, host);
    if (led !== undefined) found = joined(found, trimmed(led, portsOf(egress) ?? ports));
  }
  return found;
}

/** The service that rules mean by a host: that of the client's namespace, else a Kubernetes Service, else the oldest that it sees. */
function byRules(view: WorkspaceView, egress: EgressListener, host: string): RegistryService | undefined {
  const { namespace } = egress.scope;
  const declared = servicesDeclaring(view, host);
  const own = declared.find((service) => service.namespace === namespace);
  if (own !== undefined) return own;
  const visible = declared.filter((service) => isVisible(service, { namespace }));
  return visible.find((service) => service.kind === "Service") ?? visible[0];
}

/** The ports of a host that the rules of a listener lead to: empty for all of them, nothing when no rule leads there. */
function portsOfRules(view: WorkspaceView, egress: EgressListener, host: string): ReadonlySet<number> | undefined {
  const { namespace, imports } = egress.scope;
  const { clusterDomain } = meshFacts(view);
  const isImported = (service: VirtualService): boolean =>
    imports !== undefined && importsVirtualService(imports, service.namespace, hostsOf(service, clusterDomain));
  // With all rules imported, what matters is said of the host once for all clients.
  const leads = imports === undefined ? view.get(leadsTo, host) : leadsOf(view, host, isImported);
  const ports = new Set<number>();
  let isLedTo = false;
  for (const { exportTo, owner, port, clients } of leads) {
    if (!isExportedTo(exportTo, owner, namespace) || (clients.length > 0 && !clients.includes(namespace))) continue;
    isLedTo = true;
    if (port === undefined) return new Set();
    ports.add(port);
  }
  return isLedTo ? ports : undefined;
}

/** What leads sidecars to a host: all ports of it, or one; for clients of some namespaces only, where any are named. */
interface Lead {
  readonly exportTo: readonly string[];
  /** The namespace that `.` means. */
  readonly owner: string;
  readonly port: number | undefined;
  readonly clients: readonly string[];
}

const leadsTo = defineFact(
  "what leads sidecars to a host",
  (view: WorkspaceView, host: string) => leadsOf(view, host, () => true),
  { equals: sameData },
);

/** Each lead once: an egress gateway's Service has as many rules as the mesh has external hosts, and most say the same. */
function leadsOf(view: WorkspaceView, host: string, counts: (service: VirtualService) => boolean): readonly Lead[] {
  const { clusterDomain, virtualServiceExportTo } = meshFacts(view);
  const leads = new Map<string, Lead>();
  for (const service of view.routingTo(host)) {
    if (!isBoundTo(service, MESH_GATEWAY) || !counts(service)) continue;
    const written = service.exportTo.map(({ value }) => value);
    const exportTo = written.length === 0 ? virtualServiceExportTo : written;
    const owner = exportTo.includes(".") ? service.namespace : "";
    for (const { destination, clients } of destinationsOf(service)) {
      if (qualifyHost(destination.host?.value ?? "", service.namespace, clusterDomain) !== host) continue;
      const lead = { exportTo, owner, port: destination.port?.value, clients };
      leads.set([owner, lead.port ?? "", exportTo.join(), clients.join()].join(" "), lead);
    }
  }
  return [...leads.keys()].sort().flatMap((key) => leads.get(key) ?? []);
}

/** The destinations of a VirtualService, and the namespaces whose clients may come to them, all when none is named (push_context.go:812-875). */
function destinationsOf(
  service: VirtualService,
): readonly { readonly destination: Destination; readonly clients: readonly string[] }[] {
  return [...service.http, ...service.tls, ...service.tcp].flatMap((route) => {
    const named = route.matches.flatMap((match) => match.sourceNamespace?.value ?? []);
    const clients = route.routeKind === "http" ? named : [];
    return route.destinations.flatMap(({ destination }) =>
      destination === undefined ? [] : [{ destination, clients }],
    );
  });
}

function portsOf(egress: EgressListener): ReadonlySet<number> | undefined {
  return egress.scope.port === undefined ? undefined : new Set([egress.scope.port]);
}

/** A service with some of its ports only; nothing when it has none of them, all when none is asked for. */
function trimmed(service: RegistryService, ports: ReadonlySet<number> | undefined): RegistryService | undefined {
  if (ports === undefined || ports.size === 0) return service;
  const kept = service.ports.filter((port) => ports.has(port.number));
  if (kept.length === 0) return undefined;
  return kept.length === service.ports.length ? service : { ...service, ports: kept };
}

/** Of two services for a host the first counts, a Kubernetes Service before a ServiceEntry; ports join where both are one declaration. */
function joined(first: RegistryService | undefined, second: RegistryService | undefined): RegistryService | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  if (first.kind !== "Service" && second.kind === "Service") return second;
  if (first.namespace !== second.namespace || first.kind !== second.kind) return first;
  const more = second.ports.filter((port) => portOf(first, port.number) === undefined);
  return more.length === 0 ? first : { ...first, ports: [...first.ports, ...more] };
}
