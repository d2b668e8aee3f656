// http routes for a host that apps reach by TLS alone. A sidecar reads the server name of such a connection and nothing behind it, so timeouts, retries,
// matches and faults of http routes touch nothing. Routes that lead to a gateway, or to a host for which a DestinationRule opens TLS, are made for plain
// HTTP and not judged; nor are those that ask for port 80 by themselves, where the missing TLS is the mistake.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
import type { Span } from "../base/span";
import { type Route, type RouteMatch, type VirtualService } from "../model/virtual-service";
import { entryOf } from "../syntax/yaml-node";
import { effectiveTls } from "../traffic/destination-policy";
import { clientNamespaces } from "../traffic/destinations";
import { gatewayBehind } from "../traffic/gateways";
import { boundGateways, destinationHost, matchesAt, routesAt } from "../traffic/legs";
import { portOf, type RegistryService, resolveCovering } from "../traffic/registry";
import { MESH_GATEWAY, qualifyGateway, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "http-routes-on-tls-port",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "HTTP routes for a host that is reached by TLS",
      what: "{host} has only ports for TLS ({ports}), and these are http routes.",
      why: "TLS that apps open passes the sidecar by its server name, unread: timeouts, retries, matches and faults of http routes touch nothing. Plain HTTP that they apply to would reach a server that awaits TLS.",
      next: "Let apps call http:// on a port declared HTTP and originate TLS in a DestinationRule, or write tls routes, which choose by sniHosts and can only forward.",
    },
    ko: {
      title: "TLS로 접속하는 호스트의 http 경로",
      what: "{host} 호스트에는 TLS 포트({ports})만 있는데, 이 경로는 http 경로입니다.",
      why: "앱이 시작한 TLS는 내용을 읽지 않고 서버 이름만 보고 사이드카를 지나가므로 http 경로의 timeout, retries, match, fault는 아무것에도 적용되지 않습니다. 이 경로가 적용되는 평문 HTTP는 TLS를 기다리는 서버에 도착하게 됩니다.",
      next: "앱이 HTTP로 선언한 포트를 http://로 호출하게 하고 DestinationRule에서 TLS를 시작하거나, sniHosts로 고르고 전달만 하는 tls 경로를 씁니다.",
    },
  },
  variants: {
    port: {
      en: {
        what: "Port {port} of {host} is declared as {protocol}, and this is a match of an http route.",
        why: "The sidecar reads no HTTP on that port, only the server name of the TLS that apps open: the match never holds.",
        next: "Match a port declared HTTP, or write a tls route with sniHosts.",
      },
      ko: {
        what: "{host} 호스트의 {port} 포트는 {protocol} 프로토콜로 선언되어 있는데, 이것은 http 경로의 match입니다.",
        why: "사이드카는 그 포트에서 HTTP를 읽지 않고 앱이 시작한 TLS의 서버 이름만 봅니다. 이 match가 적용되는 일은 없습니다.",
        next: "HTTP로 선언한 포트를 match에 쓰거나, sniHosts를 둔 tls 경로를 씁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `#- base: none
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  http:
  #<^^ warning http-routes-on-tls-port
  - timeout: 5s
    route: [{ destination: { host: finance.yahoo.com } }]
`,
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - ...
      port: 443
      #     ^^^ warning http-routes-on-tls-port
  - ...
`,
    ],
    good: [
      `#- base: none
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: tls, protocol: TLS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.yahoo.com]
  tls:
  - match: [{ port: 443, sniHosts: [finance.yahoo.com] }]
    route: [{ destination: { host: finance.yahoo.com } }]
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain || service.http.length === 0 || view.isUncertain("ServiceEntry")) return;
    const reached = reachedServices(view, service);
    if (reached.some((known) => known === undefined)) return;
    const known = reached.filter((one) => one !== undefined);
    const [first] = known;
    if (first === undefined) return;
    const routes = routesAt(service, MESH_GATEWAY).filter(({ routeKind }) => routeKind === "http");
    const dead = routes.flatMap((route) => deadMatches(service, route, known));
    yield* dead.map(({ at, service: owner, port }) => onPort(owner, at, port));
    const rest = routes.filter((route) => !isAskedOnPlainPort(service, route, known));
    const isForTls = known.every(({ ports }) => ports.length > 0 && ports.every(isTls));
    const at = entryOf(service.spec, "http")?.key.span;
    if (!isForTls || at === undefined || dead.length > 0 || rest.length === 0) return;
    if (rest.length < routes.length || !routes.every((route) => isIdle(view, service, route))) return;
    yield {
      at,
      args: { host: service.hosts[0]?.value ?? first.host, ports: first.ports.map(({ number }) => number).join(", ") },
      related: declaredAt(first),
    };
  },
});

function isTls({ protocolClass }: RegistryService["ports"][number]): boolean {
  return protocolClass === "tls";
}

/** What stands behind each host for the clients of a VirtualService; nothing for hosts that no file declares for certain. */
function reachedServices(view: WorkspaceView, service: VirtualService): readonly (RegistryService | undefined)[] {
  const [namespace = service.namespace] = clientNamespaces(view, service);
  return service.hosts.map(({ value }) => {
    const host = qualifyHost(value, service.namespace, view.clusterDomain);
    const [known] = resolveCovering(view, { namespace }, host);
    return known?.resources.some(({ uncertain }) => uncertain) === true ? undefined : known;
  });
}

interface DeadMatch {
  readonly service: RegistryService;
  readonly at: Span;
  readonly port: number;
}

/** Matches for the sidecars alone on a port that every host has for TLS. */
function deadMatches(service: VirtualService, route: Route, known: readonly RegistryService[]): readonly DeadMatch[] {
  return route.matches.flatMap((match) => {
    const { port } = match;
    const [owner] = known;
    if (port === undefined || owner === undefined || !isForSidecarsOnly(service, match)) return [];
    const isDead = known.every((one) => portOf(one, port.value)?.protocolClass === "tls");
    return isDead ? [{ service: owner, at: port.span, port: port.value }] : [];
  });
}

function isForSidecarsOnly(service: VirtualService, match: RouteMatch): boolean {
  const named = match.gateways.map(({ value }) => qualifyGateway(value, service.namespace));
  const places = named.length > 0 ? named : boundGateways(service).map(({ name }) => name);
  return places.every((place) => place === MESH_GATEWAY);
}

/** Whether a route asks by itself for plain HTTP, on a port that no host has for TLS. */
function isAskedOnPlainPort(service: VirtualService, route: Route, known: readonly RegistryService[]): boolean {
  return matchesAt(service, route, MESH_GATEWAY).some(
    ({ port }) => port !== undefined && !known.some((one) => portOf(one, port.value)?.protocolClass === "tls"),
  );
}

/** Whether a route does nothing that plain HTTP would be for: it leads to no gateway, and nothing opens TLS where it leads. */
function isIdle(view: WorkspaceView, service: VirtualService, route: Route): boolean {
  const targets = route.destinations.flatMap(({ destination }) => destination ?? []);
  return (
    targets.length > 0 &&
    targets.every((target) => {
      const host = destinationHost(view, service, target);
      if (gatewayBehind(view, host) !== undefined) return false;
      const [owner] = resolveCovering(view, { namespace: service.namespace }, host);
      const port = target.port?.value ?? owner?.ports[0]?.number;
      if (owner?.isExternal !== true || port === undefined) return false;
      const tls = effectiveTls(view, {
        proxyNamespace: service.namespace,
        host,
        serviceNamespace: owner.namespace,
        port,
        subset: target.subset?.value,
      });
      return portOf(owner, port)?.protocolClass === "tls" && (tls === undefined || tls.mode === "DISABLE");
    })
  );
}

function onPort(service: RegistryService, at: Span, port: number): Finding {
  return {
    at,
    args: { host: service.host, port, protocol: portOf(service, port)?.protocol ?? "TLS" },
    variant: "port",
    related: declaredAt(service),
  };
}

function declaredAt(service: RegistryService): NonNullable<Finding["related"]> {
  return service.ports.slice(0, 1).map(({ at }) => ({
    place: at,
    text: { en: "Its ports are declared here.", ko: "포트는 여기에 선언되어 있습니다." },
  }));
}
