// Which requests a resource raises: for every route of a VirtualService and every port of a ServiceEntry a request that takes just this one, from
// each client that the files treat differently. Whatever reads traces (rules, hover, lens, panel) takes its questions from here; a person's URL is
// one more. What becomes of a request is decided in the stages of a trace alone.
import type { Field } from "../model/field";
import type { Gateway } from "../model/gateway";
import type { ServiceEntry } from "../model/service-entry";
import { type Route, routesOf, type VirtualService } from "../model/virtual-service";
import { covers, MESH_GATEWAY, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { type Client, clientsOf } from "./clients";
import { type Asked, concreteName, entrances, isExit, questionOf } from "./entrances";
import { gatewayOf } from "./gateway-place";
import { gatewayBehind, routeKindOf, serverHostsFor, serverKind, visibleVirtualServices } from "./gateways";
import { boundGateways, gatewaysNamed, isInMesh } from "./legs";
import { resolveCovering, servicesDeclaring } from "./registry";
import { isAtPlace, isFrom, takes, type Taking } from "./route-takes";
import { meshFacts } from "./mesh";
import type { Origin, Question, Scheme } from "./trace";

/** What raises requests. */
export type WitnessSource = VirtualService | ServiceEntry;

/** A request with what raised it. */
export interface Witness {
  readonly question: Question;
  readonly source: WitnessSource;
  /** The route that it is made for; nothing for a port of a ServiceEntry. */
  readonly route: Route | undefined;
  /**
   * Whether the files evidently mean this request, see Client; those that arrive at a gateway's pods always. `stray` is one that comes to where only
   * the proxies' own TLS is meant to go.
   */
  readonly standing: Client["standing"] | "stray";
}

/** The requests that a resource raises by itself, each once. */
export function witnessesOf(view: WorkspaceView, source: WitnessSource): readonly Witness[] {
  const all = source.type === "VirtualService" ? ofRoutes(view, source) : ofPorts(view, source);
  const distinct = new Map<string, Witness>();
  for (const witness of all) {
    const key = JSON.stringify(witness.question);
    if (!distinct.has(key)) distinct.set(key, witness);
  }
  return [...distinct.values()];
}

/** Each port of a ServiceEntry as its protocol is spoken, where no VirtualService says what requests there look like. */
function ofPorts(view: WorkspaceView, entry: ServiceEntry): readonly Witness[] {
  return entry.hosts.flatMap(({ value }) => {
    const host = concreteName(value.toLowerCase());
    if (host === undefined) return [];
    return clientsOf(view, host).flatMap((client): readonly Witness[] =>
      entrances(view, client, host)
        .filter((asked) => !isSpokenFor(view, client, asked))
        .map((asked) => ({
          question: questionOf(client.origin, asked),
          source: entry,
          route: undefined,
          standing: isExit(view, asked) ? "stray" : client.standing,
        })),
    );
  });
}

/** Whether routes that the client sees say what requests on the port look like: their own witnesses are made to fit. */
function isSpokenFor(view: WorkspaceView, client: Client, asked: Asked): boolean {
  if (asked.scheme !== "http") return false;
  const routed = view.covering("VirtualService", asked.host).filter(isInMesh);
  return visibleVirtualServices(view, routed, client.origin.namespace).some((service) =>
    service.http.some((route) =>
      route.matches.some(
        (match) =>
          isAtPlace(service, match, MESH_GATEWAY) &&
          (match.port === undefined || match.port.value === asked.port) &&
          isFrom(client, match),
      ),
    ),
  );
}

function ofRoutes(view: WorkspaceView, service: VirtualService): readonly Witness[] {
  return boundGateways(service).flatMap(({ name }) =>
    name === MESH_GATEWAY ? atSidecars(view, service) : atGateway(view, service, name),
  );
}

/** One request for each host, match and destination of the routes that hold in the sidecars, from every client. */
function atSidecars(view: WorkspaceView, service: VirtualService): readonly Witness[] {
  const taken = takes(view, service, MESH_GATEWAY);
  return hostsFor(view, service).flatMap((host) =>
    clientsOf(view, host).flatMap((client) =>
      taken
        .filter(({ match }) => isFrom(client, match))
        .flatMap((taking) => fromSidecar(view, service, client, host, taking)),
    ),
  );
}

function fromSidecar(
  view: WorkspaceView,
  source: VirtualService,
  client: Client,
  host: string,
  taking: Omit<Taking, "match">,
): readonly Witness[] {
  const { route } = taking;
  const { origin, standing } = client;
  return meshEntrances(view, client, host, taking).map((asked) => ({
    question: questionOf(origin, asked),
    source,
    route,
    standing,
  }));
}

/**
 * The requests that a gateway's routes are for: as the apps send them, where VirtualServices lead the sidecars somewhere; else as they arrive at
 * the servers of the Gateway, when it is among the files.
 */
function atGateway(view: WorkspaceView, service: VirtualService, name: string): readonly Witness[] {
  const taken = takes(view, service, name);
  return hostsFor(view, service).flatMap((host) =>
    view.covering("VirtualService", host).some(isInMesh)
      ? clientsOf(view, host).flatMap((client) =>
          // Ports in a gateway's match speak of the gateway, not of what the apps ask for.
          taken.flatMap((taking) => fromSidecar(view, service, client, host, { ...taking, port: undefined })),
        )
      : atServers(view, service, name, host, taken),
  );
}

/** Requests as they arrive at the pods of a Gateway, for which no sidecar's way leads there. */
function atServers(
  view: WorkspaceView,
  service: VirtualService,
  name: string,
  host: string,
  taken: readonly Taking[],
): readonly Witness[] {
  return gatewaysNamed(view, name).flatMap((gateway) => {
    const pods = gatewayOf(view, service, gateway);
    if (pods === undefined || gateway.uncertain) return [];
    const origin: Origin = { kind: "gateway", namespace: pods.namespace, labels: pods.labels };
    return serversOf(gateway, service, host).flatMap(({ server, number }) =>
      taken
        .filter((taking) => taking.route.routeKind === routeKindOf(serverKind(server)))
        .filter((taking) => taking.port === undefined || taking.port === number)
        .map((taking): Witness => {
          const listening = pods.services.flatMap((known) => known.ports).find((port) => port.port === number);
          const asked: Asked = {
            host,
            port: listening?.targetPort ?? number,
            scheme: schemeAt(serverKind(server)),
            request: taking.request,
            ...(taking.branch === undefined ? {} : { branch: taking.branch }),
          };
          return { question: questionOf(origin, asked), source: service, route: taking.route, standing: "caller" };
        }),
    );
  });
}

function serversOf(gateway: Gateway, service: VirtualService, host: string) {
  return gateway.servers.flatMap((server) => {
    const number = server.number?.value;
    const isFor = serverHostsFor(gateway, server, service.namespace).some((name) => covers(name, host));
    return number === undefined || !isFor ? [] : [{ server, number }];
  });
}

function schemeAt(kind: ReturnType<typeof serverKind>): Scheme {
  switch (kind) {
    case "http":
      return "http";
    case "https":
      return "https";
    case "passthrough":
    case "tls-terminate":
      return "tls";
    case "tcp":
      return "tcp";
  }
}

/** How a client asks for what a route takes: on the ports of its match, else on those of the host's that speak the route's language. */
function meshEntrances(
  view: WorkspaceView,
  client: Client,
  host: string,
  taking: Omit<Taking, "match">,
): readonly Asked[] {
  const { route, request, port, branch } = taking;
  const more = branch === undefined ? {} : { branch };
  const [service] = resolveCovering(view, { namespace: client.origin.namespace }, host);
  const declared =
    service === undefined ? [] : entrances(view, client, host).filter((asked) => isFor(route.routeKind, asked.scheme));
  const asked = declared.filter((entrance) => port === undefined || entrance.port === port);
  if (service !== undefined && service.ports.length > 0)
    return asked.map((entrance) => ({ ...entrance, request, ...more }));
  if (service !== undefined && port !== undefined && route.routeKind !== "tcp")
    // A declaration without ports has what the routes say.
    return [{ host, port, scheme: route.routeKind === "tls" ? "https" : "http", request, ...more }];
  // A host that nothing declares has routes on port 80 only, and those for connections nowhere.
  return route.routeKind === "http" && (port === undefined || port === 80)
    ? [{ host, port: 80, scheme: "http", request, ...more }]
    : [];
}

function isFor(kind: Route["routeKind"], scheme: Scheme): boolean {
  switch (kind) {
    case "http":
      return scheme === "http";
    case "tls":
      return scheme === "https" || scheme === "tls";
    case "tcp":
      return scheme === "tcp";
  }
}

/** The names that a VirtualService is asked for by: its hosts, or names below a wildcard. */
function hostsFor(view: WorkspaceView, service: VirtualService): readonly string[] {
  const { clusterDomain } = meshFacts(view);
  const names = service.hosts.flatMap((host) =>
    namesUnder(view, service, qualifyHost(host.value, service.namespace, clusterDomain)),
  );
  return [...new Set(names)];
}

/** A host itself; for a wildcard the declared hosts below it that the VirtualService names otherwise, and one that nothing names. */
function namesUnder(view: WorkspaceView, service: VirtualService, host: string): readonly string[] {
  const concrete = concreteName(host);
  if (concrete !== undefined) return [concrete];
  const written: readonly Field<string>[] = routesOf(service).flatMap((route) =>
    route.destinations.flatMap(({ destination }) => destination?.host ?? []),
  );
  // A VirtualService for every host is known by where it leads.
  return written
    .map((field) => qualifyHost(field.value, service.namespace, view.clusterDomain))
    .filter(
      (name) =>
        gatewayBehind(view, name) === undefined && servicesDeclaring(view, name).some((known) => known.isExternal),
    )
    .flatMap((name) => concreteName(name) ?? []);
}
