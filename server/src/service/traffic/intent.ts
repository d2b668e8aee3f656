// What a set means to do with the requests for a host, beyond letting them arrive: open TLS on their way out, lead them through a gateway. A path that
// ends well and misses this leaves the mesh in plain text or past the gateway, and no error shows it. What was not met is looked for among the
// resources that should have led the request; where it was led instead, its trace says.
import type { Span } from "../base/span";
import type { Gateway } from "../model/gateway";
import { type DocumentSpan, headSpan } from "../model/resource";
import type { Route, RouteMatch, VirtualService } from "../model/virtual-service";

import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { chooseSidecar, importsVirtualService, isExportedTo } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { surroundingsOf } from "./clients";
import { gatewayBehind, gatewayWorkload } from "./gateways";
import { boundGateways, destinationHost, gatewaysNamed, isInMesh, routesAt, targetsOf } from "./legs";
import { meshFacts } from "./mesh";
import type { WitnessTrace } from "./paths";
import { portOf, servicesDeclaring } from "./registry";
import { isAtPlace, isFrom } from "./route-takes";
import type { Trace } from "./trace";

/** What keeps a request from the routes that were made for it. */
export type UnmetPiece =
  /** The client's Sidecar does not import the VirtualService. */
  | "sidecar"
  /** The VirtualService is not exported to the client's namespace. */
  | "export"
  /** The port of the host speaks another protocol than its routes are for. */
  | "protocol"
  /** The host has no port of the number that the routes ask for. */
  | "port"
  /** The routes ask for clients with other labels or in another namespace. */
  | "source"
  /** The routes lead the request to the outside themselves. */
  | "destination"
  /** There are no routes for the sidecars at all. */
  | "nothing";

/** An intent that a path misses. */
export interface MissedIntent {
  /** What is lost: TLS on the way out, or only the way through the gateway. */
  readonly lost: "tls" | "gateway";
  readonly piece: UnmetPiece;
  /** The text of the piece. */
  readonly at: DocumentSpan;
  /** The VirtualService that should have led the request. */
  readonly service: VirtualService | undefined;
  /** What the piece says, where it is a value: the port, the protocol, a namespace. */
  readonly value: string;
}

