// Decides whether the gateway's pod listens on the port, and which of its servers takes the connection: by server name where TLS arrives, and only
// if the client's TLS suits the server. Follows networking/core/gateway.go.
// https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
import type { DocumentSpan } from "../../model/resource";
import type { FilterChain } from "../filter-chains";
import { type Entrance, entranceAt, httpServersFor, type PortOfGateway, portOfGateway } from "../gateway-entrances";
import { gatewayServersFor, type GatewayWorkload, type MergedServer, serverKind } from "../gateways";
import { covers } from "../../workspace/names";
import { passedServers } from "../passed-servers";
import { decided, type Draft, type End, ended, endedByAbsence, type Stage, type State } from "../state";
import type { Step } from "../trace";
import { throughUnseenGateway, unseenGateways } from "../unseen-gateway";

/** Accepts the connection. */
export const gatewayListener: Stage = (state) => {
  const { workload } = state.proxy;
  if (workload === undefined) return ended(state, "unknown", step("no-gateway-for-workload", {}, []));
  const entrance = entranceAt(state.view, workload, state.port, state.layers.at(-1)?.sni);
  if (!entrance.isListening) return nothingListens(state, workload);
  const draft = { listener: `0.0.0.0_${state.port}` };
  if (entrance.isPlainHttp)
    return atHttp(state, httpServersFor(state.view, workload, state.port, state.request.authority), draft);
  return atConnections(state, workload, entrance, draft);
};

function nothingListens(state: State, workload: GatewayWorkload): State | End {
  const merged = gatewayServersFor(state.view, workload);
  const args = { gateway: workload.name, port: state.port };
  const dropped = merged.dropped.filter((server) => server.port === state.port).map(serverPlace);
  const code = merged.byPort.size === 0 ? "no-gateway-for-workload" : "no-server-on-port";
  const others = [...merged.byPort.values()].flat().map(serverPlace);
  const passed = { passedServers: passedServers(merged, state.port, askedName(state)) };
  const led = state.hops.at(-1)?.taken?.virtualService;
  if (led !== undefined && unseenGateways(state, led).length > 0) {
    const onward = throughUnseenGateway(state);
    if (onward !== undefined) return onward;
    state.notes.assume("gateway-unconfigured", { gateway: workload.name });
    return ended(state, "unknown", step(code, args, [...dropped, ...others]), passed);
  }
  return endedByAbsence(state, ["Gateway"], "no-listener", step(code, args, [...dropped, ...others]), passed);
}

/** The name that chooses a server: of the TLS that arrives, else of the request. */
function askedName(state: State): string | undefined {
  const outer = state.layers.at(-1);
  return outer === undefined ? state.request.authority : outer.sni;
}

function atHttp(state: State, servers: readonly MergedServer[], draft: Partial<Draft>): State | End {
  const [first] = servers;
  const places = servers.map(serverPlace);
  const args = { gateway: state.proxy.name, port: state.port };
  if (state.layers.length > 0 || !state.isHttp) {
    return ended(state, "tls-to-plain", step("tls-at-plain-server", args, places), draft);
  }
  return decided(
    { ...state, request: { ...state.request, scheme: "http" } },
    step("server-found", args, places),
    { next: "gateway-routing", readsHttp: true },
    { ...draft, routeConfig: first?.routeConfig, server: first },
  );
}

