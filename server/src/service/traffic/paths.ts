// What has to do with what along a path: which resources raise the requests that may pass a given one, and the paths of these requests. Knows names
// and hosts alone; which of them a request really passes is in its trace.
import { slipIndex } from "../base/slip-index";
import type { DestinationRule } from "../model/destination-rule";
import { type IstioResource, isIstioResource } from "../model/lower";
import { fullName } from "../model/resource";
import { routesOf, type VirtualService } from "../model/virtual-service";
import { hostsOverlap, isWildcard, qualifyHost } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameList } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { clientsOf, surroundingsOf } from "./clients";
import { serverHosts } from "./gateways";
import { destinationHost, seenGateways } from "./legs";
import { meshFacts } from "./mesh";
import { trace } from "./simulate";
import type { Trace } from "./trace";
import { type Witness, witnessesOf, type WitnessSource } from "./witnesses";

/** A witness followed. */
export interface WitnessTrace extends Witness {
  readonly trace: Trace;
}

/** The requests of a source, followed. */
export function tracesOf(view: WorkspaceView, source: WitnessSource): readonly WitnessTrace[] {
  return witnessesOf(view, source).map((witness) => ({ ...witness, trace: trace(witness.question, view) }));
}

/** The paths of all requests that may pass a resource. */
export function tracesAbout(view: WorkspaceView, resource: IstioResource): readonly WitnessTrace[] {
  return sourcesAbout(view, resource).flatMap((source) => tracesOf(view, source));
}

/** The resources that have to do with a request: those that decided it, those of its host, and the Gateways that routes for the host are bound to. */
export function resourcesAround(view: WorkspaceView, path: WitnessTrace): readonly IstioResource[] {
  const { source, trace: followed, question } = path;
  const { services, routes, policies } = surroundingsOf(view, question.target.host);
  const bound = view.covering("VirtualService", question.target.host);
  const gateways = bound.flatMap((service) => seenGateways(view, service));
  const onWay = followed.hops.flatMap((hop) => [
    hop.taken?.virtualService,
    hop.server?.gateway,
    ...hop.passedServers.map(({ gateway }) => gateway),
    ...(hop.service?.resources ?? []),
    ...(hop.policy?.rules ?? []),
    ...(hop.policy?.rejected ?? []).map(({ rule }) => rule),
  ]);
  const names = [question.target.host, ...followed.hops.flatMap(({ destination }) => destination?.host ?? [])];
  const all = [
    ...misspelt(view, names),
    source,
    ...onWay,
    ...services.flatMap(({ resources }) => resources),
    ...routes,
    ...policies,
    ...bound,
    ...gateways,
  ];
  return [...new Set(all.filter((one) => one !== undefined))].filter((one) => isIstioResource(one));
}

/** Resources whose host is a slip away from one of these names: they were meant for it. */
function misspelt(view: WorkspaceView, names: readonly string[]): readonly IstioResource[] {
  const hosts = new Set(names.flatMap((name) => view.get(hostsNear, name)));
  return (["DestinationRule", "ServiceEntry", "VirtualService"] as const).flatMap((type) =>
    [...hosts].flatMap((host) => view.forHost(type, host)),
  );
}

/** Every host that some resource is written for, in full form, each once. */
const hostsWritten = defineFact(
  "hosts written",
  (view: WorkspaceView): readonly string[] => {
    const full = (host: string, namespace: string): string => qualifyHost(host, namespace, view.clusterDomain);
    const ofRules = view.all("DestinationRule").map(({ host, namespace }) => full(host?.value ?? "", namespace));
    const ofRest = [...view.all("ServiceEntry"), ...view.all("VirtualService")].flatMap(({ hosts, namespace }) =>
      hosts.map((host) => full(host.value, namespace)),
    );
    return [...new Set([...ofRules, ...ofRest])];
  },
  { equals: (a, b) => a.length === b.length && a.every((host, position) => host === b[position]) },
);

const slips = defineFact("hosts by their slips", (view: WorkspaceView) => slipIndex(view.get(hostsWritten, undefined)));

const hostsNear = defineFact(
  "hosts a slip away",
  (view: WorkspaceView, name: string): readonly string[] => view.get(slips, undefined).near(name),
  { equals: (a, b) => a.length === b.length && a.every((host, position) => host === b[position]) },
);

/** The resources whose requests may pass a resource: those of its hosts, and those that lead to it. */
export function sourcesAbout(view: WorkspaceView, resource: IstioResource): readonly WitnessSource[] {
  const found = sourcesFor(view, resource).filter((source) => !source.uncertain);
  return [...new Set(found)];
}

