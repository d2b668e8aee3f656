// What a set means to do with the requests for a host, beyond letting them arrive: open TLS on their way out, lead them through a gateway. A path that
// ends well and misses this leaves the mesh in plain text or past the gateway, and no error shows it. What was not met is looked for among the
// resources that should have led the request; where it was led instead, its trace says.
import type { Gateway } from "../model/gateway";
import { fullName } from "../model/resource";
import type { Route, VirtualService } from "../model/virtual-service";
import { MESH_GATEWAY } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { surroundingsOf } from "./clients";
import { gatewayBehind, gatewayWorkload } from "./gateways";
import { boundGateways, destinationHost, gatewaysNamed, isInMesh, routesAt, targetsOf } from "./legs";
import type { WitnessTrace } from "./paths";
import { servicesDeclaring } from "./registry";
import type { Trace } from "./trace";
import { type Unmet, unmetPiece } from "./unmet";

/** An intent that a path misses. */
export interface MissedIntent extends Unmet {
  /** What is lost: TLS on the way out, or only the way through the gateway. */
  readonly lost: "tls" | "gateway";
  /** The VirtualService that should have led the request. */
  readonly service: VirtualService | undefined;
}

/** What the path of a request misses of what the files mean to do with it; nothing for a path that fails or is as meant. */
export function missedIntent(view: WorkspaceView, path: WitnessTrace): MissedIntent | undefined {
  const { trace, question } = path;
  if (trace.verdict !== "ok" || trace.end?.stage !== "exit" || question.from.kind === "gateway") return undefined;
  const { host, scheme } = question.target;
  const isOutside = servicesCovering(view, host).some(({ isExternal }) => isExternal);
  if (!isOutside) return undefined;
  if (trace.viaEgressGateway) return plainExit(view, path);
  // A Service that no file declares may be a gateway's.
  if (trace.hops.some(({ service }) => service?.kind === "assumed")) return undefined;
  const isPlain = scheme === "http" && trace.leavesMeshAs === "plain";
  const leading = leadingServices(view, host);
  for (const service of leading) {
    const routes = routesAt(service, MESH_GATEWAY).filter((route) => leads(view, service, route));
    const unmet = unmetPiece(view, path, service, routes);
    if (unmet === undefined) continue;
    const isTls = opensTls(view, host) && (isPlain || unmet.piece === "protocol") && service.http.length > 0;
    return { lost: isTls ? "tls" : "gateway", service, ...unmet };
  }
  // TLS that no route was made for is opened elsewhere; who writes it for a port that nobody uses is told there.
  return leading.length > 0 ? undefined : unled(view, host, trace);
}

function servicesCovering(view: WorkspaceView, host: string) {
  return surroundingsOf(view, host).services;
}

/** Whether some DestinationRule is there to open TLS to a host itself. */
export function opensTls(view: WorkspaceView, host: string): boolean {
  return view.forHost("DestinationRule", host).some((rule) =>
    [rule.trafficPolicy, ...rule.subsets.map((subset) => subset.trafficPolicy)].some((policy) =>
      [policy?.tls, ...(policy?.ports.map((port) => port.tls) ?? [])].some((tls) => {
        const mode = tls?.mode?.value;
        return mode === "SIMPLE" || mode === "MUTUAL";
      }),
    ),
  );
}

/** VirtualServices for a host whose routes for the sidecars lead elsewhere than the request would go by itself: to a gateway, or to another port. */
function leadingServices(view: WorkspaceView, host: string): readonly VirtualService[] {
  return view
    .covering("VirtualService", host)
    .filter(
      (service) =>
        !service.uncertain &&
        isInMesh(service) &&
        routesAt(service, MESH_GATEWAY).some((route) => leads(view, service, route)),
    );
}

function leads(view: WorkspaceView, service: VirtualService, route: Route): boolean {
  return (
    targetsOf(route).some((target) => gatewayBehind(view, destinationHost(view, service, target)) !== undefined) ||
    isToTls(view, service, route)
  );
}

