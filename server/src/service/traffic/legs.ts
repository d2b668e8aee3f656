// The parts of a VirtualService's way through an egress gateway: which of its routes can hold in the sidecars and at which gateway, and where
// they lead. Looks at names alone; whether a request really takes a route is decided in the stages of a trace.
import type { Field } from "../model/field";
import type { Gateway } from "../model/gateway";
import { type Destination, type Route, type RouteMatch, routesOf, type VirtualService } from "../model/virtual-service";
import { MESH_GATEWAY, qualifyGateway, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { gatewayBehind, type GatewayWorkload } from "./gateways";

/** A gateway that a VirtualService is bound to. */
export interface BoundGateway {
  /** `namespace/name` or `mesh`. */
  readonly name: string;
  /** The entry of `gateways`; nothing for the mesh that is meant when there is none. */
  readonly entry: Field<string> | undefined;
}

/** What a VirtualService is bound to: its `gateways`, or the mesh when it names none. */
export function boundGateways(service: VirtualService): readonly BoundGateway[] {
  let bound = boundByService.get(service);
  if (bound === undefined) {
    bound =
      service.gateways.length === 0
        ? [{ name: MESH_GATEWAY, entry: undefined }]
        : service.gateways.map((entry) => ({ name: qualifyGateway(entry.value, service.namespace), entry }));
    boundByService.set(service, bound);
  }
  return bound;
}

/** A VirtualService is frozen, and asked for its gateways once for each of them. */
const boundByService = new WeakMap<VirtualService, readonly BoundGateway[]>();

/** Whether a VirtualService is bound to the sidecars. */
export function isInMesh(service: VirtualService): boolean {
  return boundGateways(service).some(({ name }) => name === MESH_GATEWAY);
}

/** The routes that can hold at a gateway the VirtualService is bound to: those that no `match[].gateways` keeps away from it. */
export function routesAt(service: VirtualService, gateway: string): readonly Route[] {
  return routesOf(service).filter(
    (route) => route.matches.length === 0 || route.matches.some((match) => isAt(service, match.gateways, gateway)),
  );
}

/** The matches of a route that can hold at a gateway. */
export function matchesAt(service: VirtualService, route: Route, gateway: string): readonly RouteMatch[] {
  return route.matches.filter((match) => isAt(service, match.gateways, gateway));
}

/** The ports that a route wants to be asked on at a gateway; empty when it takes any. */
export function matchedPorts(service: VirtualService, route: Route, gateway: string): readonly number[] {
  const ports = matchesAt(service, route, gateway).map((match) => match.port?.value);
  return ports.includes(undefined) ? [] : ports.filter((port) => port !== undefined);
}

/** The gateways, the mesh included, at which a route can hold. */
export function placesOf(service: VirtualService, route: Route): readonly string[] {
  const names = boundGateways(service).map(({ name }) => name);
  if (route.matches.length === 0) return names;
  return names.filter((name) => route.matches.some((match) => isAt(service, match.gateways, name)));
}

/** Everything that a route sends requests or copies of them to. */
export function targetsOf(route: Route): readonly Destination[] {
  return [...route.destinations.flatMap(({ destination }) => destination ?? []), ...route.mirrors];
}

/** The full host that a VirtualService means by a destination. */
export function destinationHost(view: WorkspaceView, service: VirtualService, destination: Destination): string {
  return qualifyHost(destination.host?.value ?? "", service.namespace, view.clusterDomain);
}

/** A destination of the sidecars that is a gateway's Service. */
export interface GatewayHop {
  readonly route: Route;
  readonly destination: Destination;
  readonly host: string;
  readonly workload: GatewayWorkload;
}

/** The ways from the sidecars to a gateway that a VirtualService lays. */
export function gatewayHops(view: WorkspaceView, service: VirtualService): readonly GatewayHop[] {
  if (!isInMesh(service)) return [];
  return routesAt(service, MESH_GATEWAY).flatMap((route) =>
    route.destinations.flatMap(({ destination }) => {
      if (destination === undefined) return [];
      const host = destinationHost(view, service, destination);
      const workload = gatewayBehind(view, host);
      return workload === undefined ? [] : [{ route, destination, host, workload }];
    }),
  );
}

/** The Gateways among the files that a VirtualService is bound to. */
export function seenGateways(view: WorkspaceView, service: VirtualService): readonly Gateway[] {
  return boundGateways(service).flatMap(({ name }) => gatewaysNamed(view, name));
}

/** The Gateways among the files with a full name, `namespace/name`. */
export function gatewaysNamed(view: WorkspaceView, name: string): readonly Gateway[] {
  const slash = name.indexOf("/");
  return slash < 0 ? [] : view.named("Gateway", name.slice(0, slash), name.slice(slash + 1));
}

function isAt(service: VirtualService, gateways: readonly Field<string>[], gateway: string): boolean {
  return gateways.length === 0 || gateways.some((entry) => qualifyGateway(entry.value, service.namespace) === gateway);
}
