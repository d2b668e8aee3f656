// What a connection meets on a gateway's port, out of all that listens there: in a mesh with hundreds of external hosts, all their Gateways are on the
// pods of one egress gateway, and a request has to do with one or two of them. Facts of their own, so that a change of the others touches no trace.
import { coveringHosts } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData, sameList } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { type FilterChain, filterChains, findTwins } from "./filter-chains";
import {
  gatewayServersFor,
  type GatewayWorkload,
  type MergedServer,
  serverKind,
  serversCovering,
  workloadKey,
} from "./gateways";

/** What listens on a port. What listens on an address that is written down is not what a connection to the pod meets. */
export interface PortOfGateway {
  readonly servers: readonly MergedServer[];
  readonly chains: readonly FilterChain[];
}

/** What listens on a port, with what helps to choose from it. */
interface IndexedPort extends PortOfGateway {
  readonly known: ReadonlySet<MergedServer>;
  readonly common: CommonOfPort;
  readonly byName: ReadonlyMap<string, FilterChain>;
  readonly nameless: FilterChain | undefined;
}

/** What holds for every connection to a port. */
interface CommonOfPort {
  readonly isListening: boolean;
  readonly isPlainHttp: boolean;
  readonly isAutoPassthrough: boolean;
  readonly hasChains: boolean;
  /** Servers for whose sake Envoy refuses the listener. */
  readonly twins: readonly MergedServer[] | undefined;
}

/** What a connection with a server name, or without one, meets on a port. */
export interface Entrance extends CommonOfPort {
  /** The chain for the name, else the one that asks for none. */
  readonly chain: FilterChain | undefined;
}

/** Where on which gateway. */
interface Place {
  readonly workload: GatewayWorkload;
  readonly port: number;
}

/** Everything that listens on a port. To be asked where all of it matters, as in an error that shows it. */
export function portOfGateway(view: WorkspaceView, workload: GatewayWorkload, port: number): PortOfGateway {
  return view.get(indexed, { workload, port });
}

/** What a connection meets. */
export function entranceAt(
  view: WorkspaceView,
  workload: GatewayWorkload,
  port: number,
  name: string | undefined,
): Entrance {
  return view.get(entrances, { workload, port, name });
}

/** The servers of a port that share a route table and cover a name, in the order of the listener. */
export function sharingServers(
  view: WorkspaceView,
  place: { readonly workload: GatewayWorkload; readonly port: number; readonly routeConfig: string },
  name: string,
): readonly MergedServer[] {
  return view.get(sharing, { ...place, name });
}

/** The servers of plain HTTP on a port that cover a name, else the first one. */
export function httpServersFor(
  view: WorkspaceView,
  workload: GatewayWorkload,
  port: number,
  name: string,
): readonly MergedServer[] {
  return view.get(httpServers, { workload, port, name });
}

const keyOf = ({ workload, port }: Place): string => `${port} ${workloadKey(workload)}`;

const indexed = defineFact(
  "what listens on a port of a gateway",
  (view: WorkspaceView, { workload, port }: Place): IndexedPort => {
    const servers = (gatewayServersFor(view, workload).byPort.get(port) ?? []).filter(({ server }) =>
      isWildcardBind(server.bind?.value),
    );
    const isPlainHttp = servers.length > 0 && servers.every(({ server }) => serverKind(server) === "http");
    const known = new Set(servers);
    const chains = isPlainHttp ? [] : filterChains(view, workload, port).filter(({ merged }) => known.has(merged));
    const byName = new Map<string, FilterChain>();
    for (const chain of chains) {
      for (const name of chain.serverNames) if (!byName.has(name)) byName.set(name, chain);
    }
    return {
      servers,
      chains,
      known,
      common: {
        isListening: servers.length > 0,
        isPlainHttp,
        isAutoPassthrough: servers.some(({ server }) => server.tls?.mode?.value === "AUTO_PASSTHROUGH"),
        hasChains: chains.length > 0,
        twins: findTwins(chains),
      },
      byName,
      nameless: chains.find(({ serverNames }) => serverNames.length === 0),
    };
  },
  { key: keyOf },
);

const entrances = defineFact(
  "what a connection meets on a port of a gateway",
  (view: WorkspaceView, { workload, port, name }: Place & { readonly name: string | undefined }): Entrance => {
    const { common, byName, nameless } = view.get(indexed, { workload, port });
    // The most specific pattern counts; a chain for every name takes connections without one too.
    const patterns = name === undefined ? ["*"] : coveringHosts(name);
    const pattern = patterns.find((candidate) => byName.has(candidate));
    return { ...common, chain: (pattern === undefined ? undefined : byName.get(pattern)) ?? nameless };
  },
  { equals: sameData, key: (place) => `${place.name ?? "-"} ${keyOf(place)}` },
);

const sharing = defineFact(
  "servers that share routes for a name",
  (
    view: WorkspaceView,
    { workload, port, routeConfig, name }: Place & { readonly routeConfig: string; readonly name: string },
  ): readonly MergedServer[] => {
    const merged = gatewayServersFor(view, workload);
    const covering = serversCovering(merged, port, name).filter((server) => server.routeConfig === routeConfig);
    return inOrder(merged.byPort.get(port) ?? [], covering);
  },
  { equals: sameList, key: (place) => `${place.routeConfig} ${place.name} ${keyOf(place)}` },
);

const httpServers = defineFact(
  "servers of plain HTTP for a name",
  (view: WorkspaceView, { workload, port, name }: Place & { readonly name: string }): readonly MergedServer[] => {
    const { servers, known } = view.get(indexed, { workload, port });
    const covering = serversCovering(gatewayServersFor(view, workload), port, name).filter((server) =>
      known.has(server),
    );
    return covering.length > 0 ? inOrder(servers, covering) : servers.slice(0, 1);
  },
  { equals: sameList, key: (place) => `${place.name} ${keyOf(place)}` },
);

/** A few servers in the order in which they stand among many. */
function inOrder(all: readonly MergedServer[], few: readonly MergedServer[]): readonly MergedServer[] {
  if (few.length < 2) return few;
  const wanted = new Set(few);
  return all.filter((server) => wanted.has(server));
}

function isWildcardBind(bind: string | undefined): boolean {
  return bind === undefined || bind === "" || bind === "0.0.0.0" || bind === "::";
}
