// exportTo hides a ServiceEntry or VirtualService from the namespace of the gateway that needs it. Which namespace that is, the way on which the
// sidecars are led to the gateway tells, or a Service among the files; Istio's default place alone accuses nobody.
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
import type { ServiceEntry } from "../model/service-entry";
import { headSpan, type ResourceBase } from "../model/resource";
import { routesOf, type VirtualService } from "../model/virtual-service";
import { insertItem } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { provenGatewayOf } from "../traffic/gateway-place";
import { boundGateways, destinationHost, gatewaysNamed, placesOf, routesAt } from "../traffic/legs";
import { resolveCovering } from "../traffic/registry";
import { isWildcard, MESH_GATEWAY } from "../workspace/names";
import { isExportedTo } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "not-exported-to-gateway",
  severity: "warning",
  certainty: "seen",
  subjects: ["ServiceEntry", "VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Hidden from the gateway",
      what: "exportTo hides this ServiceEntry from {namespace}, where the gateway that routes to {name} runs.",
      why: "The gateway does not know the host: requests that arrive there get 503.",
      next: "Add {namespace} to exportTo.",
    },
    ko: {
      title: "gateway에 공개되지 않은 리소스",
      what: "exportTo 때문에 이 ServiceEntry가 {namespace} 네임스페이스에 보이지 않는데, {name} 호스트로 보내는 gateway가 그곳에서 실행됩니다.",
      why: "gateway가 이 호스트를 모르므로 그곳에 도착한 요청은 503을 받습니다.",
      next: "exportTo에 {namespace} 네임스페이스를 추가합니다.",
    },
  },
  variants: {
    routes: {
      en: {
        what: "exportTo hides this VirtualService from {namespace}, where the pods of its Gateway {name} run.",
        why: "The gateway gets none of its routes: requests that arrive there get 404.",
      },
      ko: {
        what: "exportTo 때문에 이 VirtualService가 {namespace} 네임스페이스에 보이지 않는데, {name} Gateway의 파드가 그곳에서 실행됩니다.",
        why: "gateway가 이 경로를 하나도 받지 못하므로 그곳에 도착한 요청은 404를 받습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  exportTo: ["."]
  #          ^^^ warning not-exported-to-gateway
`,
      `kind: VirtualService
spec:
  exportTo: ["."]
  #          ^^^ warning not-exported-to-gateway
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  exportTo: [".", istio-system]
---
kind: VirtualService
spec:
  exportTo: [".", istio-system]
`,
    ],
  },
  *check({ view }, resource) {
    const [entry] = resource.exportTo;
    if (resource.uncertain || entry === undefined || resource.exportTo.some(({ value }) => value === "~")) return;
    const user = resource.type === "ServiceEntry" ? gatewayRoutingTo(view, resource) : ownGateway(view, resource);
    if (user === undefined) return;
    const { name, namespace, related } = user;
    yield {
      at: entry.span,
      args: { name, namespace },
      data: { namespace },
      ...(resource.type === "ServiceEntry" ? {} : { variant: "routes" }),
      related: [
        {
          place: { document: related.document, span: headSpan(related) },
          text:
            related.type === "Gateway"
              ? { en: "The Gateway is here.", ko: "Gateway는 여기 있습니다." }
              : { en: "The routes to it are here.", ko: "이 호스트로 가는 경로가 여기 있습니다." },
        },
      ],
    };
  },
  *repair(_cx, resource, finding) {
    const list = entryOf(resource.spec, "exportTo")?.value;
    const edit =
      list?.kind === "sequence" ? insertItem(resource.document, list, String(finding.data?.namespace)) : undefined;
    if (edit === undefined) return;
    yield {
      title: { en: "Export it to {namespace} as well", ko: "{namespace} 네임스페이스에도 공개" },
      args: { namespace: String(finding.data?.namespace) },
      changes: [{ document: resource.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** A gateway that does not see a resource though it needs it. */
interface Hidden {
  /** What the finding names: the host, or the Gateway. */
  readonly name: string;
  /** Where the gateway's pods run. */
  readonly namespace: string;
  readonly related: ResourceBase & { readonly type: string };
}

/** A gateway whose routes lead to a host of the ServiceEntry, while neither it nor another declaration of the host is visible there. */
function gatewayRoutingTo(view: WorkspaceView, entry: ServiceEntry): Hidden | undefined {
  for (const { value } of entry.hosts) {
    const host = value.toLowerCase();
    if (isWildcard(host)) continue;
    for (const service of view.routingTo(host)) {
      const namespace = gatewayNamespaces(view, service, host).find(
        (candidate) =>
          !isSeenFrom(entry, candidate) && resolveCovering(view, { namespace: candidate }, host).length === 0,
      );
      if (namespace !== undefined) return { name: value, namespace, related: service };
    }
  }
  return undefined;
}

/** Where the gateways run at which a VirtualService leads requests to a host. */
function gatewayNamespaces(view: WorkspaceView, service: VirtualService, host: string): readonly string[] {
  const leading = routesOf(service).filter((route) =>
    route.destinations.some(
      ({ destination }) => destination !== undefined && destinationHost(view, service, destination) === host,
    ),
  );
  const places = leading.flatMap((route) => placesOf(service, route)).filter((place) => place !== MESH_GATEWAY);
  return [...new Set(places)]
    .flatMap((place) => gatewaysNamed(view, place))
    .flatMap((gateway) => provenGatewayOf(view, service, gateway)?.namespace ?? []);
}

/** A Gateway that the VirtualService is bound to, with routes for it, whose pods run where the VirtualService is not visible. */
function ownGateway(view: WorkspaceView, service: VirtualService): Hidden | undefined {
  for (const { name } of boundGateways(service)) {
    if (name === MESH_GATEWAY || routesAt(service, name).length === 0) continue;
    for (const gateway of gatewaysNamed(view, name)) {
      const namespace = provenGatewayOf(view, service, gateway)?.namespace;
      if (namespace !== undefined && !isSeenFrom(service, namespace)) return { name, namespace, related: gateway };
    }
  }
  return undefined;
}

function isSeenFrom(resource: ServiceEntry | VirtualService, namespace: string): boolean {
  return isExportedTo(
    resource.exportTo.map(({ value }) => value),
    resource.namespace,
    namespace,
  );
}
