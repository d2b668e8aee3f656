// VirtualService: where a request for a host goes, in the sidecars (`mesh`) and at gateways.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/
import type { Span } from "../base/span";
import { entryOf, type MappingNode, type YamlNode } from "../syntax/yaml-node";
import { type Field, integerField, labelsOf, objectField, objectList, textField, textList } from "./field";
import type { IstioResourceBase } from "./resource";

/** How a text is compared. */
export interface StringMatch {
  readonly kind: "exact" | "prefix" | "regex" | "present";
  readonly value: string;
  readonly span: Span;
}

/** Where a route leads. */
export interface Destination {
  readonly span: Span;
  readonly host: Field<string> | undefined;
  readonly subset: Field<string> | undefined;
  readonly port: Field<number> | undefined;
}

/** One destination of a route with its share. */
export interface WeightedDestination {
  readonly span: Span;
  readonly destination: Destination | undefined;
  readonly weight: Field<number> | undefined;
}

/** One alternative of a route's `match`. Fields that a route kind lacks stay empty. */
export interface RouteMatch {
  readonly span: Span;
  readonly gatewaysField: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly gateways: readonly Field<string>[];
  readonly port: Field<number> | undefined;
  readonly sourceLabels: Readonly<Record<string, string>>;
  readonly sourceNamespace: Field<string> | undefined;
  readonly uri: StringMatch | undefined;
  readonly ignoreUriCase: boolean;
  readonly scheme: StringMatch | undefined;
  readonly method: StringMatch | undefined;
  readonly authority: StringMatch | undefined;
  readonly headers: readonly { readonly name: string; readonly match: StringMatch }[];
  readonly withoutHeaders: readonly { readonly name: string; readonly match: StringMatch }[];
  readonly queryParams: readonly { readonly name: string; readonly match: StringMatch }[];
  readonly sniHosts: readonly Field<string>[];
  readonly destinationSubnets: readonly Field<string>[];
}

/** A route of any of the three lists. `position` is its place in that list. */
export interface Route {
  readonly routeKind: "http" | "tls" | "tcp";
  readonly position: number;
  readonly span: Span;
  readonly name: Field<string> | undefined;
  readonly matchField: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly matches: readonly RouteMatch[];
  readonly destinations: readonly WeightedDestination[];
  readonly mirrors: readonly Destination[];
  readonly redirect: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly directResponse:
    { readonly span: Span; readonly keySpan: Span; readonly status: Field<number> | undefined } | undefined;
  readonly delegate:
    | {
        readonly span: Span;
        readonly keySpan: Span;
        readonly name: Field<string> | undefined;
        readonly namespace: Field<string> | undefined;
      }
    | undefined;
  readonly rewriteAuthority: Field<string> | undefined;
  readonly rewriteUri: Field<string> | undefined;
  readonly abortStatus: Field<number> | undefined;
}

/** A VirtualService. */
export interface VirtualService extends IstioResourceBase {
  readonly type: "VirtualService";
  readonly hosts: readonly Field<string>[];
  readonly gatewaysField: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly gateways: readonly Field<string>[];
  readonly http: readonly Route[];
  readonly tls: readonly Route[];
  readonly tcp: readonly Route[];
  readonly exportTo: readonly Field<string>[];
}

/** Reads the spec of a VirtualService. */
export function lowerVirtualService(base: IstioResourceBase): VirtualService {
  const { spec } = base;
  return {
    ...base,
    type: "VirtualService",
    hosts: textList(spec, "hosts"),
    gatewaysField: spans(spec, "gateways"),
    gateways: textList(spec, "gateways"),
    http: objectList(spec, "http", (route, position) => lowerRoute("http", route, position)),
    tls: objectList(spec, "tls", (route, position) => lowerRoute("tls", route, position)),
    tcp: objectList(spec, "tcp", (route, position) => lowerRoute("tcp", route, position)),
    exportTo: textList(spec, "exportTo"),
  };
}

