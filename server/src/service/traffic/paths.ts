// What has to do with what along a path: which resources raise the requests that may pass a given one, and the paths of these requests. Knows names
// and hosts alone; which of them a request really passes is in its trace.
import { slipIndex } from "../base/slip-index";
import type { DestinationRule } from "../model/destination-rule";
import { type IstioResource, isIstioResource } from "../model/lower";
import { fullName } from "../model/resource";
import { routesOf, type VirtualService } from "../model/virtual-service";
import { hostsOverlap, isWildcard, qualifyHost } from "../workspace/names";
import { defineFact } from "../workspace/facts";
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
  const subsets = new Set(rule.subsets.map((subset) => subset.name?.value));
  const leading = view.routingTo(host).filter((service) =>
    routesOf(service).some((route) =>
      route.destinations.some(({ destination }) => {
        if (destination === undefined || destinationHost(view, service, destination) !== host) return false;
        return (
          destination.subset === undefined || rule.trafficPolicy !== undefined || subsets.has(destination.subset.value)
        );
      }),
    ),
  );
  return [...ofHost(view, host), ...withSiblings(view, leading)];
}

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
