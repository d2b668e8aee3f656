// Where a connection to a service's port ends up: at an address outside, or at the pods of a Service inside that the name or address of an endpoint
// stands for. Follows what DNS and Kubernetes make of addresses; which endpoints a service has is registry.ts's matter.
import { type DocumentSpan, headSpan } from "../model/resource";
import { hasLabels, isSubset } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { gatewayBehind, type GatewayWorkload } from "./gateways";
import { declarationsOf, endpointPort, portOf, type RegistryService } from "./registry";

/** A gateway that an endpoint's address leads to, and the port of its pods. */
export interface GatewayLanding {
  readonly gateway: GatewayWorkload;
  readonly port: number;
}

/** The gateway that a service's connections end up at, when its address is that of the gateway's Service; nothing otherwise. */
export function gatewayLanding(
  view: WorkspaceView,
  service: RegistryService,
  servicePort: number,
): GatewayLanding | undefined {
  if (service.kind !== "ServiceEntry" || service.resolution === "NONE" || service.resolution === "DYNAMIC_DNS")
    return undefined;
  const declared = portOf(service, servicePort);
  const port = declared === undefined ? undefined : endpointPort(service, declared);
  const address = service.endpoints[0]?.address?.value.toLowerCase() ?? service.host;
  const gateway = port === undefined ? undefined : gatewayAt(view, address);
  const exposed = gateway?.services.flatMap(({ ports }) => ports).find((candidate) => candidate.port === port);
  return gateway === undefined || exposed?.targetPort === undefined ? undefined : { gateway, port: exposed.targetPort };
}

/** Texts that prove that nothing stands behind a service; nothing where something does, or where the files cannot tell. */
export function emptyBecause(view: WorkspaceView, service: RegistryService): readonly DocumentSpan[] | undefined {
  const [resource] = service.resources;
  if (resource === undefined || service.endpoints.length > 0) return undefined;
  const places = service.resources.map((one) => ({ document: one.document, span: headSpan(one) }));
  const isWhole = view.settings.knowledge === "whole";
  if (resource.type === "ServiceEntry") {
    const { workloadSelector } = resource;
    if (!hasLabels(workloadSelector)) return service.resolution === "STATIC" ? places : undefined;
    return isWhole && !hasPods(view, service.namespace, workloadSelector) ? places : undefined;
  }
  // Files without any workload are those of somebody who keeps workloads elsewhere.
  if (!isWhole || !view.declares("Workload") || service.isExternal) return undefined;
  const { selector, name } = resource;
  const isEmpty = hasLabels(selector)
    ? !hasPods(view, service.namespace, selector)
    : view.named("Other", service.namespace, name?.value ?? "").length === 0;
  return isEmpty ? places : undefined;
}

function gatewayAt(view: WorkspaceView, address: string): GatewayWorkload | undefined {
  const named = gatewayBehind(view, address);
  if (named !== undefined) return named;
  const service = view.all("Service").find(({ clusterIP }) => clusterIP === address);
  if (service?.name === undefined) return undefined;
  const host = `${service.name.value}.${service.namespace}.svc.${view.clusterDomain}`;
  return declarationsOf(view, host).length > 0 ? gatewayBehind(view, host) : undefined;
}

function hasPods(view: WorkspaceView, namespace: string, selector: Readonly<Record<string, string>>): boolean {
  return view.inNamespace("Workload", namespace).some(({ podLabels }) => isSubset(selector, podLabels));
}
