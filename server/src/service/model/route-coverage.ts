// Whether one match of a route takes every request that another one would take: each of its conditions follows from the other's. Only what is
// certain counts, so two expressions are compared by their text alone.
import type { Field } from "./field";
import type { RouteMatch, StringMatch } from "./virtual-service";

/** Which gateways a match is for, in a form that can be compared; the VirtualService's own when it names none. */
export type GatewaysOf = (match: RouteMatch) => readonly string[];

/** Whether every request that `later` takes is also taken by `earlier`. Both are of the same kind of route. */
export function takesAllOf(
  earlier: RouteMatch,
  later: RouteMatch,
  kind: "http" | "tls" | "tcp",
  gatewaysOf: GatewaysOf,
): boolean {
  const gateways = gatewaysOf(earlier);
  return (
    gatewaysOf(later).every((gateway) => gateways.includes(gateway)) &&
    (earlier.port === undefined || earlier.port.value === later.port?.value) &&
    (earlier.sourceNamespace === undefined || earlier.sourceNamespace.value === later.sourceNamespace?.value) &&
    Object.entries(earlier.sourceLabels).every(([key, value]) => later.sourceLabels[key] === value) &&
    (kind === "http" ? takesRequestsOf(earlier, later) : takesConnectionsOf(earlier, later))
  );
}

/** Whether a match has no condition at all, apart from the gateways it is for. A uri that begins with `/` is none. */
export function takesEverything(match: RouteMatch): boolean {
  return (
    match.port === undefined &&
    match.sourceNamespace === undefined &&
    Object.keys(match.sourceLabels).length === 0 &&
    match.scheme === undefined &&
    match.method === undefined &&
    match.authority === undefined &&
    match.headers.length + match.withoutHeaders.length + match.queryParams.length === 0 &&
    match.sniHosts.length + match.destinationSubnets.length === 0 &&
    (match.uri === undefined || isAnyPath(match.uri))
  );
}

function takesRequestsOf(earlier: RouteMatch, later: RouteMatch): boolean {
  return (
    takesPathsOf(earlier, later) &&
    follows(earlier.scheme, later.scheme) &&
    follows(earlier.method, later.method) &&
    follows(earlier.authority, later.authority) &&
    followsEach(earlier.headers, later.headers) &&
    followsEach(earlier.queryParams, later.queryParams) &&
    earlier.withoutHeaders.every((without) =>
      later.withoutHeaders.some(({ name, match }) => sameName(name, without.name) && isSame(match, without.match)),
    )
  );
}

/** SNI hosts and address ranges are chosen by fit, not by order, so only equal ones stand in each other's way. */
function takesConnectionsOf(earlier: RouteMatch, later: RouteMatch): boolean {
  return (
    later.sniHosts.every((host) => has(earlier.sniHosts, host)) &&
    earlier.sniHosts.length > 0 === later.sniHosts.length > 0 &&
    later.destinationSubnets.every((subnet) => has(earlier.destinationSubnets, subnet)) &&
    earlier.destinationSubnets.length > 0 === later.destinationSubnets.length > 0
  );
}

function has(fields: readonly Field<string>[], wanted: Field<string>): boolean {
  return fields.some(({ value }) => value === wanted.value);
}

function takesPathsOf(earlier: RouteMatch, later: RouteMatch): boolean {
  const { uri } = earlier;
  if (uri === undefined || isAnyPath(uri)) return true;
  if (later.uri === undefined) return false;
  if (uri.kind === "regex" || later.uri.kind === "regex") return isSame(uri, later.uri);
  if (earlier.ignoreUriCase) return follows(lower(uri), lower(later.uri));
  const hasCase = uri.value.toLowerCase() !== uri.value.toUpperCase();
  return (!later.ignoreUriCase || !hasCase) && follows(uri, later.uri);
}

function isAnyPath(uri: StringMatch): boolean {
  return uri.kind === "prefix" && (uri.value === "/" || uri.value === "");
}

function lower(match: StringMatch): StringMatch {
  return { ...match, value: match.value.toLowerCase() };
}

/** Whether what fulfils `later` also fulfils `earlier`. */
function follows(earlier: StringMatch | undefined, later: StringMatch | undefined): boolean {
  if (earlier === undefined) return true;
  if (later === undefined) return false;
  switch (earlier.kind) {
    case "present":
      return true;
    case "prefix":
      return (later.kind === "exact" || later.kind === "prefix") && later.value.startsWith(earlier.value);
    case "exact":
    case "regex":
      return isSame(earlier, later);
  }
}

function followsEach(
  earlier: readonly { readonly name: string; readonly match: StringMatch }[],
  later: readonly { readonly name: string; readonly match: StringMatch }[],
): boolean {
  return earlier.every((wanted) =>
    later.some(({ name, match }) => sameName(name, wanted.name) && follows(wanted.match, match)),
  );
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isSame(a: StringMatch, b: StringMatch): boolean {
  return a.kind === b.kind && a.value === b.value;
}