function atConnections(
  state: State,
  workload: GatewayWorkload,
  entrance: Entrance,
  draft: Partial<Draft>,
): State | End {
  const { chain, twins } = entrance;
  const all = (): PortOfGateway => portOfGateway(state.view, workload, state.port);
  const places = (): readonly DocumentSpan[] => all().servers.map(serverPlace);
  const args = { gateway: state.proxy.name, port: state.port };
  if (entrance.isAutoPassthrough) return ended(state, "unknown", step("auto-passthrough", args, places()), draft);
  if (!entrance.hasChains) {
    const missing = step("server-without-routes", args, places());
    return endedByAbsence(state, ["VirtualService"], "no-listener", missing, draft);
  }
  if (twins !== undefined) {
    return ended(state, "no-listener", step("listener-rejected", args, twins.map(serverPlace)), draft);
  }
  const outer = state.layers.at(-1);
  const kind = chain === undefined ? undefined : serverKind(chain.merged.server);
  if (kind === "http") {
    const plain = all().chains.flatMap(({ merged }) => (serverKind(merged.server) === "http" ? [merged] : []));
    const covering = plain.filter(({ hosts }) => hosts.some((host) => covers(host, state.request.authority)));
    return atHttp(state, covering.length > 0 ? covering : plain.slice(0, 1), draft);
  }
  const takesPlain = kind === "tcp" || kind === "passthrough";
  if (chain !== undefined && takesPlain) return enter(state, chain, draft);
  if (outer === undefined) {
    const asked = httpServersFor(state.view, workload, state.port, state.request.authority);
    const missed = step("plaintext-at-tls-server", args, asked.map(serverPlace));
    return endedByAbsence(state, ["DestinationRule"], "plain-to-tls", missed, draft);
  }
  if (chain === undefined) {
    const missed = step("no-server-for-name", { ...args, sni: outer.sni ?? "" }, hostPlaces(all().servers));
    const passed = passedServers(gatewayServersFor(state.view, workload), state.port, outer.sni);
    return ended(state, "tls-handshake-fails", missed, { ...draft, passedServers: passed });
  }
  return terminate(state, chain, draft);
}

function terminate(state: State, chain: FilterChain, draft: Partial<Draft>): State | End {
  const { merged } = chain;
  const kind = serverKind(merged.server);
  const outer = state.layers.at(-1);
  const mode = merged.server.tls?.mode?.value ?? "PASSTHROUGH";
  const args = { gateway: state.proxy.name, port: state.port, mode };
  const place = modePlace(merged);
  const isMutual = mode === "MUTUAL" || mode === "ISTIO_MUTUAL";
  // What an app opens by itself never shows a certificate of the mesh.
  const isApps = mode === "ISTIO_MUTUAL" && outer?.by === "client";
  if (isMutual && (outer?.certificate === "none" || isApps)) {
    return ended(state, "tls-handshake-fails", step("client-certificate-missing", args, [place]), draft);
  }
  if (mode === "ISTIO_MUTUAL" && outer?.certificate === "own") {
    return ended(state, "tls-handshake-fails", step("client-certificate-of-other-kind", args, [place]), draft);
  }
  if (isMutual && outer?.certificate !== "mesh") state.notes.assume("client-certificate-trusted");
  if (mode === "MUTUAL" && outer?.certificate === "mesh") state.notes.assume("client-certificate-trusted");
  const layers = state.layers.slice(0, -1);
  if (kind === "https" && (layers.length > 0 || state.target.scheme === "tcp")) {
    return ended(state, "tls-to-plain", step("tls-inside-http", args, [serverPlace(merged)]), draft);
  }
  const readsHttp = kind === "https";
  // A proxy that ends TLS takes the request for one that came by https.
  const request = readsHttp ? { ...state.request, scheme: "https" as const } : state.request;
  return enter({ ...state, layers, request, readsHttp }, chain, draft);
}

function enter(state: State, chain: FilterChain, draft: Partial<Draft>): State {
  const { merged, entry } = chain;
  return decided(
    state,
    step("server-found", { gateway: state.proxy.name, port: state.port }, [serverPlace(merged)]),
    { next: "gateway-routing", entry },
    { ...draft, routeConfig: merged.routeConfig, server: merged },
  );
}

function serverPlace(merged: MergedServer): DocumentSpan {
  const { gateway, server } = merged;
  return { document: gateway.document, span: server.number?.span ?? server.span };
}

function modePlace(merged: MergedServer): DocumentSpan {
  const { gateway, server } = merged;
  return { document: gateway.document, span: server.tls?.mode?.span ?? server.tls?.keySpan ?? server.span };
}

function hostPlaces(servers: readonly MergedServer[]): readonly DocumentSpan[] {
  return servers.flatMap(({ gateway, server }) =>
    server.hosts.map((host) => ({ document: gateway.document, span: host.span })),
  );
}

function step(code: Step["code"], args: Step["args"], because: readonly DocumentSpan[]): Step {
  return { stage: "gateway-listener", code, args, because };
}
