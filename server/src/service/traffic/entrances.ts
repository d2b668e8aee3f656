// How apps ask for a host: on which of its declared ports, in which protocol, and under which name for a wildcard.
import { isWildcard } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { readRange } from "./addresses";
import type { Client } from "./clients";
import { destinationHost } from "./legs";
import { portOf, type RegistryService, resolveCovering } from "./registry";
import type { Branch, Origin, Question, Scheme, Target } from "./trace";
import { type MatchedRequest, PLAIN_REQUEST } from "./witness-request";

/** A request for a host as one kind of client makes it. */
export interface Asked {
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  readonly request: MatchedRequest;
  readonly address?: string;
  readonly branch?: Branch;
}

/** The question what becomes of it. */
export function questionOf(from: Origin, { host, port, scheme, request, address, branch }: Asked): Question {
  const isHttp = scheme === "http" || scheme === "https";
  const target: Target = {
    scheme,
    host: isHttp ? (request.authority ?? host) : host,
    port,
    ...(isHttp ? { path: request.path } : {}),
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(address === undefined ? {} : { address }),
  };
  return branch === undefined ? { from, target } : { from, target, branch };
}

/** How a client may call a host: plain HTTP on its HTTP ports, TLS on its TLS ports, bare connections on the others. */
export function entrances(view: WorkspaceView, client: Client, host: string): readonly Asked[] {
  const [service] = resolveCovering(view, { namespace: client.origin.namespace }, host);
  return service === undefined ? [] : service.ports.flatMap(({ number }) => entrance(service, number, host) ?? []);
}

function entrance(service: RegistryService, number: number, host: string): Asked | undefined {
  const port = portOf(service, number);
  const scheme = port === undefined ? undefined : schemeOf(port.protocolClass, port.number);
  if (scheme === undefined) return undefined;
  const [address] = service.addresses;
  const base = { host, port: number, scheme, request: PLAIN_REQUEST };
  return scheme !== "tcp" || address === undefined ? base : { ...base, address: firstAddress(address) };
}

function schemeOf(protocol: RegistryService["ports"][number]["protocolClass"], port: number): Scheme | undefined {
  switch (protocol) {
    case "http":
      return "http";
    case "tls":
      return "https";
    case "tcp":
      return "tcp";
    case "auto":
      return port === 443 ? "https" : "http";
    case "udp":
      return undefined;
  }
}

/** Whether http routes lead to a port for TLS: it is where TLS is opened for the apps, and not what they ask for themselves. */
export function isExit(view: WorkspaceView, { scheme, host, port }: Asked): boolean {
  if (scheme !== "https") return false;
  return view
    .routingTo(host)
    .some((service) =>
      service.http.some((route) =>
        route.destinations.some(
          ({ destination }) =>
            destination !== undefined &&
            destinationHost(view, service, destination) === host &&
            (destination.port?.value ?? port) === port,
        ),
      ),
    );
}

/** A name that a host stands for; nothing for one that stands for all. */
export function concreteName(host: string): string | undefined {
  if (host === "*" || host === "") return undefined;
  return isWildcard(host) ? `www${host.slice(1)}` : host;
}

/** An address of a range. */
function firstAddress(range: string): string {
  const slash = range.indexOf("/");
  return slash < 0 || readRange(range) === undefined ? range : range.slice(0, slash);
}
