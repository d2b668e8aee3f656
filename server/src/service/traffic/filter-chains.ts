// The ways through the listener of a gateway's port that does not speak plain HTTP: which server names lead to which server or rule. Follows
// networking/core/gateway.go (createGatewayTCPFilterChainOpts).
import { fullName } from "../model/resource";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import {
  commonHosts,
  gatewayServersFor,
  type GatewayWorkload,
  type MergedServer,
  serverHostsFor,
  serverKind,
  virtualServicesForGateway,
  workloadKey,
} from "./gateways";
import { type RouteEntry, sniEntries, tcpEntry } from "./routes";
import { hostsOf } from "./virtual-hosts";

/** One way through a listener: a server, with the rule where the rule's server names make the chain; without names for whatever comes. */
export interface FilterChain {
  readonly merged: MergedServer;
  readonly serverNames: readonly string[];
  readonly entry: RouteEntry | undefined;
}

/** All chains of a port, in the order of their servers. */
export function filterChains(view: WorkspaceView, workload: GatewayWorkload, port: number): readonly FilterChain[] {
  return view.get(chains, { workload, port });
}

const chains = defineFact(
  "filter chains of a port",
  (view: WorkspaceView, { workload, port }: { readonly workload: GatewayWorkload; readonly port: number }) => {
    const taken = new Set<string>();
    const servers = gatewayServersFor(view, workload).byPort.get(port) ?? [];
    return servers.flatMap((server) => chainsOf(view, workload, server, taken));
  },
  { equals: sameData, key: ({ workload, port }) => `${port} ${workloadKey(workload)}` },
);

/**
 * The chains of a server: one with its hosts, or one for each rule where TLS is passed through. A server without rules for it has none.
 * `taken` collects the server names of rules on the port.
 */
function chainsOf(
  view: WorkspaceView,
  workload: GatewayWorkload,
  merged: MergedServer,
  taken: Set<string>,
): readonly FilterChain[] {
  const { gateway, server, port } = merged;
  const kind = serverKind(server);
  if (kind === "http") return [{ merged, serverNames: [], entry: undefined }];
  if (kind === "https") return [{ merged, serverNames: [...new Set(merged.hosts)], entry: undefined }];
  const cx = {
    gateway: fullName(gateway),
    port: server.number?.value ?? port,
    proxyNamespace: workload.namespace,
    labels: workload.labels,
  };
  const virtualServices = virtualServicesForGateway(view, gateway, workload.namespace).filter(
    (virtualService) =>
      commonHosts(
        serverHostsFor(gateway, server, virtualService.namespace),
        hostsOf(virtualService, view.clusterDomain),
      ).length > 0,
  );
  if (kind === "passthrough") {
    return virtualServices
      .flatMap((virtualService) => sniEntries(virtualService, cx))
      .flatMap((entry) => {
        // A chain whose names are not all new would make Envoy refuse the listener, so istiod leaves it out.
        const names = entry.sniHosts.map((host) => `${server.bind?.value ?? ""} ${host}`);
        if (names.some((name) => taken.has(name))) return [];
        for (const name of names) taken.add(name);
        return [{ merged, serverNames: entry.sniHosts, entry: { ...entry, outer: undefined } }];
      });
  }
  for (const virtualService of virtualServices) {
    const entry = tcpEntry(virtualService, cx);
    if (entry !== undefined) {
      return [{ merged, serverNames: kind === "tcp" ? [] : [...new Set(merged.hosts)], entry }];
    }
  }
  return [];
}

/** Two servers whose chains Envoy cannot tell apart: it refuses the whole listener. Chains of one server never claim the same name. */
export function findTwins(chains: readonly FilterChain[]): readonly MergedServer[] | undefined {
  const byNames = new Map<string, FilterChain>();
  for (const chain of chains) {
    // Servers of plain HTTP share one chain; a chain for all names is told apart from one without names by nothing.
    const isShared = serverKind(chain.merged.server) === "http" && byNames.has("*");
    if (isShared && serverKind(byNames.get("*")?.merged.server ?? chain.merged.server) === "http") continue;
    for (const name of chain.serverNames.length === 0 ? ["*"] : chain.serverNames) {
      const known = byNames.get(name);
      if (known !== undefined && known.merged !== chain.merged) return [known.merged, chain.merged];
      byNames.set(name, chain);
    }
  }
  return undefined;
}
