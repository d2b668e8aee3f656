// A route stands in another list than the gateway's server reads: servers that speak HTTP read `http`, those that pass TLS through read `tls`, and
// those that end TLS of anything else, or forward TCP, read `tcp`. Follows pilot/pkg/networking/core/gateway.go.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService (http, tls, tcp)
import type { Span } from "../base/span";
import type { Gateway, GatewayServer } from "../model/gateway";
import { fullName } from "../model/resource";
import { type Route, routesOf, type VirtualService } from "../model/virtual-service";
import { replaceScalar } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { routeKindOf, serverHostsFor, serverKind } from "../traffic/gateways";
import { gatewaysNamed, matchedPorts, placesOf, routesAt } from "../traffic/legs";
import { hostsOverlap, MESH_GATEWAY, qualifyGateway, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "route-kind-mismatch",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Route of a kind that the gateway does not read",
      what: "This {kind} route holds at the Gateway {gateway}, whose server on port {port} ({protocol}) reads {wanted} routes only.",
      why: "The gateway ignores the route: requests get 404, or the connection is closed.",
      next: "Write the route under {wanted}, or change the protocol of the Gateway's server.",
    },
    ko: {
      title: "gateway가 읽지 않는 종류의 경로",
      what: "이 {kind} 경로는 {gateway} Gateway에서 적용되는데, {port} 포트의 서버({protocol})는 {wanted} 경로만 읽습니다.",
      why: "gateway가 이 경로를 무시하므로 요청은 404를 받거나 연결이 끊깁니다.",
      next: "경로를 {wanted} 아래에 적거나, Gateway 서버의 protocol을 바꿉니다.",
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    port:
      name: tls
      protocol: TLS
---
kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - gateways: [finance-yahoo-com-egress]
      #          ^^^^^^^^^^^^^^^^^^^^^^^^ warning route-kind-mismatch
      port: 80
`,
    ],
    good: [
      `#- base: passthrough
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain) return;
    for (const { route, gateway, server, at } of mismatches(view, service)) {
      yield {
        at,
        args: {
          kind: route.routeKind,
          gateway: fullName(gateway),
          port: server.number?.value ?? 0,
          protocol: describe(server),
          wanted: routeKindOf(serverKind(server)),
        },
        related: [
          {
            place: { document: gateway.document, span: server.protocol?.span ?? server.span },
            text: { en: "The server is here.", ko: "서버는 여기 있습니다." },
          },
        ],
      };
    }
  },
  *repair({ view }, service, finding) {
    const found = mismatches(view, service).find(({ at }) => at.start === finding.at.start);
    const protocol = found === undefined ? undefined : protocolFor(found);
    if (found?.server.protocol === undefined || protocol === undefined) return;
    const { gateway, route } = found;
    const scalar = scalarAt(gateway.root, found.server.protocol.span.start);
    const others = view.boundTo(fullName(gateway)).flatMap((one) => routesAt(one, fullName(gateway)));
    const isShared = gateway.uncertain || others.some((one) => one.routeKind !== route.routeKind);
    if (scalar === undefined || isShared) return;
    yield {
      title: { en: "Change the server's protocol to {protocol}", ko: "서버의 protocol을 {protocol} 값으로 변경" },
      args: { protocol },
      changes: [{ document: gateway.document, edits: [replaceScalar(scalar, protocol)] }],
      preferred: true,
      safe: true,
    };
  },
});

interface Mismatch {
  readonly route: Route;
  readonly gateway: Gateway;
  readonly server: GatewayServer;
  readonly at: Span;
}

/** The routes that no server reads, of all that could take them; each once. */
function mismatches(view: WorkspaceView, service: VirtualService): readonly Mismatch[] {
  return routesOf(service).flatMap((route): readonly Mismatch[] => {
    const places = placesOf(service, route);
    const candidates = places
      .filter((place) => place !== MESH_GATEWAY)
      .map((place) => ({ place, servers: serversFor(view, service, route, place) }));
    const [first] = candidates;
    if (first === undefined || candidates.some(({ servers }) => servers === undefined || servers.length === 0))
      return [];
    const servers = candidates.flatMap((candidate) => candidate.servers ?? []);
    if (servers.some(({ server }) => reads(server, route))) return [];
    const [seen] = servers;
    if (seen === undefined) return [];
    // A route of the sidecars that says nothing about gateways concerns the gateway only if nothing else there does.
    const isForMesh = places.includes(MESH_GATEWAY);
    if (isForMesh && hasFittingRoute(view, service, seen)) return [];
    return [{ route, ...seen, at: placeOf(service, route, first.place) }];
  });
}

/** The servers of a Gateway that serve one of the hosts on a port the route takes; nothing when the Gateway is not seen for sure. */
function serversFor(
  view: WorkspaceView,
  service: VirtualService,
  route: Route,
  place: string,
): readonly { readonly gateway: Gateway; readonly server: GatewayServer }[] | undefined {
  const gateways = gatewaysNamed(view, place);
  if (gateways.length === 0 || gateways.some((gateway) => gateway.uncertain)) return undefined;
  const hosts = service.hosts.map((host) => qualifyHost(host.value, service.namespace, view.clusterDomain));
  const asked = matchedPorts(service, route, place);
  return gateways.flatMap((gateway) =>
    gateway.servers
      .filter((server) => {
        const served = serverHostsFor(gateway, server, service.namespace);
        const number = server.number?.value;
        return (
          (asked.length === 0 || (number !== undefined && asked.includes(number))) &&
          served.some((name) => hosts.some((host) => hostsOverlap(name, host)))
        );
      })
      .map((server) => ({ gateway, server })),
  );
}

/** Servers that find their way by server name alone need no routes, so none is wrong there. */
function reads(server: GatewayServer, route: Route): boolean {
  if (server.protocol === undefined || server.tls?.mode?.value === "AUTO_PASSTHROUGH") return true;
  return routeKindOf(serverKind(server)) === route.routeKind;
}

function hasFittingRoute(
  view: WorkspaceView,
  service: VirtualService,
  { gateway, server }: { readonly gateway: Gateway; readonly server: GatewayServer },
): boolean {
  const name = fullName(gateway);
  const around = [service, ...view.boundTo(name)];
  return around.some((one) => routesAt(one, name).some((route) => reads(server, route)));
}

/** The name of the gateway in the route's match, else the key of the list that the route stands in. */
function placeOf(service: VirtualService, route: Route, gateway: string): Span {
  const named = route.matches
    .flatMap((match) => match.gateways)
    .find((entry) => qualifyGateway(entry.value, service.namespace) === gateway);
  return named?.span ?? entryOf(service.spec, route.routeKind)?.key.span ?? route.span;
}

function describe(server: GatewayServer): string {
  const mode = server.tls?.mode?.value;
  return [server.protocol?.value, mode].filter((part) => part !== undefined).join(", ");
}

/** The protocol with which the server reads the route; nothing when more than the protocol stands in the way. */
function protocolFor({ route, server }: Mismatch): string | undefined {
  const kind = serverKind(server);
  if (route.routeKind === "http") return kind === "tls-terminate" ? "HTTPS" : kind === "tcp" ? "HTTP" : undefined;
  if (route.routeKind === "tcp") return kind === "https" ? "TLS" : kind === "http" ? "TCP" : undefined;
  return undefined;
}
