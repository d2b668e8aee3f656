// Services that no file declares but that must exist for the configuration to make sense: those of the settings, gateways as Istio ships them, and
// hosts in the form of a cluster Service. Each use of one is an assumption of the trace.
import { covers } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { gatewayBehind } from "./gateways";
import { meshFacts } from "./mesh";
import { clusterHostParts, type RegistryService } from "./registry";

/** The service that a host in full form stands for though no file declares it; nothing for hosts that nothing speaks for. */
export function assumedService(view: WorkspaceView, host: string): RegistryService | undefined {
  const mesh = meshFacts(view);
  const parts = clusterHostParts(host, mesh);
  const isKnown = (view.settings.mesh.knownHosts ?? []).some((known) => covers(known.toLowerCase(), host));
  const gateway = gatewayBehind(view, host);
  if (gateway === undefined && parts === undefined && !isKnown) return undefined;
  return {
    kind: gateway === undefined ? "assumed" : "gateway",
    host,
    namespace: parts?.namespace ?? gateway?.namespace ?? "",
    ports: [],
    resolution: parts === undefined ? "DNS" : "CLUSTER",
    isExternal: parts === undefined,
    addresses: [],
    hasOwnAddress: parts !== undefined,
    aliasOf: undefined,
    endpoints: [],
    subjectAltNames: [],
    exportTo: ["*"],
    resources: [],
  };
}