/** What the path of a request misses of what the files mean to do with it; nothing for a path that fails or is as meant. */
export function missedIntent(view: WorkspaceView, path: WitnessTrace): MissedIntent | undefined {
  const { trace, question } = path;
  if (trace.verdict !== "ok" || trace.end?.stage !== "exit" || question.from.kind === "gateway") return undefined;
  const { host, scheme } = question.target;
  const isOutside = servicesCovering(view, host).some(({ isExternal }) => isExternal);
  if (!isOutside || trace.viaEgressGateway) return undefined;
  // A Service that no file declares may be a gateway's.
  if (trace.hops.some(({ service }) => service?.kind === "assumed")) return undefined;
  const isPlain = scheme === "http" && trace.leavesMeshAs === "plain";
  const leading = leadingServices(view, host);
  for (const service of leading) {
    const unmet = unmetPiece(view, path, service);
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

type Unmet = Pick<MissedIntent, "piece" | "at" | "value">;

/** What of a VirtualService the request did not meet; nothing when it took one of its routes. */
function unmetPiece(view: WorkspaceView, path: WitnessTrace, service: VirtualService): Unmet | undefined {
  const { trace, question } = path;
  const [first] = trace.hops;
  if (first?.taken?.virtualService === service || first?.taken !== undefined) return undefined;
  const { document } = service;
  const { namespace } = question.from;
  const exports =
    service.exportTo.length === 0 ? meshFacts(view).virtualServiceExportTo : service.exportTo.map(({ value }) => value);
  if (!isExportedTo(exports, service.namespace, namespace)) {
    const span = service.exportTo[0]?.span ?? headSpan(service);
    return { piece: "export", at: { document, span }, value: namespace };
  }
  const hidden = hiddenBySidecar(view, path, service);
  if (hidden !== undefined) return { piece: "sidecar", at: hidden, value: namespace };
  const routes = routesAt(service, MESH_GATEWAY).filter((route) => leads(view, service, route));
  const ofKind = routes.filter((route) => route.routeKind === kindOf(question.target.scheme));
  if (ofKind.length === 0) return otherProtocol(view, path, routes);
  const matches = ofKind.flatMap((route) => route.matches.filter((match) => isAtPlace(service, match, MESH_GATEWAY)));
  const onPort = matches.filter(({ port }) => port === undefined || port.value === question.target.port);
  const [match] = matches;
  if (onPort.length === 0 && match?.port !== undefined) {
    return { piece: "port", at: { document, span: match.port.span }, value: String(match.port.value) };
  }
  return otherClient(path, service, onPort);
}

function kindOf(scheme: WitnessTrace["question"]["target"]["scheme"]): Route["routeKind"] {
  return scheme === "http" ? "http" : scheme === "tcp" ? "tcp" : "tls";
}

/** The protocol of the port, where it is what keeps the routes out: routes for TLS, say, and a port that is declared as TCP. */
function otherProtocol(view: WorkspaceView, { question }: WitnessTrace, routes: readonly Route[]): Unmet | undefined {
  const { host, port } = question.target;
  const isFor = routes.some(
    (route) =>
      route.matches.length === 0 ||
      route.matches.some((match) => match.port === undefined || match.port.value === port),
  );
  const [entry] = servicesCovering(view, host)
    .filter((service) => portOf(service, port) !== undefined)
    .flatMap(({ resources }) => resources);
  if (!isFor || entry?.type !== "ServiceEntry") return undefined;
  const declared = entry.ports.find(({ number }) => number?.value === port);
  const span = declared?.protocol?.span ?? declared?.number?.span;
  return span === undefined
    ? undefined
    : { piece: "protocol", at: { document: entry.document, span }, value: declared?.protocol?.value ?? "" };
}

function otherClient(
  { question }: WitnessTrace,
  service: VirtualService,
  matches: readonly RouteMatch[],
): Unmet | undefined {
  const { from } = question;
  if (from.kind === "gateway" || matches.length === 0) return undefined;
  const isAny = matches.some((match) => isFrom({ origin: from, standing: "caller" }, match));
  const [match] = matches;
  if (isAny || match === undefined) return undefined;
  const span: Span = match.sourceNamespace?.span ?? { start: match.span.start, end: match.span.start + 1 };
  return {
    piece: "source",
    at: { document: service.document, span: match.sourceNamespace === undefined ? firstKey(service, span) : span },
    value: from.namespace,
  };
}

/** The key at which a match begins. */
function firstKey(service: VirtualService, { start }: Span): Span {
  const text = /^[^:\s]+/.exec(service.document.text.slice(start))?.[0] ?? "";
  return { start, end: start + text.length };
}

/** The list of the client's Sidecar that leaves the VirtualService out. */
function hiddenBySidecar(
  view: WorkspaceView,
  { question, trace }: WitnessTrace,
  service: VirtualService,
): DocumentSpan | undefined {
  const { namespace, labels } = question.from;
  const { rootNamespace, clusterDomain } = meshFacts(view);
  const root = namespace === rootNamespace ? [] : view.inNamespace("Sidecar", rootNamespace);
  const sidecar = chooseSidecar(view.inNamespace("Sidecar", namespace), root, labels);
  if (sidecar === undefined || trace.hops.length === 0) return undefined;
  const imports = sidecar.egress
    .flatMap(({ hosts }) => hosts)
    .flatMap(({ value }) => {
      const slash = value.indexOf("/");
      return slash < 0
        ? []
        : [
            {
              namespace: value.slice(0, slash) === "." ? namespace : value.slice(0, slash),
              host: value.slice(slash + 1).toLowerCase(),
            },
          ];
    });
  const hosts = service.hosts.map(({ value }) => qualifyHost(value, service.namespace, clusterDomain));
  if (importsVirtualService(imports, service.namespace, hosts)) return undefined;
  const [listener] = sidecar.egress;
  const list = listener === undefined ? undefined : nodeAtPath(sidecar.root, ["spec", "egress", 0]);
  return { document: sidecar.document, span: entryOf(list, "hosts")?.key.span ?? headSpan(sidecar) };
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
