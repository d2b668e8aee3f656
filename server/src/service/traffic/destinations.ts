// Where the routes of a VirtualService lead by name, and what is known of the hosts they name: declared among the files, known without a file, or
// near to a name that is. Rules about names that lead nowhere stand on it.
import { isSlip } from "../base/edit-distance";
import type { DestinationRule } from "../model/destination-rule";
import type { Field } from "../model/field";
import type { ServiceEntry } from "../model/service-entry";
import { type Destination, type Route, routesOf, type VirtualService } from "../model/virtual-service";
import { covers, DEFAULT_CLUSTER_DOMAIN, qualifyHost, serviceHost } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { gatewayBehind, knownGateways } from "./gateways";
import { destinationHost, targetsOf } from "./legs";
import { meshFacts } from "./mesh";
import { clusterHostParts, isClusterHost, resolveHost, servicesDeclaring, type RegistryService } from "./registry";

/** One place that a VirtualService sends requests to. */
export interface RoutedDestination {
  /** Its place among all of them. */
  readonly position: number;
  readonly route: Route;
  readonly destination: Destination;
  /** The host as written. */
  readonly field: Field<string>;
  /** The host in full form. */
  readonly host: string;
}

/** Everything that a VirtualService sends requests to, mirrors included, in the order of its text. */
export function routedDestinations(view: WorkspaceView, service: VirtualService): readonly RoutedDestination[] {
  const routed = routesOf(service).flatMap((route) =>
    targetsOf(route).flatMap((destination) =>
      destination.host === undefined
        ? []
        : [{ route, destination, field: destination.host, host: destinationHost(view, service, destination) }],
    ),
  );
  return routed.map((one, position) => ({ ...one, position }));
}

/** The namespaces whose sidecars are sure to see a VirtualService: those it is exported to by name, else its own. */
export function clientNamespaces(view: WorkspaceView, service: VirtualService): readonly string[] {
  const exportTo =
    service.exportTo.length === 0
      ? meshFacts(view).virtualServiceExportTo
      : service.exportTo.map((entry) => entry.value);
  if (exportTo.includes("*")) return [service.namespace];
  return exportTo.map((entry) => (entry === "." ? service.namespace : entry));
}

/** The service that a VirtualService means by a host: as its clients see it, else as any file declares it. */
export function meantService(view: WorkspaceView, service: VirtualService, host: string): RegistryService | undefined {
  for (const namespace of clientNamespaces(view, service)) {
    const found = resolveHost(view, { namespace }, host);
    if (found !== undefined) return found;
  }
  return servicesDeclaring(view, host)[0];
}

/** The DestinationRules for a host that declare a subset of this name, wherever they live. */
export function rulesWithSubset(view: WorkspaceView, host: string, subset: string): readonly DestinationRule[] {
  return view.get(rulesBySubset, host).get(subset) ?? [];
}

const rulesBySubset = defineFact(
  "DestinationRules by subset",
  (view: WorkspaceView, host: string) => {
    const found = new Map<string, DestinationRule[]>();
    for (const rule of view.covering("DestinationRule", host)) {
      for (const { name } of rule.subsets) {
        if (name === undefined) continue;
        const rules = found.get(name.value);
        if (rules === undefined) found.set(name.value, [rule]);
        else rules.push(rule);
      }
    }
    return found;
  },
  { equals: sameData },
);

/** Whether a host exists though no file declares it: a gateway as Istio ships it, or a host or gateway of the settings. */
export function isKnownHost(view: WorkspaceView, host: string): boolean {
  return (
    (view.settings.mesh.knownHosts ?? []).some((known) => covers(known.toLowerCase(), host)) ||
    gatewayBehind(view, host) !== undefined
  );
}

/**
 * The full host of a cluster's Service or gateway that was meant: the name lacks its ending (`reviews.shop`, `reviews.shop.svc`), or is a slip
 * away from one that exists.
 */
export function meantClusterHost(view: WorkspaceView, host: string): string | undefined {
  const { clusterDomain } = view;
  const whole = [`${host}.svc.${clusterDomain}`, `${host}.${clusterDomain}`].find(
    (candidate) => servicesDeclaring(view, candidate).length > 0 || gatewayBehind(view, candidate) !== undefined,
  );
  if (whole !== undefined || !isLikeClusterHost(view, host)) return whole;
  const services = view
    .all("Service")
    .map(({ name, namespace }) => serviceHost(name?.value ?? "", namespace, clusterDomain));
  const gateways = knownGateways(view).map(({ name, namespace }) => qualifyHost(name, namespace, clusterDomain));
  return [...services, ...gateways].find((candidate) => isSlip(host, candidate));
}

/** Whether a host was meant as a Service of the cluster, its ending perhaps misspelt. */
function isLikeClusterHost(view: WorkspaceView, host: string): boolean {
  return isClusterHost(host, meshFacts(view)) || host.includes(".svc.") || host.endsWith(`.${DEFAULT_CLUSTER_DOMAIN}`);
}

/** Whether the files describe the Services of the namespace that a cluster host names, so that one they lack is worth a word. */
export function isNamespaceDescribed(view: WorkspaceView, host: string): boolean {
  const parts = clusterHostParts(host, meshFacts(view));
  return parts !== undefined && view.inNamespace("Service", parts.namespace).length > 0;
}

/**
 * The ServiceEntry that declares a word without a dot as its host, where the same word means a Service of the cluster (`full`) to VirtualServices and
 * DestinationRules, which no file declares. Istio completes such words there and leaves them as they are in a ServiceEntry (ResolveShortnameToFQDN).
 */
export function literalEntry(view: WorkspaceView, written: string, full: string): ServiceEntry | undefined {
  if (written.includes(".") || servicesDeclaring(view, full).length > 0) return undefined;
  return view.forHost("ServiceEntry", written.toLowerCase()).find((entry) => !entry.uncertain);
}

/** Whether a host has the form of a Service of this cluster. */
export function isInCluster(view: WorkspaceView, host: string): boolean {
  return isClusterHost(host, meshFacts(view));
}

/** A ServiceEntry's host that nothing else speaks of and that is a slip away from this one. */
export function misspeltEntry(
  view: WorkspaceView,
  host: string,
): { readonly entry: ServiceEntry; readonly host: string } | undefined {
  return view
    .all("ServiceEntry")
    .flatMap((entry) => entry.hosts.map(({ value }) => ({ entry, host: value })))
    .find((candidate) => {
      const name = candidate.host.toLowerCase();
      if (candidate.entry.uncertain || !isSlip(host, name)) return false;
      const users = [view.routingTo(name), view.forHost("VirtualService", name), view.forHost("DestinationRule", name)];
      return users.every((resources) => resources.length === 0);
    });
}
