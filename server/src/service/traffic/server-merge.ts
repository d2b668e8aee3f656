// How servers of several Gateways come together on the same pods: which share a port, and which istiod leaves out. Follows model/gateway.go
// (mergeGateways). Which Gateways and ports those are is gateways.ts's matter.
import type { Gateway, GatewayServer } from "../model/gateway";
import { protocolClass } from "../model/protocol-class";

/** A server with the port it really listens on. */
export interface MergedServer {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
  readonly port: number;
  /** Its hosts without the namespace part. */
  readonly hosts: readonly string[];
  /** As Envoy names it: `http.80`, `https.443.name.gateway.namespace`; nothing for servers without HTTP routes. */
  readonly routeConfig: string | undefined;
}

/** Why a server is not used. */
export type DroppedReason = "duplicate-tls-hosts" | "other-protocol" | "second-tcp" | "duplicate-port-name";

/** A server that istiod leaves out because an older one took the port. */
export interface DroppedServer extends MergedServer {
  readonly reason: DroppedReason;
  readonly because: MergedServer;
}

/** What a server does with the bytes: HTTP routes, TLS by server name, or plain forwarding. */
export type ServerKind = "http" | "https" | "tls-terminate" | "passthrough" | "tcp";

/** The kind of a server; decided by protocol and TLS mode together. An HTTP server stays one whatever its TLS settings say. */
export function serverKind(server: GatewayServer): ServerKind {
  const protocol = server.protocol?.value.toLowerCase();
  if (protocolClass(protocol) === "http") return "http";
  // Settings without a mode pass TLS through: that is the first of the API's modes.
  const mode = server.tls?.mode?.value ?? "PASSTHROUGH";
  if (server.tls !== undefined && (mode === "PASSTHROUGH" || mode === "AUTO_PASSTHROUGH")) return "passthrough";
  if (protocol === "https" && server.tls !== undefined) return "https";
  return server.tls === undefined ? "tcp" : "tls-terminate";
}

/** Whether two servers listen on the same address. */
export function sameBind(a: GatewayServer, b: GatewayServer): boolean {
  return bindOf(a) === bindOf(b);
}

/** Why istiod leaves out the younger of two servers of the same pods; nothing when it serves both. */
export function clashBetween(older: MergedServer, younger: MergedServer): DroppedReason | undefined {
  return mergeServers([older, younger]).dropped[0]?.reason;
}

/** Servers of the same pods, the oldest Gateway's first: those that listen, by port, and those that are left out. */
export function mergeServers(servers: readonly MergedServer[]): {
  readonly byPort: ReadonlyMap<number, readonly MergedServer[]>;
  readonly dropped: readonly DroppedServer[];
} {
  const ports = new Map<number, Port>();
  const routeConfigs = new Map<string, MergedServer>();
  const dropped: DroppedServer[] = [];
  for (const merged of servers) {
    const port = ports.get(merged.port) ?? { plain: undefined, tlsHosts: new Map(), servers: [] };
    ports.set(merged.port, port);
    const clash = clashOf(merged, port, routeConfigs);
    if (clash !== undefined) dropped.push({ ...merged, ...clash });
    else settle(merged, port, routeConfigs);
  }
  const listening = [...ports].filter(([, port]) => port.servers.length > 0);
  return { byPort: new Map(listening.map(([number, port]) => [number, port.servers])), dropped };
}

interface Port {
  /** The latest server without TLS that opened a listener. */
  plain: MergedServer | undefined;
  readonly tlsHosts: Map<string, MergedServer>;
  readonly servers: MergedServer[];
}

function clashOf(
  merged: MergedServer,
  port: Port,
  routeConfigs: ReadonlyMap<string, MergedServer>,
): Pick<DroppedServer, "reason" | "because"> | undefined {
  const { server } = merged;
  if (server.tls !== undefined) {
    for (const host of tlsHostsOf(merged)) {
      const because = port.tlsHosts.get(host);
      if (because !== undefined && sameBind(because.server, server)) return { reason: "duplicate-tls-hosts", because };
    }
    // A server that is left out for another reason still keeps its hosts to itself.
    for (const host of tlsHostsOf(merged)) port.tlsHosts.set(host, merged);
  }
  const kind = serverKind(server);
  const { plain } = port;
  if (plain !== undefined) {
    if (!sameBind(plain.server, server) || (kind === "http" && serverKind(plain.server) === "http")) return undefined;
    const isSecond = kind === "tcp" && serverKind(plain.server) === "tcp";
    return { reason: isSecond ? "second-tcp" : "other-protocol", because: plain };
  }
  const namesake = merged.routeConfig === undefined ? undefined : routeConfigs.get(merged.routeConfig);
  return kind === "https" && namesake !== undefined && port.servers.length > 0
    ? { reason: "duplicate-port-name", because: namesake }
    : undefined;
}

function settle(merged: MergedServer, port: Port, routeConfigs: Map<string, MergedServer>): void {
  const kind = serverKind(merged.server);
  const opens = port.plain === undefined || !sameBind(port.plain.server, merged.server);
  if ((kind === "http" || kind === "tcp") && opens) port.plain = merged;
  if (merged.routeConfig !== undefined && !routeConfigs.has(merged.routeConfig))
    routeConfigs.set(merged.routeConfig, merged);
  port.servers.push(merged);
}

/** Hosts as they must be unique among TLS servers of a port: as written, `./` resolved. */
function tlsHostsOf({ gateway, server }: MergedServer): readonly string[] {
  return server.hosts.map(({ value }) =>
    value.startsWith("./") ? `${gateway.namespace}/${value.slice(2)}` : value.startsWith("*/") ? value.slice(2) : value,
  );
}

function bindOf(server: GatewayServer): string {
  return server.bind?.value ?? "";
}
