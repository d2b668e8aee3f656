// What a VirtualService's routes ask of the requests they take at one place, the sidecars or a gateway, match by match and destination by destination.
// Whether a request gets that far is decided in a trace.
import { type Route, type RouteMatch, routesOf, type VirtualService } from "../model/virtual-service";
import { isSubset } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import type { Client } from "./clients";
import { isBoundTo } from "./gateways";
import { branchOf } from "./take-entry";
import type { Branch } from "./trace";
import { type MatchedRequest, PLAIN_REQUEST, requestFor } from "./witness-request";

/** What one match of a route takes at one place. */
export interface Taking {
  readonly route: Route;
  readonly match: RouteMatch | undefined;
  readonly request: MatchedRequest;
  readonly port: number | undefined;
  readonly branch: Branch | undefined;
}

/** What the routes of a VirtualService take at a place, `mesh` or `namespace/name`: one for each match and destination. */
export function takes(view: WorkspaceView, service: VirtualService, place: string): readonly Taking[] {
  return routesOf(service).flatMap((route) => {
    const matches = route.matches.filter((match) => isAtPlace(service, match, place));
    const alternatives = route.matches.length === 0 ? [undefined] : matches;
    return alternatives.flatMap((match) => {
      const request = route.routeKind === "http" ? requestFor(match) : PLAIN_REQUEST;
      const port = match?.port?.value === 0 ? undefined : match?.port?.value;
      return request === undefined
        ? []
        : branchesOf(view, service, route).map((branch) => ({ route, match, request, port, branch }));
    });
  });
}

/** The destinations of a rule that splits its traffic; one unnamed way for a rule that does not. */
function branchesOf(view: WorkspaceView, service: VirtualService, route: Route): readonly (Branch | undefined)[] {
  const sharing = route.destinations.filter(({ weight }) => (weight?.value ?? 0) > 0);
  if (route.destinations.length < 2 || sharing.length < 2) return [undefined];
  return sharing.flatMap(({ destination }) =>
    destination === undefined ? [] : branchOf(destination, service.namespace, view.clusterDomain),
  );
}

/** Whether a match can hold at a place. */
export function isAtPlace(service: VirtualService, match: RouteMatch, place: string): boolean {
  const names = match.gateways;
  return names.length === 0 ? isBoundTo(service, place) : isBoundTo({ ...service, gateways: names }, place);
}

/** Whether a client is one that a match speaks of. Where it names gateways, it does not look at who asks. */
export function isFrom({ origin }: Client, match: RouteMatch | undefined): boolean {
  if (match === undefined || match.gateways.length > 0) return true;
  const namespace = match.sourceNamespace?.value;
  return (
    (namespace === undefined || namespace === origin.namespace) && isSubset(match.sourceLabels, origin.labels ?? {})
  );
}