/** All routes: http, then tls, then tcp. */
export function routesOf(service: VirtualService): readonly Route[] {
  return [...service.http, ...service.tls, ...service.tcp];
}

function lowerRoute(routeKind: Route["routeKind"], route: MappingNode, position: number): Route {
  const mirror = objectField(route, "mirror");
  const direct = objectField(route, "directResponse");
  const delegate = objectField(route, "delegate");
  const rewrite = objectField(route, "rewrite");
  const abort = objectField(objectField(route, "fault")?.node, "abort");
  return {
    routeKind,
    position,
    span: route.span,
    name: textField(route, "name"),
    matchField: spans(route, "match"),
    matches: objectList(route, "match", lowerMatch),
    destinations: objectList(route, "route", (item) => ({
      span: item.span,
      destination: lowerDestination(objectField(item, "destination")?.node),
      weight: integerField(item, "weight"),
    })),
    mirrors: [
      lowerDestination(mirror?.node),
      ...objectList(route, "mirrors", (item) => lowerDestination(objectField(item, "destination")?.node)),
    ].filter((destination) => destination !== undefined),
    redirect: spans(route, "redirect"),
    directResponse:
      direct === undefined
        ? undefined
        : { span: direct.span, keySpan: direct.keySpan, status: integerField(direct.node, "status") },
    delegate:
      delegate === undefined
        ? undefined
        : {
            span: delegate.span,
            keySpan: delegate.keySpan,
            name: textField(delegate.node, "name"),
            namespace: textField(delegate.node, "namespace"),
          },
    rewriteAuthority: textField(rewrite?.node, "authority"),
    rewriteUri: textField(rewrite?.node, "uri"),
    abortStatus: integerField(abort?.node, "httpStatus"),
  };
}

function lowerDestination(node: YamlNode | undefined): Destination | undefined {
  if (node?.kind !== "mapping") return undefined;
  return {
    span: node.span,
    host: textField(node, "host"),
    subset: textField(node, "subset"),
    port: integerField(objectField(node, "port")?.node, "number"),
  };
}

function lowerMatch(match: MappingNode): RouteMatch {
  return {
    span: match.span,
    gatewaysField: spans(match, "gateways"),
    gateways: textList(match, "gateways"),
    port: integerField(match, "port"),
    sourceLabels: labelsOf(match, "sourceLabels"),
    sourceNamespace: textField(match, "sourceNamespace"),
    uri: lowerStringMatch(entryOf(match, "uri")?.value),
    ignoreUriCase: textField(match, "ignoreUriCase")?.value === "true",
    scheme: lowerStringMatch(entryOf(match, "scheme")?.value),
    method: lowerStringMatch(entryOf(match, "method")?.value),
    authority: lowerStringMatch(entryOf(match, "authority")?.value),
    headers: matchMap(match, "headers"),
    withoutHeaders: matchMap(match, "withoutHeaders"),
    queryParams: matchMap(match, "queryParams"),
    sniHosts: textList(match, "sniHosts"),
    destinationSubnets: textList(match, "destinationSubnets"),
  };
}

function matchMap(match: MappingNode, key: string): readonly { name: string; match: StringMatch }[] {
  const value = entryOf(match, key)?.value;
  if (value?.kind !== "mapping") return [];
  return value.entries.flatMap((entry) => {
    const lowered = lowerStringMatch(entry.value) ?? { kind: "present" as const, value: "", span: entry.key.span };
    return [{ name: entry.key.source, match: lowered }];
  });
}

function lowerStringMatch(node: YamlNode | undefined): StringMatch | undefined {
  for (const kind of ["exact", "prefix", "regex"] as const) {
    const field = textField(node, kind);
    if (field !== undefined) return { kind, value: field.value, span: field.span };
  }
  return undefined;
}

function spans(node: YamlNode | undefined, key: string): { span: Span; keySpan: Span } | undefined {
  const field = objectField(node, key);
  return field === undefined ? undefined : { span: field.span, keySpan: field.keySpan };
}
