// Decides which of the sidecar's listeners and filter chains takes the connection: the shared HTTP routes of a port, the routes or the cluster of
// one service with an address of its own, a chain chosen by server name or by a range of addresses, or nothing. Which listeners there are is
// port-listeners.ts's matter. Follows networking/core/listener.go, and Envoy's search among filter chains.
import type { EgressListener } from "../egress-scope";
import { headSpan, type DocumentSpan } from "../../model/resource";
import type { VirtualService } from "../../model/virtual-service";
import { covers, hostsOverlap, MESH_GATEWAY } from "../../workspace/names";
import { contains, readRange } from "../addresses";
import { assumedService, undeclaredGateways } from "../assumed-service";
import { clientAddress } from "../client-address";
import { ANY_ADDRESS, type ForwardedService, ownAddress, type PortListener, portListeners } from "../port-listeners";
import { hostForms, isVisible, portOf, type RegistryService } from "../registry";
import { bestPattern, type SniEntry, sniEntries } from "../routes";
import { decided, type Listening, type Stage, type State, tableOwner } from "../state";
import type { Step } from "../trace";
import { hostsOf, meshVirtualServices, rulesForService, sidecarVirtualHosts } from "../virtual-hosts";

/** Finds what takes the connection. */
export const sidecarListener: Stage = (state) => {
  const { view, proxy, port } = state;
  const address = clientAddress(state);
  const listeners = portListeners(view, proxy.egress, port);
  const assumed = assumedTarget(state, address);
  if (assumed?.kind === "assumed" && !isPlainHttp(state)) return atAssumedService(state, assumed);
  const own = address === undefined ? undefined : listeners.get(address);
  const listener = own ?? listeners.get(ANY_ADDRESS);
  if (listener === undefined) return httpUnseen(state, assumed) ?? nothing(state);
  return take(state, listener, own === undefined ? address : undefined, assumed);
};

/** A Service that no file declares: a gateway's, or one that the client asks for by a name that can mean no outside host. */
function assumedTarget(state: State, address: string | undefined): RegistryService | undefined {
  const { view, mesh, proxy, target, notes } = state;
  const gateway = undeclaredGateways(view).find(({ service }) => ownAddress(service) === address);
  if (gateway !== undefined) return isVisible(gateway.service, proxy.scope) ? gateway.service : undefined;
  if (address !== undefined) return undefined;
  const form = /^[^.]+(\.[^.]+\.svc)?$/.test(target.host)
    ? (hostForms(target.host, proxy.namespace, mesh).at(-1) ?? target.host)
    : target.host;
  const assumed = assumedService(view, form);
  if (assumed === undefined || !isVisible(assumed, proxy.scope)) return undefined;
  if (assumed.kind === "assumed") notes.assume("service-not-seen", { host: form });
  return assumed;
}

/** The filter chain of a listener that the connection gets; `address` where the listener is for all addresses. */
function take(
  state: State,
  listener: PortListener,
  address: string | undefined,
  assumed: RegistryService | undefined,
): State {
  const inRange = narrowest(listener.forwarded, address);
  const candidates = inRange ?? listener.forwarded.filter(({ range }) => range === undefined);
  if (isPlainHttp(state) && inRange === undefined) {
    const routed = listener.http === undefined ? undefined : httpRoutes(state, listener, assumed);
    const unseen = listener.http === undefined ? httpUnseen(state, assumed) : undefined;
    if (routed !== undefined || unseen !== undefined) return routed ?? unseen ?? state;
  }
  const named = byServerName(state, candidates);
  if (named !== undefined) return enter(state, listener, named);
  const isWhole = ({ isTls, isNamed }: ForwardedService): boolean => !(isTls && isNamed);
  // What matches no name, and no range either, is left to the first service that takes everything.
  const rest = [
    ...candidates,
    ...(inRange === undefined ? [] : listener.forwarded.filter(({ range }) => range === undefined)),
  ];
  const whole = rest.find((candidate) => isWhole(candidate) && !hasNames(state, candidate));
  return whole === undefined ? nothing(state) : enter(state, listener, { forwarded: whole, entry: undefined });
}

