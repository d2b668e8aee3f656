// Which services a proxy has clusters for: those that its listeners import, and those that the rules it imports lead to. Follows model/sidecar.go
// (collectImportedServices, appendSidecarServices) and, for gateways, DefaultSidecarScopeForGateway.
import type { VirtualService } from "../model/virtual-service";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { importsVirtualService } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import type { EgressListener, EgressScope } from "./egress-scope";
import { isBoundTo, visibleVirtualServices } from "./gateways";
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
  const bound = view.routingTo(host).filter((service) => isBoundTo(service, MESH_GATEWAY));
  const ports = new Set<number>();
  let isLedTo = false;
  let isWhole = false;
  for (const service of visibleVirtualServices(view, bound, namespace)) {
    if (imports !== undefined && !importsVirtualService(imports, service.namespace, hostsOf(service, clusterDomain)))
      continue;
    for (const destination of destinationsFor(service, namespace)) {
      if (qualifyHost(destination.host?.value ?? "", service.namespace, clusterDomain) !== host) continue;
      isLedTo = true;
      if (destination.port === undefined) isWhole = true;
      else ports.add(destination.port.value);
    }
  }
  return !isLedTo ? undefined : isWhole ? new Set() : ports;
}

/** The destinations of a VirtualService that clients of a namespace may come to (push_context.go:812-875). */
function destinationsFor(service: VirtualService, namespace: string) {
  return [...service.http, ...service.tls, ...service.tcp].flatMap((route) => {
    const wanted = route.matches.flatMap((match) => match.sourceNamespace?.value ?? []);
    const isMeant = route.routeKind !== "http" || wanted.length === 0 || wanted.includes(namespace);
    return isMeant ? route.destinations.flatMap(({ destination }) => destination ?? []) : [];
  });
}

function portsOf(egress: EgressListener): ReadonlySet<number> | undefined {
  return egress.scope.port === undefined ? undefined : new Set([egress.scope.port]);
}

/** A service with some of its ports only; nothing when it has none of them, all when none is asked for. */
function trimmed(service: RegistryService, ports: ReadonlySet<number> | undefined): RegistryService | undefined {
  if (ports === undefined || ports.size === 0 || service.ports.length === 0) return service;
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
