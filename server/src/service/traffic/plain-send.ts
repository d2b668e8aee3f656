// The proxy that sends a plain request to a server outside: which route it follows, to which port, and what the DestinationRules make of the
// connection, as the request's trace has it.
import type { Destination, Route, VirtualService } from "../model/virtual-service";
import type { EffectivePolicy, RejectedRule } from "./destination-policy";
import type { RegistryPort, RegistryService } from "./registry";
import type { Hop, Trace } from "./trace";

/** A plain request on its last way. */
export interface PlainSend {
  readonly service: VirtualService;
  readonly route: Route;
  readonly destination: Destination;
  /** The namespace of the proxy that sends it. */
  readonly proxyNamespace: string;
  /** Full form, lower case. */
  readonly host: string;
  readonly registry: RegistryService;
  readonly port: RegistryPort;
  readonly policy: EffectivePolicy;
  readonly rejected: readonly RejectedRule[];
}

/** The last proxy on a path: what it sends leaves the mesh, or reaches a server. */
export function senderOf(trace: Trace): Hop | undefined {
  return trace.hops.filter(({ proxy }) => proxy !== "external").at(-1);
}

/** The last proxy's part of a path that follows a route; nothing where no route led it, or nothing declares the destination. */
export function plainSendOf(trace: Trace): PlainSend | undefined {
  const hop = senderOf(trace);
  const { taken, service: registry, servicePort: port, policy } = hop ?? {};
  if (hop === undefined || taken?.destination === undefined) return undefined;
  if (registry === undefined || port === undefined || policy === undefined) return undefined;
  return {
    service: taken.virtualService,
    route: taken.route,
    destination: taken.destination,
    proxyNamespace: hop.namespace,
    host: registry.host,
    registry,
    port,
    policy,
    rejected: policy.rejected,
  };
}
