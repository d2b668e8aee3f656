// Which rules of a VirtualService a proxy gets, and which of them a request meets. The first half is decided when istiod builds a proxy's
// configuration (gateways, ports, source labels), the second by Envoy per request (paths, headers). Follows networking/core/route/route.go.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
import type {
  Destination,
  Route,
  RouteMatch,
  StringMatch,
  VirtualService,
  WeightedDestination,
} from "../model/virtual-service";
import { fullName } from "../model/resource";
import { covers, MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import { isSubset } from "../workspace/visibility";
import { compilePattern, matchesPattern, type Pattern } from "./pattern";
import type { WorkspaceView } from "../workspace/view";

/** Where a VirtualService is applied. */
export interface RouteContext {
  /** `mesh`, or a Gateway as `namespace/name`. */
  readonly gateway: string;
  /** The service's port in the mesh, the server's port number at a gateway. */
  readonly port: number;
  /** The proxy's own namespace and labels, for `sourceNamespace` and `sourceLabels`. */
  readonly proxyNamespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A rule with one of its matches, as it stands in a proxy's route table. */
export interface RouteEntry {
  readonly virtualService: VirtualService;
  readonly route: Route;
  readonly match: RouteMatch | undefined;
  readonly matchPosition: number | undefined;
  /** The match of the delegating rule, which must hold too. */
  readonly outer: RouteMatch | undefined;
}

/** What a request looks like to the route table. */
export interface HttpRequest {
  /** The host that is asked for, without a port. */
  readonly authority: string;
  /** The Host header as it is sent, which may name a port. */
  readonly hostHeader: string;
  readonly path: string;
  readonly method: string;
  readonly scheme: "http" | "https";
  readonly headers: Readonly<Record<string, string>>;
}

/** Told about what could not be judged, such as a regular expression that JavaScript cannot read. */
export type OnDoubt = (code: "pattern-not-evaluated" | "delegate-not-seen", subject: string) => void;

/** The entries of a VirtualService's http list that a proxy gets, in order. Nothing behind an entry that takes every request. */
export function httpEntries(
  view: WorkspaceView,
  service: VirtualService,
  cx: RouteContext,
  onDoubt: OnDoubt,
): readonly RouteEntry[] {
  const entries: RouteEntry[] = [];
  for (const route of service.http) {
    const expanded = route.delegate === undefined ? [{ service, route }] : delegated(view, service, route, onDoubt);
    for (const { service: owner, route: inner } of expanded) {
      const outers = owner === service ? [undefined] : route.matches.length === 0 ? [undefined] : route.matches;
      for (const outer of outers) {
        if (outer !== undefined && !isForProxy(outer, service, cx, "http")) continue;
        if (inner.matches.length === 0) {
          entries.push({ virtualService: owner, route: inner, match: undefined, matchPosition: undefined, outer });
          if (outer === undefined || isCatchAll(outer)) return entries;
          continue;
        }
        for (const [matchPosition, match] of inner.matches.entries()) {
          if (!isForProxy(match, owner, cx, "http")) continue;
          entries.push({ virtualService: owner, route: inner, match, matchPosition, outer });
          if (isCatchAll(match) && (outer === undefined || isCatchAll(outer))) return entries;
        }
      }
    }
  }
  return entries;
}

/** Entries as Envoy gets them at a gateway, where several VirtualServices share a host: those that take everything come last. */
export function catchAllLast(entries: readonly RouteEntry[]): readonly RouteEntry[] {
  const isLast = (entry: RouteEntry): boolean =>
    (entry.match === undefined || isCatchAll(entry.match)) && (entry.outer === undefined || isCatchAll(entry.outer));
  return [...entries.filter((entry) => !isLast(entry)), ...entries.filter(isLast)];
}

/** The first entry that a request meets. */
export function firstMatching(
  entries: readonly RouteEntry[],
  request: HttpRequest,
  onDoubt: OnDoubt,
): RouteEntry | undefined {
  return entries.find(
    ({ match, outer }) =>
      (match === undefined || meets(match, request, onDoubt)) &&
      (outer === undefined || meets(outer, request, onDoubt)),
  );
}

/** A tls rule with the match whose `sniHosts` become a filter chain. */
export interface SniEntry {
  readonly virtualService: VirtualService;
  readonly route: Route;
  readonly match: RouteMatch;
  readonly matchPosition: number;
  readonly sniHosts: readonly string[];
}

/** The tls entries of a VirtualService that a proxy gets, in order. */
export function sniEntries(service: VirtualService, cx: RouteContext): readonly SniEntry[] {
  return service.tls.flatMap((route) =>
    route.matches.flatMap((match, matchPosition) =>
      route.destinations.length > 0 && isForProxy(match, service, cx, "tls")
        ? [
            {
              virtualService: service,
              route,
              match,
              matchPosition,
              sniHosts: match.sniHosts.map((host) => host.value.toLowerCase()),
            },
          ]
        : [],
    ),
  );
}

/** The tcp rule of a VirtualService that a proxy takes for a port: the first one without a match or with a match that holds. */
export function tcpEntry(service: VirtualService, cx: RouteContext): RouteEntry | undefined {
  for (const route of service.tcp) {
    if (route.destinations.length === 0) continue;
    if (route.matches.length === 0) {
      return { virtualService: service, route, match: undefined, matchPosition: undefined, outer: undefined };
    }
    const matchPosition = route.matches.findIndex((match) => isForProxy(match, service, cx, "tcp"));
    const match = route.matches[matchPosition];
    if (match !== undefined) return { virtualService: service, route, match, matchPosition, outer: undefined };
  }
  return undefined;
}

/** The pattern that fits a server name best: the name itself, else the longest wildcard, else `*`; nothing when none fits. */
export function bestPattern(patterns: Iterable<string>, name: string | undefined): string | undefined {
  let best: string | undefined;
  for (const pattern of patterns) {
    if (pattern !== "*" && (name === undefined || !covers(pattern, name))) continue;
    if (best === undefined || isMoreSpecific(pattern, best)) best = pattern;
  }
  return best;
}

/** The destination with the largest share, and whether others have a share too. A rule with one destination sends everything there. */
export function heaviest(route: Route): {
  readonly weighted: WeightedDestination | undefined;
  readonly destination: Destination | undefined;
  readonly isShared: boolean;
} {
  const sharing = route.destinations.filter((item) => route.destinations.length === 1 || (item.weight?.value ?? 0) > 0);
  const candidates = sharing.length === 0 ? route.destinations : sharing;
  const weighted = candidates.reduce<WeightedDestination | undefined>(
    (best, item) => (best === undefined || (item.weight?.value ?? 0) > (best.weight?.value ?? 0) ? item : best),
    undefined,
  );
  return { weighted, destination: weighted?.destination, isShared: candidates.length > 1 };
}

/** Whether a match holds for a proxy whatever the request: its gateways, port, and source. */
function isForProxy(match: RouteMatch, service: VirtualService, cx: RouteContext, kind: Route["routeKind"]): boolean {
  if (match.port !== undefined && match.port.value !== 0 && match.port.value !== cx.port) return false;
  const names = match.gateways.map((gateway) => qualifyGateway(gateway.value, service.namespace));
  if (names.length > 0 && !names.includes(cx.gateway)) return false;
  // For http, naming gateways switches the source conditions off; at gateways, tcp and tls rules do not look at them at all.
  if (kind === "http" ? names.length > 0 : cx.gateway !== MESH_GATEWAY) return true;
  return (
    isSubset(match.sourceLabels, cx.labels) &&
    (match.sourceNamespace === undefined || match.sourceNamespace.value === cx.proxyNamespace)
  );
}

/** Whether a match takes every request that reaches it. */
function isCatchAll(match: RouteMatch): boolean {
  const { uri } = match;
  const takesAllPaths =
    uri === undefined || (uri.kind === "prefix" && uri.value === "/") || (uri.kind === "regex" && uri.value === "*");
  return (
    takesAllPaths &&
    match.scheme === undefined &&
    match.method === undefined &&
    match.authority === undefined &&
    match.headers.length === 0 &&
    match.withoutHeaders.length === 0 &&
    match.queryParams.length === 0
  );
}

function delegated(
  view: WorkspaceView,
  service: VirtualService,
  route: Route,
  onDoubt: OnDoubt,
): readonly { service: VirtualService; route: Route }[] {
  const name = route.delegate?.name?.value;
  const namespace = route.delegate?.namespace?.value ?? service.namespace;
  const found = name === undefined ? undefined : view.named("VirtualService", namespace, name)[0];
  if (found === undefined) {
    onDoubt("delegate-not-seen", `${namespace}/${name ?? ""}`);
    return [];
  }
  // Delegates of delegates are not followed by istiod either.
  return found.http.filter((inner) => inner.delegate === undefined).map((inner) => ({ service: found, route: inner }));
}

function meets(match: RouteMatch, request: HttpRequest, onDoubt: OnDoubt): boolean {
  const [path = "", query = ""] = request.path.split("?", 2);
  const parameters = readQuery(query);
  const holds = (pattern: StringMatch | undefined, value: string | undefined, ignoreCase = false): boolean =>
    pattern === undefined || matchesText(pattern, value, ignoreCase, onDoubt);
  return (
    holds(match.uri, path, match.ignoreUriCase) &&
    holds(match.scheme, request.scheme) &&
    holds(match.method, request.method) &&
    holds(match.authority, request.hostHeader) &&
    match.headers.every(({ name, match: pattern }) => holds(pattern, headerOf(request, name))) &&
    match.withoutHeaders.every(({ name, match: pattern }) => !holds(pattern, headerOf(request, name))) &&
    match.queryParams.every(({ name, match: pattern }) => holds(pattern, parameters.get(name)))
  );
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  switch (name.toLowerCase()) {
    case ":authority":
    case "host":
      return request.hostHeader;
    case ":path":
      return request.path;
    case ":method":
      return request.method;
    case ":scheme":
      return request.scheme;
    default:
      return request.headers[name.toLowerCase()];
  }
}

function readQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split("&")) {
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (name !== "" && !parameters.has(name)) parameters.set(name, equals < 0 ? "" : part.slice(equals + 1));
  }
  return parameters;
}

