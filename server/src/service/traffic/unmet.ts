// What keeps a request from the routes of a VirtualService that were made for it, and the text that says so. Where the request went instead is in its
// trace.
import type { Span } from "../base/span";
import { type DocumentSpan, headSpan } from "../model/resource";
import type { Route, RouteMatch, VirtualService } from "../model/virtual-service";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { chooseSidecar, importsVirtualService, isExportedTo } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { surroundingsOf } from "./clients";
import { meshFacts } from "./mesh";
import type { WitnessTrace } from "./paths";
import { portOf } from "./registry";
import { isAtPlace, isFrom } from "./route-takes";

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
  /** The last route leads to a port for which no TLS is opened. */
  | "exit-port"
  /** The host is declared without the port that the routes are for. */
  | "no-port"
  /** A Gateway is open for the host, and there are no routes for it anywhere. */
  | "gateway"
  /** There are no routes for the sidecars at all. */
  | "nothing";

/** What keeps a request away, and where. */
export interface Unmet {
  readonly piece: UnmetPiece;
  /** The text of the piece. */
  readonly at: DocumentSpan;
  /** What the piece says, where it is a value: the port, the protocol, a namespace. */
  readonly value: string;
}

/** What of a VirtualService's routes, those that lead where the set means to, the request did not meet; nothing when it took a route. */
export function unmetPiece(
  view: WorkspaceView,
  path: WitnessTrace,
  service: VirtualService,
  routes: readonly Route[],
): Unmet | undefined {
  const { trace, question } = path;
  const [first] = trace.hops;
  if (first?.taken !== undefined) return undefined;
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
  const ofKind = routes.filter((route) => route.routeKind === kindOf(question.target.scheme));
  if (ofKind.length === 0) return otherProtocol(view, path, routes);
  const matches = ofKind.flatMap((route) => route.matches.filter((match) => isAtPlace(service, match, MESH_GATEWAY)));
  const onPort = matches.filter(({ port }) => port === undefined || port.value === question.target.port);
  const [match] = matches;
  if (onPort.length === 0 && match?.port !== undefined) {
    return { piece: "port", at: { document, span: match.port.span }, value: String(match.port.value) };
  }
  return otherClient(path, service, onPort) ?? withoutPort(view, path);
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
  const [entry] = surroundingsOf(view, host)
    .services.filter((service) => portOf(service, port) !== undefined)
    .flatMap(({ resources }) => resources);
  if (!isFor || entry?.type !== "ServiceEntry") return undefined;
  const declared = entry.ports.find(({ number }) => number?.value === port);
  const span = declared?.protocol?.span ?? declared?.number?.span;
  return span === undefined
    ? undefined
    : { piece: "protocol", at: { document: entry.document, span }, value: declared?.protocol?.value ?? "" };
}

/** The declaration that has no port of the request's number. */
function withoutPort(view: WorkspaceView, { question }: WitnessTrace): Unmet | undefined {
  const { host, port } = question.target;
  const declared = surroundingsOf(view, host).services;
  if (declared.length === 0 || declared.some((service) => portOf(service, port) !== undefined)) return undefined;
  const [entry] = declared.flatMap(({ resources }) => resources);
  const span = entry?.type === "ServiceEntry" ? entry.hosts[0]?.span : undefined;
  return entry === undefined || span === undefined
    ? undefined
    : { piece: "no-port", at: { document: entry.document, span }, value: String(port) };
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
