// The hop from the sidecars to an egress gateway, both ends in view: what the sidecars do on the way there, and which servers of the Gateways among
// the files take it. The ground that the rules about this hop stand on.
import type { Gateway, GatewayServer } from "../model/gateway";
import { fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import { hostsOverlap, qualifyHost } from "../workspace/names";
import { isSubset } from "../workspace/visibility";
import { defineFact } from "../workspace/facts";
import type { WorkspaceView } from "../workspace/view";
import { type EffectivePolicy, effectivePolicy, type PolicySubject } from "./destination-policy";
import { gatewaysAround, selectorOf, serverHosts } from "./gateways";
import { type GatewayHop, gatewayHops, gatewaysNamed } from "./legs";

/** A server of a Gateway. */
export interface SeenServer {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
}

/** A hop with what is known of both ends. */
export interface SeenHop extends GatewayHop {
  readonly service: VirtualService;
  /** The port of the gateway's Service; nothing when the route leaves it open. */
  readonly port: number | undefined;
  /** The servers for one of the VirtualService's hosts, whatever their port; empty when no file shows any. */
  readonly servers: readonly SeenServer[];
  /** Those of them that listen behind the port. */
  readonly onPort: readonly SeenServer[];
  readonly subject: PolicySubject;
  /** What the DestinationRules make of the sidecars' connection to the gateway. */
  readonly policy: EffectivePolicy;
}

/** The hops that a VirtualService lays, both ends in view. */
export function seenHops(view: WorkspaceView, service: VirtualService): readonly SeenHop[] {
  return gatewayHops(view, service).map((hop): SeenHop => {
    const port = hop.destination.port?.value;
    const servers = serversFor(view, service, hop);
    const subject: PolicySubject = {
      proxyNamespace: service.namespace,
      host: hop.host,
      serviceNamespace: hop.workload.namespace,
      port: port ?? 0,
      subset: hop.destination.subset?.value,
    };
    return {
      ...hop,
      service,
      port,
      servers,
      onPort: servers.filter(({ server }) => port !== undefined && listensBehind(hop, server, port)),
      subject,
      policy: effectivePolicy(view, subject),
    };
  });
}

/** The hops of all VirtualServices that are bound to a Gateway or share a host with one that is, as far as they lead to one of its servers. */
export function hopsTo(view: WorkspaceView, gateway: Gateway): readonly SeenHop[] {
  const bound = view.boundTo(fullName(gateway));
  const related = bound.flatMap((service) =>
    service.hosts.flatMap((host) =>
      view.forHost("VirtualService", qualifyHost(host.value, service.namespace, view.clusterDomain)),
    ),
  );
  return [...new Set([...bound, ...related])].flatMap((service) =>
    seenHops(view, service).filter((hop) => hop.onPort.some((seen) => seen.gateway === gateway)),
  );
}

/** The hops of every VirtualService that leads to a host. */
export function hopsOverHost(view: WorkspaceView, host: string): readonly SeenHop[] {
  return view.get(hopsByHost, host);
}

/** A gateway's Service has many rules, and each of them asks. */
const hopsByHost = defineFact("hops over a host", (view: WorkspaceView, host: string) =>
  view.routingTo(host).flatMap((service) => seenHops(view, service)),
);

/** Servers, of the Gateways that the VirtualService or its siblings for the host are bound to, that take one of its hosts on the hop's pods. */
function serversFor(view: WorkspaceView, service: VirtualService, hop: GatewayHop): readonly SeenServer[] {
  const hosts = service.hosts.map((host) => qualifyHost(host.value, service.namespace, view.clusterDomain));
  const gateways = gatewaysAround(view, service).flatMap((name) => gatewaysNamed(view, name));
  return gateways
    .filter((gateway) => isSubset(selectorOf(gateway), hop.workload.labels))
    .flatMap((gateway) =>
      gateway.servers
        .filter((server) => serverHosts(server).some((name) => hosts.some((host) => hostsOverlap(name, host))))
        .map((server) => ({ gateway, server })),
    );
}

/** A server's number is a port of the gateway's Service, or directly one of the pod. */
function listensBehind(hop: GatewayHop, server: GatewayServer, port: number): boolean {
  const number = server.number?.value;
  if (number === port) return true;
  return hop.workload.services.some((service) =>
    service.ports.some((candidate) => candidate.port === port && candidate.targetPort === number),
  );
}
