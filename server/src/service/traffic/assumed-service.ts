// Services that no file declares but that must exist for the configuration to make sense: those of the settings, gateways as Istio ships them, and
// hosts in the form of a cluster Service unless the files are the whole mesh. Each use of one is an assumption of the trace.
import { parseProtocol } from "../model/protocol";
import { covers, serviceHost } from "../workspace/names";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { gatewayBehind, knownGateways } from "./gateways";
import { meshFacts } from "./mesh";
import { clusterHostParts, type RegistryService } from "./registry";

/** The service that a host in full form stands for though no file declares it; nothing for hosts that nothing speaks for. */
export function assumedService(view: WorkspaceView, host: string): RegistryService | undefined {
  const mesh = meshFacts(view);
  const parts = clusterHostParts(host, mesh);
  const isKnown = (view.settings.mesh.knownHosts ?? []).some((known) => covers(known.toLowerCase(), host));
  const gateway = gatewayBehind(view, host);
  const isLikely = parts !== undefined && view.settings.knowledge === "part";
  if (gateway === undefined && !isLikely && !isKnown) return undefined;
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
    exportTo: mesh.serviceExportTo,
    resources: [],
  };
}

/** A gateway's Service that no file declares, with its ports. */
export interface UndeclaredGateway {
  readonly service: RegistryService;
  readonly ports: readonly { readonly port: number; readonly protocol: string | undefined }[];
}

/** The Services of egress gateways that exist though no file declares them: those of the settings, and Istio's own. */
export function undeclaredGateways(view: WorkspaceView): readonly UndeclaredGateway[] {
  return view.get(undeclared, undefined);
}

const undeclared = defineFact(
  "gateways that no file declares",
  (view: WorkspaceView): readonly UndeclaredGateway[] => {
    const { clusterDomain } = meshFacts(view);
    return knownGateways(view).flatMap((gateway) => {
      // Istio's default installation has an ingress gateway, yet nothing on the way out of the mesh depends on it.
      if (gateway.source === "charts" && !gateway.name.includes("egress")) return [];
      const host = serviceHost(gateway.name, gateway.namespace, clusterDomain);
      if (view.forHost("Service", host).length > 0) return [];
      const service = assumedService(view, host);
      return service === undefined ? [] : [{ service, ports: gateway.ports.map(protocolOf) }];
    });
  },
  { equals: sameData },
);

/** The protocol is what the port's name begins with. */
function protocolOf({ port, name = "" }: { readonly port: number; readonly name?: string }): {
  readonly port: number;
  readonly protocol: string | undefined;
} {
  const [word = ""] = name.split("-");
  return { port, protocol: parseProtocol(word) };
}
