// Whether one match of a route takes every request that another one would take: each of its conditions follows from the other's. Only what is
// certain counts, so two expressions are compared by their text alone.
import type { Field } from "./field";
import type { RouteMatch, StringMatch } from "./virtual-service";

/**
 * The matches of earlier routes, asked for the first that takes every request of a later match. Kept by path and SNI host, so that asking
 * does not compare with every match there is.
 */
export class RouteCoverage<T> {
  private readonly entries = new Map<
    string,
    { readonly match: RouteMatch; readonly owner: T; readonly order: number }[]
  >();
  private readonly gateways = new Map<RouteMatch, readonly string[]>();
  private count = 0;

  /** `gatewaysOf` says which gateways a match is for, in a form that can be compared; the VirtualService's own when it names none. */
  constructor(
    private readonly kind: "http" | "tls" | "tcp",
    private readonly gatewaysOf: (match: RouteMatch) => readonly string[],
  ) {}

  /** Adds a match behind those that are there; `owner` is what `find` answers with. */
  add(match: RouteMatch, owner: T): void {
    const entry = { match, owner, order: this.count++ };
    for (const key of this.ownKeys(match)) {
      const list = this.entries.get(key);
      if (list === undefined) this.entries.set(key, [entry]);
      else list.push(entry);
    }
  }

  /** The owner of the first match that takes every request of this one. */
  find(later: RouteMatch): T | undefined {
    let found: { readonly owner: T; readonly order: number } | undefined;
    for (const key of this.keysAbove(later)) {
      const entry = this.entries.get(key)?.find(({ match }) => this.covers(match, later));
      if (entry !== undefined && (found === undefined || entry.order < found.order)) found = entry;
    }
    return found?.owner;
  }

  private covers(earlier: RouteMatch, later: RouteMatch): boolean {
    if (!takesAllOf(earlier, later, this.kind)) return false;
    const gateways = this.namesOf(earlier);
    return this.namesOf(later).every((gateway) => gateways.includes(gateway));
  }

  private namesOf(match: RouteMatch): readonly string[] {
    let names = this.gateways.get(match);
    if (names === undefined) {
      names = this.gatewaysOf(match);
      this.gateways.set(match, names);
    }
    return names;
  }

  private ownKeys(match: RouteMatch): readonly string[] {
    if (this.kind !== "http") return match.sniHosts.length === 0 ? [""] : match.sniHosts.map(({ value }) => value);
    const { uri } = match;
    if (uri === undefined || isAnyPath(uri)) return [""];
    return [`${uri.kind}:${match.ignoreUriCase ? uri.value.toLowerCase() : uri.value}`];
  }

  /** The keys under which a match can stand that takes all of this one. */
  private keysAbove(match: RouteMatch): readonly string[] {
    if (this.kind !== "http") return [match.sniHosts[0]?.value ?? ""];
    const { uri } = match;
    if (uri === undefined) return [""];
    const keys = new Set(["", `${uri.kind}:${uri.value}`, `${uri.kind}:${uri.value.toLowerCase()}`]);
    if (uri.kind === "regex") return [...keys];
    for (let length = 1; length <= uri.value.length; length++) {
      const prefix = uri.value.slice(0, length);
      keys.add(`prefix:${prefix}`).add(`prefix:${prefix.toLowerCase()}`);
    }
    return [...keys];
  }
}

/** Whether every request that `later` takes is also taken by `earlier`, gateways apart. Both are of the same kind of route. */
function takesAllOf(earlier: RouteMatch, later: RouteMatch, kind: "http" | "tls" | "tcp"): boolean {
  return (
    (kind === "http" ? takesRequestsOf(earlier, later) : takesConnectionsOf(earlier, later)) &&
    (earlier.port === undefined || earlier.port.value === later.port?.value) &&
    (earlier.sourceNamespace === undefined || earlier.sourceNamespace.value === later.sourceNamespace?.value) &&
    Object.entries(earlier.sourceLabels).every(([key, value]) => later.sourceLabels[key] === value)
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
