// Decides where a sidecar sends a request that one of its listeners took: the rule of a VirtualService, or the service itself.
// Follows networking/core/httproute.go (http) and tls.go (tls and tcp).
import { type DocumentSpan, fullName } from "../../model/resource";
import type { VirtualService } from "../../model/virtual-service";
import { MESH_GATEWAY } from "../../workspace/names";
import { hasLabels } from "../../workspace/visibility";
import { clusterService } from "../cluster-scope";
import { portOf, type RegistryScope, type RegistryService } from "../registry";
import { firstMatching, type RouteEntry, type SniEntry, tcpEntry } from "../routes";
import { decided, type End, ended, type Listening, noteOrder, type Stage, type State } from "../state";
import { entryPlaces, takeEntry } from "../take-entry";
import { answering, rulesForService, type VirtualHost } from "../virtual-hosts";

/** Routes at a sidecar. */
export const meshRouting: Stage = (state) => {
  const { listening } = state;
  if (listening === undefined) return decided(state, unknown(state), { next: "unknown-destination" });
  if (listening.kind === "http") return byHost(state, listening.table, listening.only);
  return byConnection(state, listening);
};

function byHost(state: State, table: readonly VirtualHost[], only: RegistryService | undefined): State | End {
  const { request, port } = state;
  // The routes of a single service answer to whatever Host header comes.
  const virtualHost =
    only === undefined
      ? answering(table, request.authority)
      : table.find((candidate) => candidate.domains.includes(only.host));
  if (virtualHost === undefined) return decided(state, unknown(state), { next: "unknown-destination" });
  const draft = {
    virtualHost: virtualHost.name,
    ...(virtualHost.entries === undefined ? {} : { candidates: virtualHost.entries }),
  };
  const { service } = virtualHost;
  const [rival] = virtualHost.rivals;
  const winner = virtualHost.entries?.[0]?.virtualService;
  if (rival !== undefined && winner !== undefined && exportsAlike(winner, rival)) noteOrder(state, winner, rival);
  if (virtualHost.entries === undefined) {
    if (service === undefined) return decided(state, unknown(state), { next: "unknown-destination" });
    return toService(state, service, draft);
  }
  noteSourceLabels(state, winner);
  const entry = firstMatching(virtualHost.entries, request, state.notes.onDoubt);
  if (entry === undefined) {
    const because = virtualHost.entries.flatMap((candidate) => entryPlaces(candidate));
    const step = {
      stage: "mesh-routing",
      code: "no-rule-matches",
      args: { host: request.authority, path: request.path },
      because,
    } as const;
    const isInDoubt = virtualHost.entries.some((candidate) => candidate.virtualService.uncertain);
    return ended(state, isInDoubt ? "unknown" : "no-route", step, draft);
  }
  return takeEntry(state, "mesh-routing", entry, {
    draft,
    // Only the port's own services are looked up here, so a missing port always means the port the request came to.
    defaultPort: () => port,
  });
}

function byConnection(state: State, listening: Exclude<Listening, { kind: "http" }>): State | End {
  const { view, proxy, port } = state;
  const { kind, service, scope } = listening;
  const entry = kind === "tls" ? ruleOf(listening.entry) : tcpRule(state, service, scope);
  if (entry === undefined) return toService(state, service, {});
  return takeEntry(state, "mesh-routing", entry, {
    draft: {},
    defaultPort: (host) => {
      const target = clusterService(view, proxy.egress, host);
      return target?.ports.length === 1 ? (target.ports[0]?.number ?? port) : port;
    },
  });
}

function ruleOf(entry: SniEntry | undefined): RouteEntry | undefined {
  return entry === undefined ? undefined : { ...entry, outer: undefined };
}

/** The first tcp rule that holds for a service's port. */
function tcpRule(state: State, service: RegistryService, scope: RegistryScope): RouteEntry | undefined {
  const { view, proxy, port } = state;
  const cx = { gateway: MESH_GATEWAY, port, proxyNamespace: proxy.namespace, labels: proxy.labels };
  for (const candidate of rulesForService(view, scope, service.host)) {
    const entry = tcpEntry(candidate, cx);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** A service without a rule gets the request on the port it came to. */
function toService(state: State, service: RegistryService, draft: { virtualHost?: string }): State {
  const declared = portOf(service, state.port);
  const because: readonly DocumentSpan[] = declared === undefined ? [] : [declared.at];
  return decided(
    state,
    { stage: "mesh-routing", code: "service-default", args: { host: service.host, port: state.port }, because },
    {
      next: "cluster",
      aim: {
        host: service.host,
        port: state.port,
        subset: undefined,
        isPortWritten: true,
        service: service.resources.length === 0 ? service : undefined,
        because,
      },
    },
    { ...draft, route: "default" },
  );
}

/** Rules for clients with certain labels cannot be judged for a client whose labels nobody said. */
function noteSourceLabels(state: State, service: VirtualService | undefined): void {
  if (service === undefined || Object.keys(state.proxy.labels).length > 0) return;
  if (service.http.some((route) => route.matches.some((match) => hasLabels(match.sourceLabels)))) {
    state.notes.assume("workload-labels-unknown", { resource: `VirtualService ${fullName(service)}` });
  }
}

/** Whether two VirtualServices are exported alike; only then their age decides which goes first. */
function exportsAlike(a: VirtualService, b: VirtualService): boolean {
  const exportsOf = ({ exportTo }: VirtualService): string => exportTo.map((entry) => entry.value).join(",");
  return exportsOf(a) === exportsOf(b);
}

function unknown(state: State) {
  return {
    stage: "mesh-routing",
    code: "no-virtual-host",
    args: { host: state.request.authority, port: state.port },
    because: [],
  } as const;
}
