// Decides where a gateway sends a request that one of its servers took: by the rules of the VirtualServices bound to the Gateway. There are no
// default routes here: what no rule takes ends with 404.
import type { DocumentSpan } from "../../model/resource";
import { sharingServers } from "../gateway-entrances";
import { gatewayServersFor } from "../gateways";
import { resolveHost } from "../registry";
import { passedServers } from "../passed-servers";
import { firstMatching } from "../routes";
import { type End, ended, endedByAbsence, type Stage, type State, tableOwner } from "../state";
import { entryPlaces, takeEntry } from "../take-entry";
import type { Step } from "../trace";
import { answering, gatewayVirtualHosts, hasVirtualHosts } from "../virtual-hosts";

/** Routes at a gateway. */
export const gatewayRouting: Stage = (state) => {
  const { draft, entry } = state;
  const { server } = draft;
  if (server === undefined) return ended(state, "unknown", step("no-virtual-host", {}, []));
  const number = server.server.number?.value ?? state.port;
  const defaultPort = (host: string): number => {
    const service = resolveHost(state.view, state.proxy.scope, host);
    return service?.ports.length === 1 ? (service.ports[0]?.number ?? number) : number;
  };
  if (draft.routeConfig !== undefined) return byHost(state, draft.routeConfig, defaultPort);
  if (entry === undefined) return ended(state, "no-route", step("no-rule-matches", {}, []));
  return takeEntry({ ...state, entry: undefined }, "gateway-routing", entry, { draft: {}, defaultPort });
};

function byHost(state: State, routeConfig: string, defaultPort: (host: string) => number): State | End {
  const { workload } = state.proxy;
  const { request } = state;
  const owner = tableOwner(state);
  const sharing =
    workload === undefined
      ? []
      : sharingServers(state.view, { workload, port: state.port, routeConfig }, request.authority);
  const table = gatewayVirtualHosts(state.view, owner, sharing, request.authority);
  const virtualHost = answering(table, request.authority);
  const args = { host: request.authority, path: request.path, gateway: state.proxy.name, port: state.port };
  if (virtualHost === undefined) {
    const merged = workload === undefined ? undefined : gatewayServersFor(state.view, workload);
    const servers = (merged?.byPort.get(state.port) ?? []).filter((server) => server.routeConfig === routeConfig);
    const places = servers.flatMap(({ gateway, server }) =>
      server.hosts.map((host): DocumentSpan => ({ document: gateway.document, span: host.span })),
    );
    const number = servers[0]?.server.number?.value ?? state.port;
    const isEmpty = !hasVirtualHosts(state.view, owner, servers);
    const missing = step("no-virtual-host", args, places);
    const passed = merged === undefined ? [] : passedServers(merged, state.port, request.authority);
    const draft = { passedServers: passed, ...(isEmpty ? { virtualHost: `blackhole:${number}` } : {}) };
    return endedByAbsence(state, ["VirtualService"], "no-route", missing, draft);
  }
  const entries = virtualHost.entries ?? [];
  const draft = {
    virtualHost: virtualHost.name,
    candidates: entries,
    ...(virtualHost.server === undefined ? {} : { server: virtualHost.server }),
  };
  if (virtualHost.redirectsToHttps && request.scheme === "http") {
    const gateway = virtualHost.server;
    const place = gateway?.server.tls?.httpsRedirect?.span;
    const because =
      gateway === undefined || place === undefined ? [] : [{ document: gateway.gateway.document, span: place }];
    return ended(state, "ok", step("redirected", args, because), draft, 301);
  }
  const entry = firstMatching(entries, request, state.notes.onDoubt);
  if (entry === undefined) {
    const because = entries.flatMap((candidate) => entryPlaces(candidate));
    const isInDoubt = entries.some((candidate) => candidate.virtualService.uncertain);
    return ended(state, isInDoubt ? "unknown" : "no-route", step("no-rule-matches", args, because), draft);
  }
  return takeEntry(state, "gateway-routing", entry, { draft, defaultPort });
}

function step(code: Step["code"], args: Step["args"], because: readonly DocumentSpan[]): Step {
  return { stage: "gateway-routing", code, args, because };
}