/** The services whose range of addresses holds the client's most closely; nothing when none does. */
function narrowest(
  forwarded: readonly ForwardedService[],
  address: string | undefined,
): readonly ForwardedService[] | undefined {
  const wanted = address === undefined ? undefined : readRange(address);
  if (wanted === undefined) return undefined;
  let best: { readonly length: number; readonly found: ForwardedService[] } | undefined;
  for (const candidate of forwarded) {
    const range = candidate.range === undefined ? undefined : readRange(candidate.range);
    if (range === undefined || !contains(range, wanted)) continue;
    if (best === undefined || range.length > best.length) best = { length: range.length, found: [candidate] };
    else if (range.length === best.length) best.found.push(candidate);
  }
  return best?.found;
}

interface Chain {
  readonly forwarded: ForwardedService;
  readonly entry: SniEntry | undefined;
}

/** TLS goes by its server name: to the rules of VirtualServices for a service, or to the service where no rule is for it. */
function byServerName(state: State, candidates: readonly ForwardedService[]): Chain | undefined {
  const sni = state.layers.at(-1)?.sni;
  if (sni === undefined) return undefined;
  const chains = new Map<string, Chain>();
  const add = (name: string, chain: Chain): void => {
    if (covers(name, sni) && !chains.has(name)) chains.set(name, chain);
  };
  const known = new Map<EgressListener, readonly VirtualService[]>();
  const rulesFor = (egress: EgressListener): readonly VirtualService[] => {
    const rules = known.get(egress) ?? meshVirtualServices(state.view, egress.scope, [sni]);
    known.set(egress, rules);
    return rules;
  };
  for (const forwarded of candidates) {
    if (!forwarded.isTls) continue;
    const { host } = forwarded.service;
    // A rule's server names lie below its hosts, so those that fit are in VirtualServices whose hosts cover the name.
    const rules = rulesFor(forwarded.egress).filter((candidate) =>
      hostsOf(candidate, state.mesh.clusterDomain).some((name) => hostsOverlap(name, host)),
    );
    for (const entry of entriesOf(state, rules)) {
      for (const name of entry.sniHosts) add(name, { forwarded, entry });
    }
    if (forwarded.isNamed && covers(host, sni) && !hasNames(state, forwarded))
      add(host, { forwarded, entry: undefined });
  }
  const best = bestPattern(chains.keys(), sni);
  return best === undefined ? undefined : chains.get(best);
}

/** Whether rules with server names stand in for a service's own filter chain. */
function hasNames(state: State, { isTls, service, egress }: ForwardedService): boolean {
  return isTls && entriesOf(state, rulesForService(state.view, egress.scope, service.host)).length > 0;
}

/** The tls rules of VirtualServices that hold for this client and port. */
function entriesOf(state: State, virtualServices: readonly VirtualService[]): readonly SniEntry[] {
  const { proxy, port } = state;
  const cx = { gateway: MESH_GATEWAY, port, proxyNamespace: proxy.namespace, labels: proxy.labels };
  return virtualServices.flatMap((candidate) => sniEntries(candidate, cx));
}

function enter(state: State, listener: PortListener, { forwarded, entry }: Chain): State {
  const { service } = forwarded;
  const because = declarationsAt(service, state.port);
  const name = `${listener.address}_${state.port}`;
  const kind = forwarded.isTls ? "tls" : "tcp";
  const listening: Listening = { kind, service, entry, scope: forwarded.egress.scope };
  const sni = state.layers.at(-1)?.sni;
  const told = { host: service.host, port: state.port };
  if (listener.address !== ANY_ADDRESS) {
    const found = { ...step("service-address", because), args: told };
    return decided(state, found, { next: "mesh-routing", listening }, { listener: name });
  }
  const found =
    forwarded.isTls && sni !== undefined
      ? { ...step("server-name-matches", because), args: { sni, host: service.host } }
      : { ...step("tcp-service-takes-port", because), args: told };
  return decided(state, found, { next: "mesh-routing", listening }, { listener: name });
}

