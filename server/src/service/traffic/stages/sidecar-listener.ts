// Decides which of the sidecar's listeners and filter chains takes the connection: the shared HTTP routes of a port, the routes or the cluster of
// one service with an address of its own, a chain chosen by server name, or nothing. Follows networking/core/listener.go.
import { headSpan, type DocumentSpan } from "../../model/resource";
import { hostsOverlap } from "../../workspace/names";
import { contains, isSameRange, readRange } from "../addresses";
import { assumedService } from "../assumed-service";
import {
  hostForms,
  isVisible,
  portOf,
  type RegistryPort,
  type RegistryService,
  resolveCovering,
  resolveHost,
  servicesOnPort,
} from "../registry";
import { bestPattern, sniEntries } from "../routes";
import { decided, type Stage, type State, tableOwner } from "../state";
import type { Step } from "../trace";
import { meshVirtualServices, sidecarVirtualHosts } from "../virtual-hosts";

/** Finds what takes the connection. */
export const sidecarListener: Stage = (state) => {
  const addressed = addressedService(state);
  const port = addressed === undefined ? undefined : portOf(addressed, state.port);
  if (addressed?.hasOwnAddress === true) {
    const own = atOwnAddress(state, addressed, port);
    if (own !== undefined) return own;
  }
  if (isPlainHttp(state)) return httpRoutes(state, addressed) ?? tcpOnPort(state, addressed) ?? nothing(state);
  if (state.layers.length > 0) return byServerName(state) ?? tcpOnPort(state, addressed) ?? nothing(state);
  return tcpOnPort(state, addressed) ?? nothing(state);
};

/** The service whose address the client connects to: by the address if it is given, else by resolving the host. */
function addressedService(state: State): RegistryService | undefined {
  const { view, mesh, proxy, target, notes } = state;
  for (const form of hostForms(target.host, proxy.namespace, mesh)) {
    const service = resolveHost(view, proxy.scope, form);
    const concrete = service?.aliasOf === undefined ? service : resolveHost(view, proxy.scope, service.aliasOf);
    if (concrete === undefined) continue;
    if (state.address === undefined || claims(concrete, state.address) !== false) return concrete;
  }
  if (state.address !== undefined) return byAddress(state, state.address);
  // Of the short forms, only those that can be no outside host are taken for a Service that nobody declares.
  const form = /^[^.]+(\.[^.]+\.svc)?$/.test(target.host)
    ? (hostForms(target.host, proxy.namespace, mesh).at(-1) ?? target.host)
    : target.host;
  const assumed = assumedService(view, form);
  if (assumed === undefined || !isVisible(assumed, proxy.scope)) return undefined;
  notes.assume("service-not-seen", { host: form });
  return assumed;
}

/** Whether a service claims an address; undefined when it names none of its own but may have one. */
function claims(service: RegistryService, address: string): boolean | undefined {
  if (service.addresses.length === 0) return service.hasOwnAddress ? undefined : false;
  const wanted = readRange(address);
  if (wanted === undefined) return false;
  return service.addresses.some((range) => {
    const read = readRange(range);
    return read !== undefined && contains(read, wanted);
  });
}

/** The service with the narrowest range around an address; of equal ranges, the older one's. */
function byAddress(state: State, address: string): RegistryService | undefined {
  const wanted = readRange(address);
  if (wanted === undefined) return undefined;
  let best: { service: RegistryService; length: number } | undefined;
  const seen: { range: ReturnType<typeof readRange> }[] = [];
  for (const service of servicesOnPort(state.view, state.proxy.scope, state.port, ["tcp", "tls", "auto", "http"])) {
    for (const text of service.addresses) {
      const range = readRange(text);
      if (range === undefined || !contains(range, wanted)) continue;
      if (seen.some((known) => known.range !== undefined && isSameRange(known.range, range))) continue;
      seen.push({ range });
      if (best === undefined || range.length > best.length) best = { service, length: range.length };
    }
  }
  return best?.service;
}

/** A service with an address of its own has its own listener, except for plain HTTP ports, which share theirs. */
function atOwnAddress(state: State, service: RegistryService, port: RegistryPort | undefined): State | undefined {
  const isAssumed = service.kind === "assumed" || service.kind === "gateway";
  const protocol = isAssumed ? classByClient(state) : port?.protocolClass;
  const because = port === undefined ? [] : [port.at];
  const listener = `${service.addresses[0] ?? service.host}_${state.port}`;
  if (protocol === "auto" && isPlainHttp(state)) {
    const table = sidecarVirtualHosts(state.view, tableOwner(state), state.port, service.host);
    return decided(
      state,
      { ...step("http-routes-of-service", because), args: { host: service.host, port: state.port } },
      { next: "mesh-routing", listening: { kind: "http", table, only: service } },
      { listener, routeConfig: `${service.host}:${state.port}` },
    );
  }
  if (protocol === "http" || protocol === undefined || protocol === "udp") return undefined;
  return decided(
    state,
    { ...step("service-address", because), args: { host: service.host, port: state.port } },
    { next: "mesh-routing", listening: { kind: protocol === "tls" ? "tls" : "tcp", service } },
    { listener },
  );
}

