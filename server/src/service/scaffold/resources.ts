// One resource each, as Istio's API wants it: the bricks that the sets in variants.ts, and the repairs that create a resource, are built of.
// Every argument is a text, which may hold open places; nothing here chooses a name or a port.
import { API_VERSION } from "../schema/structure";
import { join, list, map, number, type SlotText, type TemplateMapping } from "./template";

/** Name and place of a resource. Without a namespace none is written, and kubectl decides. */
export interface Identity {
  readonly name: SlotText;
  readonly namespace: SlotText | undefined;
}

/** A port of a ServiceEntry. */
export interface EntryPort {
  readonly number: SlotText;
  readonly name: string;
  readonly protocol: string;
  readonly targetPort?: SlotText;
}

/** The TLS a client opens. */
export interface OriginatedTls {
  readonly mode: "SIMPLE" | "MUTUAL" | "ISTIO_MUTUAL";
  readonly credentialName?: SlotText;
  readonly sni?: SlotText;
}

/** Where a route leads. */
export interface RouteTarget {
  readonly host: SlotText;
  readonly subset?: SlotText;
  readonly port: SlotText;
}

/** One route: what comes in at `gateway` on `port` goes to `to`. A `tls` route chooses by SNI. */
export interface RouteLeg {
  readonly name?: string;
  readonly gateway: SlotText;
  readonly port: SlotText;
  readonly sniHost?: SlotText;
  readonly to: RouteTarget;
}

/** A ServiceEntry for a host outside the mesh. */
export function serviceEntry(
  identity: Identity,
  entry: {
    readonly host: SlotText;
    readonly ports: readonly EntryPort[];
    readonly resolution: "DNS" | "NONE";
  },
): TemplateMapping {
  return resource("ServiceEntry", identity, {
    hosts: list(entry.host),
    location: "MESH_EXTERNAL",
    ports: list(
      ...entry.ports.map((port) =>
        map({
          number: number(port.number),
          name: port.name,
          protocol: port.protocol,
          targetPort: port.targetPort === undefined ? undefined : number(port.targetPort),
        }),
      ),
    ),
    resolution: entry.resolution,
  });
}

/** A Gateway with one server on the pods that carry a label. */
export function gateway(
  identity: Identity,
  server: {
    readonly selector: Readonly<Record<string, SlotText>>;
    /** One host, or several. */
    readonly host: SlotText | readonly SlotText[];
    readonly port: { readonly number: SlotText; readonly name: string; readonly protocol: string };
    readonly tlsMode?: "ISTIO_MUTUAL" | "PASSTHROUGH";
  },
): TemplateMapping {
  return resource("Gateway", identity, {
    selector: map(server.selector),
    servers: list(
      map({
        port: map({ number: number(server.port.number), name: server.port.name, protocol: server.port.protocol }),
        hosts: list(...(isSeveral(server.host) ? server.host : [server.host])),
        tls: server.tlsMode === undefined ? undefined : map({ mode: server.tlsMode }),
      }),
    ),
  });
}

/** A DestinationRule that opens TLS towards one port of a host; with `subset`, only for routes that name that subset. Without TLS it says nothing more. */
export function destinationRule(
  identity: Identity,
  rule: {
    readonly host: SlotText;
    readonly port: SlotText;
    readonly tls?: OriginatedTls;
    readonly subset?: SlotText;
  },
): TemplateMapping {
  const { host, port, tls, subset } = rule;
  const trafficPolicy =
    tls === undefined
      ? undefined
      : map({
          portLevelSettings: list(
            map({
              port: map({ number: number(port) }),
              tls: map({ mode: tls.mode, credentialName: tls.credentialName, sni: tls.sni }),
            }),
          ),
        });
  return resource(
    "DestinationRule",
    identity,
    subset === undefined ? { host, trafficPolicy } : { host, subsets: list(map({ name: subset, trafficPolicy })) },
  );
}

/** A VirtualService that leads a host's requests over some legs. */
export function virtualService(
  identity: Identity,
  service: {
    readonly host: SlotText;
    readonly gateways: readonly SlotText[];
    readonly routeKind: "http" | "tls";
    readonly legs: readonly RouteLeg[];
  },
): TemplateMapping {
  return resource("VirtualService", identity, {
    hosts: list(service.host),
    gateways: list(...service.gateways),
    [service.routeKind]: list(
      ...service.legs.map((leg) =>
        map({
          name: leg.name,
          match: list(
            map({
              gateways: list(leg.gateway),
              port: number(leg.port),
              sniHosts: leg.sniHost === undefined ? undefined : list(leg.sniHost),
            }),
          ),
          route: list(
            map({
              destination: map({
                host: leg.to.host,
                subset: leg.to.subset,
                port: map({ number: number(leg.to.port) }),
              }),
            }),
          ),
        }),
      ),
    ),
  });
}

/** The full host of a Service of the cluster. */
export function clusterHost(service: SlotText, namespace: SlotText, clusterDomain = "cluster.local"): SlotText {
  return join(service, ".", namespace, `.svc.${clusterDomain}`);
}

function isSeveral(host: SlotText | readonly SlotText[]): host is readonly SlotText[] {
  return Array.isArray(host);
}

function resource(kind: string, identity: Identity, spec: TemplateMapping["map"]): TemplateMapping {
  return map({
    apiVersion: API_VERSION,
    kind,
    metadata: map({ name: identity.name, namespace: identity.namespace }),
    spec: map(spec),
  });
}
