// The servers of all Gateways on the same pods, by port, kind and host, so that each server finds those it may clash with without looking at all of
// them: in a mesh with hundreds of external hosts, all their Gateways are on the pods of one egress gateway.
import { coveringHosts, isWildcard } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import {
  type GatewayWorkload,
  type MergedServer,
  serverHosts,
  serverKind,
  type ServerKind,
  serversOf,
  workloadKey,
} from "./gateways";

interface PortServers {
  readonly byKind: ReadonlyMap<ServerKind, readonly MergedServer[]>;
  /** By host without its namespace; wildcards literally. */
  readonly byHost: ReadonlyMap<string, readonly MergedServer[]>;
}

type ServerIndex = ReadonlyMap<number, PortServers>;

/** Servers that share a server's port on its pods and may take its place or its hosts: of another kind of traffic, or for the same hosts. */
export function rivalServers(
  view: WorkspaceView,
  workload: GatewayWorkload,
  own: MergedServer,
): readonly MergedServer[] {
  const onPort = serverIndex(view, workload).get(own.port);
  if (onPort === undefined) return [];
  const kind = serverKind(own.server);
  const rivals = new Set<MergedServer>();
  for (const [other, servers] of onPort.byKind) {
    if ((other !== kind && (isPlain(other) || isPlain(kind))) || (other === "tcp" && kind === "tcp"))
      for (const server of servers) rivals.add(server);
  }
  for (const host of serverHosts(own.server)) {
    for (const name of coveringHosts(host)) for (const server of onPort.byHost.get(name) ?? []) rivals.add(server);
    if (!isWildcard(host)) continue;
    for (const [name, servers] of onPort.byHost) {
      if (name.endsWith(host.slice(1))) for (const server of servers) rivals.add(server);
    }
  }
  return [...rivals].filter(({ server }) => server !== own.server);
}

function isPlain(kind: ServerKind): boolean {
  return kind === "http" || kind === "tcp";
}

function serverIndex(view: WorkspaceView, workload: GatewayWorkload): ServerIndex {
  return view.get(index, workload);
}

const index = defineFact(
  "servers by port, kind and host",
  (view: WorkspaceView, workload: GatewayWorkload): ServerIndex => {
    const ports = new Map<number, { byKind: Map<ServerKind, MergedServer[]>; byHost: Map<string, MergedServer[]> }>();
    for (const gateway of view.gatewaysSelecting(workload.labels)) {
      if (gateway.uncertain) continue;
      for (const merged of serversOf(gateway, workload)) {
        const onPort = ports.get(merged.port) ?? {
          byKind: new Map<ServerKind, MergedServer[]>(),
          byHost: new Map<string, MergedServer[]>(),
        };
        ports.set(merged.port, onPort);
        add(onPort.byKind, serverKind(merged.server), merged);
        for (const host of serverHosts(merged.server)) add(onPort.byHost, host, merged);
      }
    }
    return ports;
  },
  { equals: sameData, key: workloadKey },
);

function add<K>(lists: Map<K, MergedServer[]>, key: K, server: MergedServer): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [server]);
  else list.push(server);
}