/** Whether an http route leads to a port for which TLS is opened. */
function isToTls(view: WorkspaceView, service: VirtualService, route: Route): boolean {
  return (
    route.routeKind === "http" &&
    targetsOf(route).some((target) => {
      const to = destinationHost(view, service, target);
      return (
        target.port !== undefined &&
        opensTls(view, to) &&
        servicesDeclaring(view, to).some(
          ({ isExternal, ports }) =>
            isExternal && ports.some((port) => port.number === target.port?.value && port.protocolClass === "tls"),
        )
      );
    })
  );
}

/** A gateway's route to another port than the one that TLS is opened for, though no other route leads there either. */
function plainExit(view: WorkspaceView, { trace, question }: WitnessTrace): MissedIntent | undefined {
  const { host, scheme } = question.target;
  const taken = trace.hops.filter(({ proxy }) => proxy === "gateway").at(-1)?.taken;
  const port = taken?.destination?.port;
  if (scheme !== "http" || trace.leavesMeshAs !== "plain" || taken === undefined || port === undefined)
    return undefined;
  const routed = view.covering("VirtualService", host);
  if (!opensTls(view, host) || routed.some((service) => service.http.some((route) => isToTls(view, service, route))))
    return undefined;
  const service = taken.virtualService;
  return {
    lost: "tls",
    piece: "exit-port",
    at: { document: service.document, span: port.span },
    service,
    value: String(port.value),
  };
}

/** A host for which a gateway is prepared, though nothing leads the sidecars anywhere. */
function unled(view: WorkspaceView, host: string, trace: Trace): MissedIntent | undefined {
  for (const service of view.covering("VirtualService", host)) {
    if (service.uncertain) continue;
    for (const { name, entry } of boundGateways(service)) {
      if (name === MESH_GATEWAY || entry === undefined || !leavesBy(view, service, name, host)) continue;
      const [taken] = trace.hops;
      const past = taken?.taken?.destination?.host;
      if (taken?.taken !== undefined && past !== undefined) {
        return {
          lost: "gateway",
          piece: "destination",
          at: { document: taken.taken.virtualService.document, span: past.span },
          service,
          value: name,
        };
      }
      return {
        lost: "gateway",
        piece: "nothing",
        at: { document: service.document, span: entry.span },
        service,
        value: name,
      };
    }
  }
  return unrouted(view, host);
}

/** A Gateway for the way out with a server for just this host, which no VirtualService knows. */
function unrouted(view: WorkspaceView, host: string): MissedIntent | undefined {
  if (view.covering("VirtualService", host).length > 0) return undefined;
  for (const gateway of view.forHost("Gateway", host)) {
    const field = gateway.servers
      .flatMap(({ hosts }) => hosts)
      .find(({ value }) => value.slice(value.indexOf("/") + 1).toLowerCase() === host);
    if (field === undefined || gateway.uncertain || !isForEgress(view, gateway)) continue;
    const value = fullName(gateway);
    return {
      lost: "gateway",
      piece: "gateway",
      at: { document: gateway.document, span: field.span },
      service: undefined,
      value,
    };
  }
  return undefined;
}

/** Whether a VirtualService leads requests for a host on to the outside at a Gateway for the way out. */
function leavesBy(view: WorkspaceView, service: VirtualService, name: string, host: string): boolean {
  return (
    gatewaysNamed(view, name).some((gateway) => isForEgress(view, gateway)) &&
    routesAt(service, name).some((route) =>
      targetsOf(route).some((target) => {
        const to = destinationHost(view, service, target);
        return (to === host || servicesCovering(view, host).some((declared) => declared.host === to)) && to !== "";
      }),
    )
  );
}

/** Whether a Gateway is on other pods than those that let requests in. */
function isForEgress(view: WorkspaceView, gateway: Gateway): boolean {
  return gateway.servers.length > 0 && gatewayWorkload(view, gateway)?.labels.istio !== "ingressgateway";
}