function sourcesFor(view: WorkspaceView, resource: IstioResource): readonly WitnessSource[] {
  const { clusterDomain } = view;
  switch (resource.type) {
    case "ServiceEntry":
    case "VirtualService": {
      const hosts = resource.hosts.map((host) => qualifyHost(host.value, resource.namespace, clusterDomain));
      const leading = resource.type === "ServiceEntry" ? hosts.flatMap((host) => view.routingTo(host)) : [];
      return [resource, ...hosts.flatMap((host) => ofHost(view, host)), ...withSiblings(view, leading)];
    }
    case "Gateway":
      return [
        ...withSiblings(view, view.boundTo(fullName(resource))),
        ...resource.servers.flatMap(serverHosts).flatMap((host) => ofHost(view, host)),
      ];
    case "DestinationRule":
      return ledTo(view, resource);
    case "Sidecar":
      return calledFrom(view, resource.namespace);
    default:
      return [];
  }
}

/** What apps of a namespace may call. */
function calledFrom(view: WorkspaceView, namespace: string): readonly WitnessSource[] {
  const { rootNamespace } = meshFacts(view);
  return [...view.all("ServiceEntry"), ...view.all("VirtualService")].filter((source) =>
    source.hosts.some((host) =>
      clientsOf(view, qualifyHost(host.value, source.namespace, view.clusterDomain)).some(
        ({ origin }) => origin.namespace === namespace || namespace === rootNamespace,
      ),
    ),
  );
}

/** What a DestinationRule is in force for: requests for its host, and those that routes lead there, to one of its subsets where they name one. */
function ledTo(view: WorkspaceView, rule: DestinationRule): readonly WitnessSource[] {
  const host = qualifyHost(rule.host?.value ?? "", rule.namespace, view.clusterDomain);
  if (host === "") return [];
  if (isWildcard(host))
    return [...view.all("ServiceEntry"), ...view.all("VirtualService")].filter((source) => isUnder(view, source, host));
  const subsets = rule.subsets.flatMap(({ name }) => name?.value ?? []);
  const leading = view.get(leadingTo, { host, subsets: rule.trafficPolicy === undefined ? subsets : undefined });
  return [...ofHost(view, host), ...withSiblings(view, leading)];
}

/** VirtualServices that lead to a host, in their order, by the subset that they name. */
interface LeadingToHost {
  readonly order: ReadonlyMap<VirtualService, number>;
  /** Those that name none under `undefined`. */
  readonly bySubset: ReadonlyMap<string | undefined, readonly VirtualService[]>;
}

const leadingBySubset = defineFact("routes to a host by subset", (view: WorkspaceView, host: string): LeadingToHost => {
  const order = new Map<VirtualService, number>();
  const bySubset = new Map<string | undefined, VirtualService[]>();
  for (const service of view.routingTo(host)) {
    const subsets = new Set<string | undefined>();
    for (const { destination } of routesOf(service).flatMap((route) => route.destinations)) {
      if (destination === undefined || destinationHost(view, service, destination) !== host) continue;
      subsets.add(destination.subset?.value);
    }
    if (subsets.size > 0) order.set(service, order.size);
    for (const subset of subsets) {
      const known = bySubset.get(subset);
      if (known === undefined) bySubset.set(subset, [service]);
      else known.push(service);
    }
  }
  return { order, bySubset };
});

/** VirtualServices that lead to a host without a subset or to one of these; whatever they name where no subsets are given. */
const leadingTo = defineFact(
  "routes to subsets of a host",
  (
    view: WorkspaceView,
    { host, subsets }: { readonly host: string; readonly subsets: readonly string[] | undefined },
  ): readonly VirtualService[] => {
    const { order, bySubset } = view.get(leadingBySubset, host);
    if (subsets === undefined) return [...order.keys()];
    const found = new Set([undefined, ...subsets].flatMap((subset) => bySubset.get(subset) ?? []));
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  },
  { equals: sameList, key: ({ host, subsets }) => `${host} ${subsets === undefined ? "*" : JSON.stringify(subsets)}` },
);

/** Whether a source has a host below a wildcard, or leads to one. */
function isUnder(view: WorkspaceView, source: WitnessSource, pattern: string): boolean {
  const own = source.hosts.map((host) => qualifyHost(host.value, source.namespace, view.clusterDomain));
  const led =
    source.type === "ServiceEntry"
      ? []
      : routesOf(source).flatMap((route) =>
          route.destinations.flatMap(({ destination }) =>
            destination === undefined ? [] : destinationHost(view, source, destination),
          ),
        );
  return [...own, ...led].some((host) => hostsOverlap(pattern, host));
}

/** VirtualServices with everything else that raises requests for their hosts: a gateway's routes are met by way of the sidecars'. */
function withSiblings(view: WorkspaceView, services: readonly VirtualService[]): readonly WitnessSource[] {
  return services.flatMap((service) => [
    service,
    ...service.hosts.flatMap((host) => ofHost(view, qualifyHost(host.value, service.namespace, view.clusterDomain))),
  ]);
}

function ofHost(view: WorkspaceView, host: string): readonly WitnessSource[] {
  if (host === "*") return [];
  return [...view.covering("ServiceEntry", host), ...view.covering("VirtualService", host)];
}