/** Plain HTTP on a shared listener goes by the Host header, if any HTTP service of the port is known. */
function httpRoutes(state: State, addressed: RegistryService | undefined): State | undefined {
  const { view, proxy, target } = state;
  const assumed = addressed !== undefined && addressed.kind !== "Service" && addressed.kind !== "ServiceEntry";
  const table = sidecarVirtualHosts(view, tableOwner(state), state.port, target.host, assumed ? [addressed] : []);
  const isServed = table.some((virtualHost) => virtualHost.service !== undefined);
  if (!isServed && servicesOnPort(view, proxy.scope, state.port, ["http", "auto"]).length === 0) {
    if (table.length === 0) return undefined;
    state.notes.assume("http-listener-not-seen", { port: state.port });
  }
  const because = table.flatMap((virtualHost) => declarationsAt(virtualHost.service, state.port));
  return decided(
    state,
    { ...step("http-routes", because), args: { port: state.port } },
    { next: "mesh-routing", listening: { kind: "http", table, only: undefined } },
    { listener: `0.0.0.0_${state.port}`, routeConfig: String(state.port) },
  );
}

/** TLS on a shared listener goes by its server name: to the service, or to the rules of VirtualServices for it, that fit best. */
function byServerName(state: State): State | undefined {
  const { view, proxy } = state;
  const sni = state.layers.at(-1)?.sni;
  if (sni === undefined) return undefined;
  const patterns = new Map<string, RegistryService>();
  const candidates = new Map(resolveCovering(view, proxy.scope, sni).map((service) => [service.host, service]));
  const virtualServices = meshVirtualServices(view, proxy.scope, [sni]);
  const hosts = virtualServices.flatMap((service) => service.hosts.map((host) => host.value.toLowerCase()));
  for (const host of hosts) {
    const service = resolveHost(view, proxy.scope, host);
    if (service !== undefined) candidates.set(service.host, service);
  }
  const cx = { gateway: "mesh", port: state.port, proxyNamespace: proxy.namespace, labels: proxy.labels };
  for (const service of candidates.values()) {
    if (portOf(service, state.port)?.protocolClass !== "tls" || service.hasOwnAddress) continue;
    const entries = virtualServices
      .filter((candidate) => candidate.hosts.some((host) => hostsOverlap(host.value.toLowerCase(), service.host)))
      .flatMap((candidate) => sniEntries(candidate, cx));
    const names = entries.length > 0 ? entries.flatMap((entry) => entry.sniHosts) : [service.host];
    for (const name of names) if (!patterns.has(name)) patterns.set(name, service);
  }
  const best = bestPattern(patterns.keys(), sni);
  const service = best === undefined ? undefined : patterns.get(best);
  if (service === undefined) return undefined;
  return decided(
    state,
    { ...step("server-name-matches", declarationsAt(service, state.port)), args: { sni, host: service.host } },
    { next: "mesh-routing", listening: { kind: "tls", service } },
    { listener: `0.0.0.0_${state.port}` },
  );
}

/** Without an address of its own, the first TCP service of a port takes every connection that nothing else claims. */
function tcpOnPort(state: State, addressed: RegistryService | undefined): State | undefined {
  const services = servicesOnPort(state.view, state.proxy.scope, state.port, ["tcp", "auto"]);
  const inRange = addressed !== undefined && services.includes(addressed) ? addressed : undefined;
  const first =
    inRange !== undefined && inRange.addresses.length > 0
      ? inRange
      : services.find((service) => !service.hasOwnAddress && service.addresses.length === 0);
  if (first === undefined) return undefined;
  return decided(
    state,
    {
      ...step("tcp-service-takes-port", declarationsAt(first, state.port)),
      args: { host: first.host, port: state.port },
    },
    { next: "mesh-routing", listening: { kind: "tcp", service: first } },
    { listener: `0.0.0.0_${state.port}` },
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

/** A Service that nobody declares is taken to speak what the client speaks. */
function classByClient(state: State): "http" | "tls" | "tcp" {
  if (state.layers.length > 0) return "tls";
  return state.isHttp ? "http" : "tcp";
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
