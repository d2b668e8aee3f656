// Whether the routes of two VirtualServices for one host stand in each other's way in the sidecars. On a port only one VirtualService gives a host its
// http routes; tls routes of several are put together, and of those for one server name the first counts; tcp routes have no names to tell them apart.
// Follows networking/core/httproute.go (BuildSidecarOutboundVirtualHosts) and tls.go (buildSidecarOutboundTLSFilterChainOpts and its sibling for TCP).
import type { Route, RouteMatch, VirtualService } from "../model/virtual-service";
import { hostsOverlap, MESH_GATEWAY } from "../workspace/names";
import { matchedPorts, matchesAt, routesAt } from "./legs";

/** Whether a route of one VirtualService takes, in the sidecars, what a route of the other is written for. */
export function areMeshRivals(one: VirtualService, other: VirtualService): boolean {
  const others = routesAt(other, MESH_GATEWAY);
  return routesAt(one, MESH_GATEWAY).some((route) =>
    others.some(
      (candidate) =>
        candidate.routeKind === route.routeKind &&
        sharePort(matchedPorts(one, route, MESH_GATEWAY), matchedPorts(other, candidate, MESH_GATEWAY)) &&
        (route.routeKind !== "tls" || shareServerName(one, route, other, candidate)),
    ),
  );
}

/** No port means all ports. */
function sharePort(ports: readonly number[], others: readonly number[]): boolean {
  return ports.length === 0 || others.length === 0 || ports.some((port) => others.includes(port));
}

function shareServerName(one: VirtualService, route: Route, other: VirtualService, candidate: Route): boolean {
  const names = serverNames(matchesAt(one, route, MESH_GATEWAY));
  const others = serverNames(matchesAt(other, candidate, MESH_GATEWAY));
  return names.some((name) => others.some((candidateName) => hostsOverlap(name, candidateName)));
}

function serverNames(matches: readonly RouteMatch[]): readonly string[] {
  return matches.flatMap((match) => match.sniHosts.map(({ value }) => value.toLowerCase()));
}
