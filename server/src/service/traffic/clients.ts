// Who may send a request for a host, told apart as far as the files treat them differently: the namespaces that they speak of in connection with
// the host, one that they do not speak of, and in each of them pods with the labels that some resource selects. Who of them sees what is decided
// in the stages of a trace.
import type { DestinationRule } from "../model/destination-rule";
import type { Sidecar } from "../model/sidecar";
import { routesOf, type VirtualService } from "../model/virtual-service";
import { coveringHosts, MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { hasLabels, importsService, importsVirtualService, isExportedTo, readImport } from "../workspace/visibility";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { destinationHost, isInMesh, routesAt } from "./legs";
import { meshFacts } from "./mesh";
import { type RegistryService, servicesDeclaring } from "./registry";
import type { SidecarOrigin } from "./trace";

/** A namespace that stands for all those of which no file speaks. */
export const OTHER_NAMESPACE = "any-other-namespace";

/** A client of a host. */
export interface Client {
  readonly origin: SidecarOrigin;
  /**
   * `caller`: the files evidently mean its requests, for its namespace has the routes, the declaration, or is named by them. `bystander`: it may
   * call the host too, since nothing keeps the host from it.
   */
  readonly standing: "caller" | "bystander";
}

/** Everything among the files that has to do with requests for a host. */
export interface HostSurroundings {
  /** Services whose host covers it, whoever sees them. */
  readonly services: readonly RegistryService[];
  /** VirtualServices for the sidecars whose hosts cover it. */
  readonly routes: readonly VirtualService[];
  /** DestinationRules for it, and for the hosts that these VirtualServices lead the sidecars to. */
  readonly policies: readonly DestinationRule[];
}

/** What the files say about a host in full form. */
export function surroundingsOf(view: WorkspaceView, host: string): HostSurroundings {
  return view.get(surroundings, host);
}

const surroundings = defineFact(
  "surroundings of a host",
  (view: WorkspaceView, host: string): HostSurroundings => {
    const routes = view.covering("VirtualService", host).filter(isInMesh);
    const ahead = routes.flatMap((service) =>
      routesAt(service, MESH_GATEWAY).flatMap((route) =>
        route.destinations.flatMap(({ destination }) =>
          destination?.host === undefined ? [] : destinationHost(view, service, destination),
        ),
      ),
    );
    return {
      services: coveringHosts(host).flatMap((pattern) => servicesDeclaring(view, pattern)),
      routes,
      policies: [...new Set([host, ...ahead].flatMap((name) => view.covering("DestinationRule", name)))],
    };
  },
  { equals: sameData },
);

/** The clients of a host, callers first. */
export function clientsOf(view: WorkspaceView, host: string): readonly Client[] {
  return view.get(clients, host);
}

const clients = defineFact(
  "clients of a host",
  (view: WorkspaceView, host: string): readonly Client[] => {
    const callers = callersOf(view, host);
    const bystanders = bystandersOf(view, host).filter((namespace) => !callers.includes(namespace));
    return [
      ...callers.flatMap((namespace) => podsIn(view, host, namespace, "caller")),
      ...bystanders.flatMap((namespace) => podsIn(view, host, namespace, "bystander")),
    ];
  },
  { equals: sameData },
);

/** Namespaces of the VirtualServices, else of the DestinationRules, else of the declarations, and those that any of them names. */
function callersOf(view: WorkspaceView, host: string): readonly string[] {
  const { services, routes, policies } = surroundingsOf(view, host);
  const { rootNamespace } = meshFacts(view);
  const owners =
    [routes, policies.filter(({ namespace }) => namespace !== rootNamespace)].find((some) => some.length > 0) ??
    services;
  const named = [
    ...routes.flatMap(({ exportTo }) => exportTo.map((entry) => entry.value)),
    ...services.flatMap(({ exportTo }) => exportTo),
    ...routes.flatMap((service) =>
      service.http.flatMap((route) => route.matches.flatMap((match) => match.sourceNamespace?.value ?? [])),
    ),
  ].filter((namespace) => !NOT_NAMES.has(namespace));
  return [...new Set([...owners.map(({ namespace }) => namespace), ...named])].filter((namespace) =>
    isServed(view, host, namespace),
  );
}

/** Namespaces of everything else about the host, those with Sidecars of their own, each kind of them once, and the one nobody speaks of. */
function bystandersOf(view: WorkspaceView, host: string): readonly string[] {
  const { services, policies } = surroundingsOf(view, host);
  const { rootNamespace } = meshFacts(view);
  const spoken = [
    ...services.map(({ namespace }) => namespace),
    ...policies.map(({ namespace }) => namespace),
    ...policies.flatMap(({ exportTo }) => exportTo.map((entry) => entry.value)),
  ].filter((namespace) => !NOT_NAMES.has(namespace) && namespace !== rootNamespace);
  const bySidecar = new Map<string, string>();
  for (const sidecar of view.all("Sidecar")) {
    if (sidecar.namespace === rootNamespace || !isServed(view, host, sidecar.namespace)) continue;
    const kind = importsKind(view, sidecar, host);
    if (!bySidecar.has(kind)) bySidecar.set(kind, sidecar.namespace);
  }
  return [...new Set([...spoken, ...bySidecar.values(), OTHER_NAMESPACE])].filter((namespace) =>
    isServed(view, host, namespace),
  );
}

/** What of a host's surroundings a Sidecar lets its namespace know, as a text that is equal for Sidecars that do the same. */
function importsKind(view: WorkspaceView, sidecar: Sidecar, host: string): string {
  const { services, routes } = surroundingsOf(view, host);
  const { clusterDomain } = meshFacts(view);
  const listeners = sidecar.egress.map((listener) => {
    const imports = listener.hosts.flatMap((entry) => readImport(entry.value, sidecar.namespace) ?? []);
    return [
      listener.port?.value,
      listener.protocol?.value,
      services.map((service) => importsService(imports, service.namespace, service.host)),
      routes.map((service) =>
        importsVirtualService(
          imports,
          service.namespace,
          service.hosts.map((name) => qualifyHost(name.value, service.namespace, clusterDomain)),
        ),
      ),
    ];
  });
  return JSON.stringify([sidecar.workloadSelector, sidecar.outboundMode?.value, listeners]);
}

/** Words of `exportTo` that are no namespaces. */
const NOT_NAMES = new Set(["*", ".", "~", ""]);

/** Whether anything of the host is meant for a namespace: a declaration or a VirtualService that it sees. */
function isServed(view: WorkspaceView, host: string, namespace: string): boolean {
  const { services, routes } = surroundingsOf(view, host);
  const mesh = meshFacts(view);
  return (
    services.some((service) => isExportedTo(service.exportTo, service.namespace, namespace)) ||
    routes.some((service) =>
      isExportedTo(
        service.exportTo.length === 0 ? mesh.virtualServiceExportTo : service.exportTo.map((entry) => entry.value),
        service.namespace,
        namespace,
      ),
    )
  );
}

/** A pod without labels, and one for every set of labels that the namespace's resources select. */
function podsIn(view: WorkspaceView, host: string, namespace: string, standing: Client["standing"]): readonly Client[] {
  const { routes, policies } = surroundingsOf(view, host);
  const selectors = [
    ...policies.filter((rule) => rule.namespace === namespace).map((rule) => rule.workloadSelector),
    ...view.inNamespace("Sidecar", namespace).map((sidecar) => sidecar.workloadSelector),
    ...routes.flatMap((service) =>
      routesOf(service).flatMap((route) => route.matches.map((match) => match.sourceLabels)),
    ),
  ].filter(hasLabels);
  const distinct = new Map([{}, ...selectors].map((labels) => [JSON.stringify(labels), labels]));
  return [...distinct.values()].map((labels) => ({ origin: { kind: "sidecar", namespace, labels }, standing }));
}
