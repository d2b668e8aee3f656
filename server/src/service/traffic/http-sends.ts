// Where the http routes of a VirtualService send plain requests: from which proxies, to which port outside the mesh, and what the DestinationRules
// make of the connection there. The ground that the rules about originating TLS stand on.
import type { Gateway } from "../model/gateway";
import type { Destination, Route, VirtualService } from "../model/virtual-service";
import { isWildcard, MESH_GATEWAY, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import {
  destinationRulesFor,
  effectivePolicy,
  type EffectivePolicy,
  type PolicySubject,
  type RejectedRule,
} from "./destination-policy";
import { gatewayOf } from "./gateway-place";
import { serverKind } from "./gateways";
import { destinationHost, gatewaysNamed, matchedPorts, placesOf } from "./legs";
import { endpointPort, portOf, type RegistryPort, type RegistryService, resolveCovering } from "./registry";

/** One destination of an http route, seen from one kind of proxy. */
export interface HttpSend {
  readonly service: VirtualService;
  readonly route: Route;
  readonly destination: Destination;
  /** The gateway whose pods send it; nothing for the sidecars. */
  readonly gateway: Gateway | undefined;
  readonly proxyNamespace: string;
  /** Full form, lower case. */
  readonly host: string;
  readonly registry: RegistryService;
  readonly port: RegistryPort;
  readonly subject: PolicySubject;
  readonly policy: EffectivePolicy;
  readonly rejected: readonly RejectedRule[];
  /** Whether a TLS handshake is awaited at the other end: the port is declared so, or is one that is used for nothing else. */
  readonly expectsTls: boolean;
}

/** Ports on which servers on the internet speak TLS and nothing else. */
const TLS_PORTS = new Set([443, 8443]);

/** Whether the server behind a port of a service awaits TLS. */
export function expectsTls(service: RegistryService, port: RegistryPort): boolean {
  return port.protocolClass === "tls" || TLS_PORTS.has(endpointPort(service, port) ?? port.number);
}

/** The sends of a VirtualService's http routes to hosts outside the mesh that the files declare. Others are not judged: nothing is known of them. */
export function httpSends(view: WorkspaceView, service: VirtualService): readonly HttpSend[] {
  return service.http.flatMap((route) =>
    route.destinations.flatMap(({ destination }) =>
      destination?.host === undefined
        ? []
        : placesOf(service, route).flatMap((place) => sendFrom(view, service, route, destination, place)),
    ),
  );
}

function sendFrom(
  view: WorkspaceView,
  service: VirtualService,
  route: Route,
  destination: Destination,
  place: string,
): readonly HttpSend[] {
  const proxies = place === MESH_GATEWAY ? sidecars(view, service, route) : gateways(view, service, route, place);
  const host = destinationHost(view, service, destination);
  if (isWildcard(host)) return [];
  return proxies.flatMap(({ gateway, proxyNamespace, labels }): HttpSend[] => {
    const registry = resolveCovering(view, { namespace: proxyNamespace }, host)[0];
    if (registry?.isExternal !== true) return [];
    const number = destination.port?.value ?? (registry.ports.length === 1 ? registry.ports[0]?.number : undefined);
    const port = number === undefined ? undefined : portOf(registry, number);
    if (port === undefined) return [];
    const subject: PolicySubject = {
      proxyNamespace,
      labels,
      host,
      serviceNamespace: registry.namespace,
      port: port.number,
      subset: destination.subset?.value,
    };
    const { rejected } = destinationRulesFor(view, subject);
    return [
      {
        service,
        route,
        destination,
        gateway,
        proxyNamespace,
        host,
        registry,
        port,
        subject,
        policy: effectivePolicy(view, subject),
        rejected,
        expectsTls: expectsTls(registry, port),
      },
    ];
  });
}

interface SendingProxy {
  readonly gateway: Gateway | undefined;
  readonly proxyNamespace: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/**
 * The sidecars of the VirtualService's namespace, when requests can take the route there: a host of the VirtualService has a port with HTTP that
 * the route takes. Hosts that nothing declares are served on port 80 only.
 */
function sidecars(view: WorkspaceView, service: VirtualService, route: Route): readonly SendingProxy[] {
  const asked = matchedPorts(service, route, MESH_GATEWAY);
  const takes = (port: number): boolean => asked.length === 0 || asked.includes(port);
  const isReached = service.hosts.some((entry) => {
    const host = qualifyHost(entry.value, service.namespace, view.clusterDomain);
    const registry = resolveCovering(view, { namespace: service.namespace }, host)[0];
    if (registry === undefined) return takes(80);
    return registry.ports.some((port) => port.protocolClass === "http" && takes(port.number));
  });
  return isReached ? [{ gateway: undefined, proxyNamespace: service.namespace, labels: undefined }] : [];
}

/** The pods of a Gateway, when one of its servers routes HTTP on a port that the route takes. */
function gateways(view: WorkspaceView, service: VirtualService, route: Route, name: string): readonly SendingProxy[] {
  const asked = matchedPorts(service, route, name);
  return gatewaysNamed(view, name).flatMap((gateway): SendingProxy[] => {
    const isReached = gateway.servers.some((server) => {
      const kind = serverKind(server);
      const number = server.number?.value;
      return (
        (kind === "http" || kind === "https") && number !== undefined && (asked.length === 0 || asked.includes(number))
      );
    });
    const workload = gatewayOf(view, service, gateway);
    return isReached && workload !== undefined
      ? [{ gateway, proxyNamespace: workload.namespace, labels: workload.labels }]
      : [];
  });
}
