// With `resolution: NONE` a sidecar connects to the address that the client asked for. A gateway has no such address: istiod gives it a cluster
// without endpoints, and every request gets 503. A host that a gateway routes to has to be looked up.
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
import type { Span } from "../base/span";
import { fullName } from "../model/resource";
import type { ServiceEntry } from "../model/service-entry";
import type { Destination, VirtualService } from "../model/virtual-service";
import { destinationHost, placesOf, targetsOf } from "../traffic/legs";
import { behaves } from "../traffic/versions";
import { isWildcard, MESH_GATEWAY } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { routesOf } from "../model/virtual-service";
import { replaceScalar, setEntry } from "../syntax/edit";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-leg-needs-resolution",
  severity: "error",
  certainty: "seen",
  subjects: ["ServiceEntry"],
  seeAlso: [],
  text: {
    en: {
      title: "Host behind a gateway that is not looked up",
      what: "{service} routes to {host} at a gateway, but the ServiceEntry's resolution is NONE.",
      why: "With NONE a sidecar connects to the address the client asked for. A gateway knows no such address, so its cluster has nowhere to connect to: every request gets 503.",
      next: "Set resolution to DNS.",
    },
    ko: {
      title: "gateway가 주소를 찾지 않는 호스트",
      what: "{service} VirtualService는 gateway에서 {host} 호스트로 보내는데, 이 ServiceEntry의 resolution은 NONE입니다.",
      why: "NONE이면 사이드카는 클라이언트가 요청한 주소로 그대로 연결합니다. gateway는 그 주소를 알지 못해 클러스터에 연결할 곳이 없으므로 모든 요청이 503을 받습니다.",
      next: "resolution을 DNS로 지정합니다.",
    },
  },
  variants: {
    omitted: {
      en: {
        what: "{service} routes to {host} at a gateway, but the ServiceEntry has no resolution, which means NONE.",
        next: "Add resolution: DNS.",
      },
      ko: {
        what: "{service} VirtualService는 gateway에서 {host} 호스트로 보내는데, 이 ServiceEntry에는 resolution이 없습니다. 없으면 NONE입니다.",
        next: "resolution: DNS 설정을 추가합니다.",
      },
    },
    wildcard: {
      en: {
        what: "{service} routes to {host} at a gateway, but a wildcard with resolution NONE has no address there.",
        next: "Lead the route to one concrete host with a ServiceEntry of its own, or use resolution DYNAMIC_DNS (Istio 1.28 and later; ports with HTTP, HTTP2, GRPC or TLS).",
      },
      ko: {
        what: "{service} VirtualService는 gateway에서 {host} 값으로 보내는데, resolution이 NONE인 와일드카드에는 그곳에서 쓸 주소가 없습니다.",
        next: "별도의 ServiceEntry가 있는 구체적인 호스트 하나로 보내거나, resolution DYNAMIC_DNS를 씁니다(Istio 1.28 이상, HTTP, HTTP2, GRPC, TLS 포트).",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  resolution: NONE
  #           ^^^^ error gateway-leg-needs-resolution
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  resolution: NONE
---
kind: VirtualService
spec:
  gateways: <none>
  http:
  - timeout: 5s
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`,
    ],
  },
  *check(cx, entry) {
    if (entry.uncertain || (entry.resolution?.value ?? "NONE") !== "NONE") return;
    for (const host of entry.hosts) {
      const leg = gatewayLeg(cx.view, entry, host.value.toLowerCase());
      if (leg === undefined) continue;
      yield {
        at: entry.resolution?.span ?? host.span,
        args: { host: host.value, service: fullName(leg.service) },
        ...(isWildcard(host.value)
          ? { variant: "wildcard" }
          : entry.resolution === undefined
            ? { variant: "omitted" }
            : {}),
        related: [
          {
            place: { document: leg.service.document, span: leg.at },
            text: { en: "The route is here.", ko: "경로가 여기 있습니다." },
          },
        ],
      };
      return;
    }
  },
  *repair(cx, entry) {
    const { document, spec } = entry;
    const isDynamic = entry.hosts.some(({ value }) => isWildcard(value));
    if (spec === undefined || entry.addresses.some(({ value }) => value.includes("/"))) return;
    if (isDynamic && !canBeDynamic(entry, cx.view.settings.istioVersion)) return;
    const resolution = isDynamic ? "DYNAMIC_DNS" : "DNS";
    const scalar = entry.resolution === undefined ? undefined : scalarAt(document.root, entry.resolution.span.start);
    yield {
      title: { en: "Set resolution to {resolution}", ko: "resolution을 {resolution} 값으로 지정" },
      args: { resolution },
      changes: [
        {
          document,
          edits: [
            scalar === undefined
              ? setEntry(document, spec, "resolution", resolution)
              : replaceScalar(scalar, resolution),
          ],
        },
      ],
      preferred: true,
      safe: true,
    };
  },
});

/** A route to a host that holds at a gateway. */
function gatewayLeg(
  view: WorkspaceView,
  entry: ServiceEntry,
  host: string,
): { readonly service: VirtualService; readonly at: Span } | undefined {
  for (const service of view.routingTo(host)) {
    if (service.uncertain || !mayMeet(entry, service)) continue;
    for (const route of routesOf(service)) {
      if (!placesOf(service, route).some((place) => place !== MESH_GATEWAY)) continue;
      const target = targetsOf(route).find((destination) => destinationHost(view, service, destination) === host);
      if (target !== undefined) return { service, at: spanOf(target) };
    }
  }
  return undefined;
}

function spanOf(destination: Destination): Span {
  return destination.host?.span ?? destination.span;
}

/** Whether DYNAMIC_DNS takes the ServiceEntry as it is: all hosts wildcards, no addresses, and ports that carry a name. */
function canBeDynamic(entry: ServiceEntry, release: string): boolean {
  return (
    behaves(release, "dynamic-dns") &&
    entry.hosts.every(({ value }) => isWildcard(value)) &&
    entry.addresses.length === 0 &&
    entry.ports.every(({ protocol }) => ["HTTP", "HTTP2", "GRPC", "TLS"].includes(protocol?.value.toUpperCase() ?? ""))
  );
}