/** Plain HTTP goes by the Host header, or by the routes of the service that has the listener for itself. */
function httpRoutes(state: State, listener: PortListener, assumed: RegistryService | undefined): State {
  const { view, request, target, port } = state;
  const only = listener.http?.only;
  const name = `${listener.address}_${port}`;
  if (only !== undefined) {
    const table = sidecarVirtualHosts(view, tableOwner(state), port, only.host, request.authority);
    return decided(
      state,
      { ...step("http-routes-of-service", declarationsAt(only, port)), args: { host: only.host, port } },
      { next: "mesh-routing", readsHttp: true, listening: { kind: "http", table, only } },
      { listener: name, routeConfig: `${only.host}:${port}` },
    );
  }
  const table = sidecarVirtualHosts(
    view,
    tableOwner(state),
    port,
    target.host,
    request.authority,
    assumed === undefined ? [] : [assumed],
  );
  const because = table.flatMap((virtualHost) => declarationsAt(virtualHost.service, port));
  return decided(
    state,
    { ...step("http-routes", because), args: { port } },
    { next: "mesh-routing", readsHttp: true, listening: { kind: "http", table, only: undefined } },
    { listener: name, routeConfig: String(port) },
  );
}

/** Routes on a port where no HTTP service is seen: one is taken to be there, unless the files are the whole mesh. */
function httpUnseen(state: State, assumed: RegistryService | undefined): State | undefined {
  const { view, request, target, port } = state;
  if (!isPlainHttp(state) || (assumed === undefined && view.settings.knowledge === "whole")) return undefined;
  const services = assumed === undefined ? [] : [assumed];
  const table = sidecarVirtualHosts(view, tableOwner(state), port, target.host, request.authority, services);
  if (table.length === 0) return undefined;
  if (assumed === undefined) state.notes.assume("http-listener-not-seen", { port });
  return httpRoutes(
    state,
    { address: ANY_ADDRESS, http: { only: undefined, isDetected: true }, forwarded: [] },
    assumed,
  );
}

/** A Service that nobody declares is taken to speak what the client speaks, at an address of its own. */
function atAssumedService(state: State, service: RegistryService): State {
  const { view, proxy } = state;
  const sni = state.layers.at(-1)?.sni;
  const kind = state.layers.length > 0 ? "tls" : "tcp";
  const entries = kind === "tls" ? entriesOf(state, rulesForService(view, proxy.scope, service.host)) : [];
  const best = bestPattern(
    entries.flatMap(({ sniHosts }) => sniHosts),
    sni,
  );
  const entry = best === undefined ? undefined : entries.find(({ sniHosts }) => sniHosts.includes(best));
  if (entry === undefined && entries.length > 0) return nothing(state);
  return decided(
    state,
    { ...step("service-address", []), args: { host: service.host, port: state.port } },
    { next: "mesh-routing", listening: { kind, service, entry, scope: proxy.scope } },
    { listener: `${service.host}_${state.port}` },
  );
}

function nothing(state: State): State {
  return decided(
    state,
    { ...step("nothing-known-on-port", []), args: { host: state.target.host, port: state.port } },
    { next: "unknown-destination" },
    { listener: "virtualOutbound" },
  );
}

function isPlainHttp(state: State): boolean {
  return state.isHttp && state.layers.length === 0;
}

function declarationsAt(service: RegistryService | undefined, port: number): readonly DocumentSpan[] {
  if (service === undefined) return [];
  const declared = portOf(service, port);
  return [
    ...(declared === undefined ? [] : [declared.at]),
    ...service.resources.map((resource) => ({ document: resource.document, span: headSpan(resource) })),
  ];
}

function step(code: Step["code"], because: readonly DocumentSpan[]): Step {
  return { stage: "sidecar-listener", code, args: {}, because };
}
