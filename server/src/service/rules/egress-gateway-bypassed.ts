// A VirtualService is prepared for an egress gateway, but nothing leads the sidecars there: traffic leaves from the pods directly, past
// the gateway and whatever is enforced there.
import type { VirtualService } from "../model/virtual-service";
import { insertItem } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { isInCluster } from "../traffic/destinations";
import { gatewayBehind, gatewayWorkload } from "../traffic/gateways";
import {
  boundGateways,
  destinationHost,
  gatewayHops,
  gatewaysNamed,
  isInMesh,
  routesAt,
  targetsOf,
} from "../traffic/legs";
import { servicesDeclaring } from "../traffic/registry";
import { usesGatewayApi } from "../traffic/rule-use";
import { coveringHosts, MESH_GATEWAY, qualifyGateway, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "egress-gateway-bypassed",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Egress gateway that nothing leads to",
      what: "At the egress gateway {gateway} this VirtualService routes {host} on, but no rule leads the sidecars' requests for {host} to that gateway.",
      why: "The requests leave straight from the pods, past the gateway, with no error to notice it by.",
      next: "Bind the VirtualService to mesh as well, with a rule that leads to the gateway's Service.",
    },
    ko: {
      title: "아무도 보내지 않는 egress gateway",
      what: "이 VirtualService는 {gateway} egress gateway에서 {host} 호스트로 보내도록 되어 있지만, 사이드카의 {host} 요청을 그 gateway로 보내는 규칙이 없습니다.",
      why: "요청이 gateway를 거치지 않고 파드에서 바로 나가며, 오류도 나지 않아 알아차리기 어렵습니다.",
      next: "VirtualService를 mesh에도 연결하고, gateway의 Service로 보내는 규칙을 둡니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  gateways: [finance-yahoo-com-egress]
  #          ^^^^^^^^^^^^^^^^^^^^^^^^ warning egress-gateway-bypassed
  http:
  - ...
    match:
    - port: 8080
  - ...
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain || view.isUncertain("VirtualService") || usesGatewayApi(view)) return;
    const namesMesh = [...service.http, ...service.tls, ...service.tcp].some((route) =>
      route.matches.some((match) => match.gateways.some((entry) => entry.value === MESH_GATEWAY)),
    );
    // A rule for the mesh in a VirtualService that is not bound to it: match-gateway-not-listed speaks of that.
    if (namesMesh && !isInMesh(service)) return;
    for (const { name, entry } of boundGateways(service)) {
      const host = name === MESH_GATEWAY ? undefined : leavesBy(view, service, name);
      if (host === undefined || entry === undefined || isLedTo(view, host)) continue;
      yield {
        at: entry.span,
        args: { gateway: name, host },
        related: gatewaysNamed(view, name).map((gateway) => ({
          place: { document: gateway.document, span: gateway.name?.span ?? gateway.kind.span },
          text: { en: "The Gateway is here.", ko: "Gateway는 여기 있습니다." },
        })),
      };
    }
  },
  *repair({ view }, service) {
    const list = entryOf(service.spec, "gateways")?.value;
    const leads = [...service.http, ...service.tls, ...service.tcp].some((route) =>
      targetsOf(route).some((target) => gatewayBehind(view, destinationHost(view, service, target)) !== undefined),
    );
    const edit =
      list?.kind === "sequence" && leads && !isInMesh(service)
        ? insertItem(service.document, list, MESH_GATEWAY)
        : undefined;
    if (edit === undefined) return;
    yield {
      title: { en: "Bind the VirtualService to mesh as well", ko: "VirtualService를 mesh에도 연결" },
      changes: [{ document: service.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** The host outside the mesh that the VirtualService is for and routes on at an egress gateway. */
function leavesBy(view: WorkspaceView, service: VirtualService, name: string): string | undefined {
  const isEgress = gatewaysNamed(view, name).some((gateway) => {
    const labels = gatewayWorkload(view, gateway)?.labels ?? {};
    return labels.istio !== "ingressgateway" && gateway.servers.length > 0;
  });
  if (!isEgress) return undefined;
  const hosts = service.hosts.map((host) => qualifyHost(host.value, service.namespace, view.clusterDomain));
  const targets = routesAt(service, qualifyGateway(name, service.namespace)).flatMap(targetsOf);
  return targets
    .map((target) => destinationHost(view, service, target))
    .find((host) => hosts.includes(host) && servicesDeclaring(view, host).some((declared) => declared.isExternal));
}

/** Whether some VirtualService for the host leads the sidecars to a gateway. */
function isLedTo(view: WorkspaceView, host: string): boolean {
  return coveringHosts(host)
    .flatMap((pattern) => view.forHost("VirtualService", pattern))
    .some((service) => service.uncertain || gatewayHops(view, service).length > 0 || leadsToUnseen(view, service));
}

/** Whether the sidecars are led to a Service that no file shows: it may well be a gateway's, and unknown-host says that it is not known. */
function leadsToUnseen(view: WorkspaceView, service: VirtualService): boolean {
  if (!isInMesh(service)) return false;
  return routesAt(service, MESH_GATEWAY)
    .flatMap(targetsOf)
    .map((target) => destinationHost(view, service, target))
    .some((host) => isServiceName(view, host) && servicesDeclaring(view, host).length === 0);
}

/** Whether a host is a Service's name, be it in a cluster whose domain the settings do not give. */
function isServiceName(view: WorkspaceView, host: string): boolean {
  return isInCluster(view, host) || /^[^.]+\.[^.]+\.svc\./.test(host);
}
