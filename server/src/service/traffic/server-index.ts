// The servers of all Gateways on the same pods, by port, kind and host, so that each server finds those it may clash with without looking at all of
// them: in a mesh with hundreds of external hosts, all their Gateways are on the pods of one egress gateway.
import { coveringHosts, isWildcard } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData, sameList } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import {
  type GatewayWorkload,
  type MergedServer,
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

/** What decides which servers are a server's rivals. */
interface Contest {
  readonly workload: GatewayWorkload;
  readonly port: number;
  readonly kind: ServerKind;
  readonly hosts: readonly string[];
}

/** Servers that share a server's port on its pods and may take its place or its hosts: of another kind of traffic, or for the same hosts. */
export function rivalServers(
  view: WorkspaceView,
  workload: GatewayWorkload,
  own: MergedServer,
): readonly MergedServer[] {
  const contest = { workload, port: own.port, kind: serverKind(own.server), hosts: own.hosts };
  return view.get(contenders, contest).filter(({ server }) => server !== own.server);
}

/** Of the servers of one Gateway, for each those that may clash with it, in their order: of another kind of traffic, of its name or for its hosts. */
export function rivalsAmong(servers: readonly MergedServer[]): (own: MergedServer) => readonly MergedServer[] {
  const order = new Map(servers.map((server, position) => [server, position]));
  const byKind = new Map<string, Map<ServerKind, MergedServer[]>>();
  const byMark = new Map<string, MergedServer[]>();
  const nameOf = ({ server, port, routeConfig }: MergedServer): readonly string[] =>
    serverKind(server) === "https" ? [`${port} name ${routeConfig ?? ""}`] : [];
  const hostsOf = ({ port, hosts }: MergedServer): readonly string[] => hosts.map((host) => `${port} host ${host}`);
  for (const server of servers) {
    const kinds = byKind.get(`${server.port}`) ?? new Map<ServerKind, MergedServer[]>();
    byKind.set(`${server.port}`, kinds);
    add(kinds, serverKind(server.server), server);
    for (const mark of [...nameOf(server), ...hostsOf(server)]) add(byMark, mark, server);
  }
  return (own) => {
    const kind = serverKind(own.server);
    const ofKinds = [...(byKind.get(`${own.port}`) ?? [])].flatMap(([other, found]) =>
      mayClash(kind, other) ? found : [],
    );
    // Servers of one name always clash: one that is not this server is enough.
    const ofName = nameOf(own).flatMap((mark) => byMark.get(mark)?.slice(0, 2) ?? []);
    const ofHosts = hostsOf(own).flatMap((mark) => byMark.get(mark) ?? []);
    const found = new Set([...ofKinds, ...ofName, ...ofHosts]);
    found.delete(own);
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

/** A fact for each contest, so that a server that has no part in it has no Gateway judged again. */
const contenders = defineFact(
  "servers that contest a port or hosts",
  (view: WorkspaceView, { workload, port, kind, hosts }: Contest): readonly MergedServer[] => {
    const onPort = serverIndex(view, workload).get(port);
    if (onPort === undefined) return [];
    const rivals = new Set<MergedServer>();
    for (const [other, servers] of onPort.byKind) {
      if (mayClash(kind, other)) for (const server of servers) rivals.add(server);
    }
    for (const host of hosts) {
      for (const name of coveringHosts(host)) for (const server of onPort.byHost.get(name) ?? []) rivals.add(server);
      if (!isWildcard(host)) continue;
      for (const [name, servers] of onPort.byHost) {
        if (name.endsWith(host.slice(1))) for (const server of servers) rivals.add(server);
      }
    }
    return [...rivals];
  },
  {
    equals: sameList,
    key: ({ workload, port, kind, hosts }) => `${port} ${kind} ${hosts.join()} ${workloadKey(workload)}`,
  },
);

/** Whether servers of two kinds may be at odds whatever their hosts. */
function mayClash(one: ServerKind, other: ServerKind): boolean {
  return one === other ? one === "tcp" : isPlain(one) || isPlain(other);
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
        for (const host of merged.hosts) add(onPort.byHost, host, merged);
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
