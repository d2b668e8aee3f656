// The Services in front of given pods, as istiod finds them for a proxy: by the Service's selector, or by an endpoint with the pod's address.
import { isSubset, hasLabels } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { endpointPort, servicesDeclaring, type RegistryService } from "./registry";
import { meshFacts } from "./mesh";
import { serviceHost } from "../workspace/names";

/** A Service in front of a gateway's pods. */
export interface GatewayService {
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly { readonly port: number; readonly targetPort: number | undefined }[];
}

/** Services and ServiceEntries of the files that lead to pods with these labels or this address. */
export function servicesOfPods(
  view: WorkspaceView,
  pods: { readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly address?: string },
): readonly GatewayService[] {
  const mesh = meshFacts(view);
  const hosts = new Set<string>();
  for (const service of view.inNamespace("Service", pods.namespace)) {
    if (hasLabels(service.selector) && isSubset(service.selector, pods.labels) && service.name !== undefined)
      hosts.add(serviceHost(service.name.value, service.namespace, mesh.clusterDomain));
  }
  if (pods.address !== undefined) {
    for (const entry of view.all("ServiceEntry")) {
      if (entry.endpoints.some((endpoint) => endpoint.address?.value === pods.address))
        for (const host of entry.hosts) hosts.add(host.value.toLowerCase());
    }
  }
  return [...hosts].flatMap((host) => servicesDeclaring(view, host)).map(asGatewayService);
}

/** A registry service as the pods behind it see it. */
export function asGatewayService(declared: RegistryService): GatewayService {
  return {
    host: declared.host,
    namespace: declared.namespace,
    ports: declared.ports.map((port) => ({ port: port.number, targetPort: endpointPort(declared, port) })),
  };
}