function matchesText(pattern: StringMatch, value: string | undefined, ignoreCase: boolean, onDoubt: OnDoubt): boolean {
  if (value === undefined) return false;
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  switch (pattern.kind) {
    case "present":
      return true;
    case "exact":
      return fold(value) === fold(pattern.value);
    case "prefix":
      return fold(value).startsWith(fold(pattern.value));
    case "regex": {
      // Envoy does not look at ignoreUriCase here.
      const machine = compiledOf(pattern);
      if (machine === undefined) onDoubt("pattern-not-evaluated", pattern.value);
      return machine !== undefined && matchesPattern(machine, value);
    }
  }
}

/** The machine of each expression; it depends on nothing but the expression, and goes when its resource goes. */
const compiled = new WeakMap<StringMatch, { readonly pattern: Pattern | undefined }>();

function compiledOf(match: StringMatch): Pattern | undefined {
  const known = compiled.get(match) ?? { pattern: compilePattern(match.value) };
  compiled.set(match, known);
  return known.pattern;
}

function isMoreSpecific(a: string, b: string): boolean {
  const rank = (pattern: string): number => (pattern.startsWith("*") ? pattern.length : Number.MAX_SAFE_INTEGER);
  return rank(a) > rank(b);
}

/** A rule as people know it: its own name, else its VirtualService with its place there. */
export function routeName(entry: { readonly route: Route; readonly virtualService: VirtualService }): string {
  const { route, virtualService } = entry;
  return route.name?.value ?? `${fullName(virtualService)} ${route.routeKind}[${route.position}]`;
}
