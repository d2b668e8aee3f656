// A request that a match of a VirtualService takes: the path, headers and method that its conditions ask for. Knows no mesh; whether another rule
// comes first is decided by a trace.
import type { RouteMatch, StringMatch } from "../model/virtual-service";

/** The parts of an HTTP request that matches look at. */
export interface MatchedRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Host header, where the match wants one. */
  readonly authority?: string;
}

/** The plainest request: what a route without matches takes, among others. */
export const PLAIN_REQUEST: MatchedRequest = { path: "/" };

/** A request that meets a match; nothing when a pattern in it is beyond what texts are made for here. */
export function requestFor(match: RouteMatch | undefined): MatchedRequest | undefined {
  if (match === undefined) return PLAIN_REQUEST;
  const path = match.uri === undefined ? "/" : memberOf(match.uri);
  const method = match.method === undefined ? undefined : memberOf(match.method);
  let authority = match.authority === undefined ? undefined : memberOf(match.authority);
  const headers: Record<string, string> = {};
  for (const { name, match: pattern } of match.headers) {
    const value = memberOf(pattern);
    if (value === undefined) return undefined;
    if (name.toLowerCase() === "host" || name === ":authority") authority = value;
    else if (name.startsWith(":")) return undefined;
    else headers[name.toLowerCase()] = value;
  }
  const query = match.queryParams.map(({ name, match: pattern }) => [name, memberOf(pattern)] as const);
  const isBeyond =
    path === undefined ||
    (match.method !== undefined && method === undefined) ||
    (match.authority !== undefined && authority === undefined) ||
    match.scheme !== undefined ||
    query.some(([, value]) => value === undefined);
  if (isBeyond) return undefined;
  const parameters = query.map(([name, value]) => `${name}=${value ?? ""}`).join("&");
  return {
    path: (path.startsWith("/") ? path : `/${path}`) + (parameters === "" ? "" : `?${parameters}`),
    ...(method === undefined ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(authority === undefined ? {} : { authority: authority.toLowerCase() }),
  };
}

/** A text that a pattern fits; nothing for regular expressions that say more than literal text and a few wildcards. */
function memberOf(pattern: StringMatch): string | undefined {
  switch (pattern.kind) {
    case "exact":
    case "prefix":
      return pattern.value;
    case "present":
      return "any";
    case "regex": {
      const plain = pattern.value
        .replace(/^\(\?[is]+\)/, "")
        .replace(/^\^/, "")
        .replace(/\$$/, "")
        .replaceAll(/\\([./-])/g, (_whole, escaped: string) => (escaped === "." ? "\u0000" : escaped))
        .replaceAll(/\.[*]/g, "")
        .replaceAll(/(\\d|\[0-9\])[+]?/g, "1")
        .replaceAll(/(\.|\[\^\/\]|\[a-z\]|\\w)[+]/g, "x")
        .replaceAll("\u0000", ".");
      return /[\\[\](){}*+?|^$]/.test(plain) ? undefined : plain;
    }
  }
}
