// Where the pods of a Gateway run. Its selector alone may fit pods of several namespaces (many meshes label every egress gateway alike), so the
// way on which the VirtualServices themselves lead the sidecars there counts first.
import type { Gateway } from "../model/gateway";
import { fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { hasLabels, isSubset } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import {
  gatewayBehind,
  gatewayBySelector,
  gatewayWorkload,
  isBoundTo,
  type GatewayWorkload,
  selectorOf,
} from "./gateways";
import { destinationHost, isInMesh, routesAt } from "./legs";
import { meshFacts } from "./mesh";
import { clusterHostParts, servicesDeclaring } from "./registry";

/**
 * The pods of a Gateway at which a VirtualService's routes hold: those that it, or another VirtualService for one of its hosts, leads the sidecars
 * to; without such a way, those that the selector finds.
 */
export function gatewayOf(view: WorkspaceView, service: VirtualService, gateway: Gateway): GatewayWorkload | undefined {
  return ledToBySiblings(view, service, gateway) ?? gatewayWorkload(view, gateway);
}

/** The same as far as files or settings say it; nothing where only the labels of Istio's own charts speak for a place. */
export function provenGatewayOf(
  view: WorkspaceView,
  service: VirtualService,
  gateway: Gateway,
): GatewayWorkload | undefined {
  const led = ledToBySiblings(view, service, gateway);
  if (led !== undefined) return led;
  const found = gatewayWorkload(view, gateway);
  return found?.source === "charts" ? undefined : found;
}

function ledToBySiblings(view: WorkspaceView, service: VirtualService, gateway: Gateway): GatewayWorkload | undefined {
  const siblings = service.hosts.flatMap((host) =>
    view.forHost("VirtualService", qualifyHost(host.value, service.namespace, view.clusterDomain)),
  );
  for (const candidate of [service, ...siblings]) {
    const led = ledTo(view, candidate, gateway);
    if (led !== undefined) return led;
  }
  return undefined;
}

function ledTo(view: WorkspaceView, service: VirtualService, gateway: Gateway): GatewayWorkload | undefined {
  const selector = selectorOf(gateway);
  if (!isInMesh(service) || !hasLabels(selector)) return undefined;
  for (const route of routesAt(service, MESH_GATEWAY)) {
    for (const { destination } of route.destinations) {
      if (destination === undefined) continue;
      const host = destinationHost(view, service, destination);
      const known = gatewayBehind(view, host);
      if (known !== undefined && isSubset(selector, known.labels)) return known;
      if (known === undefined && isUnseenGateway(view, service, gateway, host))
        return gatewayBySelector(host, gateway, meshFacts(view));
    }
  }
  return undefined;
}

/** Whether a cluster Service that no file declares can only be the Gateway's: the VirtualService is bound to it and is not for that Service itself. */
function isUnseenGateway(view: WorkspaceView, service: VirtualService, gateway: Gateway, host: string): boolean {
  const isOwn = service.hosts.some((own) => qualifyHost(own.value, service.namespace, view.clusterDomain) === host);
  return (
    !isOwn &&
    isBoundTo(service, fullName(gateway)) &&
    clusterHostParts(host, meshFacts(view)) !== undefined &&
    servicesDeclaring(view, host).length === 0
  );
}
