// With `resolution: NONE` a sidecar connects to the address that the client asked for. A gateway has no such address: istiod gives it a cluster
// without endpoints, and every request gets 503. A host that a gateway routes to has to be looked up. DYNAMIC_DNS is no way out: istiod puts the
// filters that look the name up into sidecars and waypoints only (core/networkfilter.go:247, listener_builder.go:528).
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
import { fullName } from "../model/resource";
import type { ServiceEntry } from "../model/service-entry";
import type { Destination, VirtualService } from "../model/virtual-service";
import { destinationHost, placesOf, targetsOf } from "../traffic/legs";
import { covers, isWildcard, MESH_GATEWAY } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { routesOf } from "../model/virtual-service";
import { setEntry } from "../syntax/edit";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding, type Repair } from "./define";
import { replaceScalarAt } from "./repairs";

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
        next: "Lead the route to one concrete host with a ServiceEntry of its own. DYNAMIC_DNS does not help: Istio supports it in sidecars and waypoints, not at gateways.",
      },
      ko: {
        what: "{service} VirtualService는 gateway에서 {host} 값으로 보내는데, resolution이 NONE인 와일드카드에는 그곳에서 쓸 주소가 없습니다.",
        next: "별도의 ServiceEntry가 있는 구체적인 호스트 하나로 보냅니다. DYNAMIC_DNS는 해결책이 아닙니다. Istio는 이를 사이드카와 waypoint에서 지원하고 gateway에서는 지원하지 않습니다.",
      },
    },
    dynamic: {
      en: {
        what: "{service} routes to {host} at a gateway, and Istio supports resolution DYNAMIC_DNS in sidecars and waypoints only.",
        why: "istiod gives the gateway the cluster, but not the filter that looks up the name of each request: whether the gateway finds an address depends on its Envoy.",
        next: "Lead the route to one concrete host with a ServiceEntry of its own, or let the sidecars send these requests themselves.",
      },
      ko: {
        what: "{service} VirtualService는 gateway에서 {host} 값으로 보내는데, Istio는 resolution DYNAMIC_DNS를 사이드카와 waypoint에서만 지원합니다.",
        why: "istiod는 gateway에 클러스터를 주지만 요청마다 이름을 조회하는 필터는 주지 않습니다. gateway가 주소를 찾을지는 Envoy 버전에 달려 있습니다.",
        next: "별도의 ServiceEntry가 있는 구체적인 호스트 하나로 보내거나, 사이드카가 이 요청을 직접 보내게 합니다.",
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
    const resolution = entry.resolution?.value ?? "NONE";
    if (entry.uncertain || (resolution !== "NONE" && resolution !== "DYNAMIC_DNS")) return;
    for (const host of entry.hosts) {
      const leg = gatewayLeg(cx.view, entry, host.value.toLowerCase());
      if (leg === undefined) continue;
      yield {
        at: entry.resolution?.span ?? host.span,
        args: { host: host.value, service: fullName(leg.service) },
        data: { host: host.value },
        ...formOf(resolution, isWildcard(host.value), entry.resolution === undefined),
        related: [
          {
            place: { document: leg.service.document, span: leg.destination.host?.span ?? leg.destination.span },
            text: { en: "The route is here.", ko: "경로가 여기 있습니다." },
          },
        ],
      };
      return;
    }
  },
  *repair({ view }, entry, finding) {
    const { document, spec } = entry;
    const host = String(finding.data?.host).toLowerCase();
    if (isWildcard(host)) yield* leadToOne(view, entry, host);
    const canBeLookedUp = !entry.hosts.some(({ value }) => isWildcard(value));
    if (spec === undefined || !canBeLookedUp || entry.addresses.some(({ value }) => value.includes("/"))) return;
    yield {
      title: { en: "Set resolution to DNS", ko: "resolution을 DNS 값으로 지정" },
      changes: [{ document, edits: [setEntry(document, spec, "resolution", "DNS")] }],
      preferred: true,
      safe: true,
    };
  },
});

/** Leads the route to the one host below the wildcard that the files declare with addresses, when there is just one. */
function* leadToOne(view: WorkspaceView, entry: ServiceEntry, pattern: string): Iterable<Repair> {
  const leg = gatewayLeg(view, entry, pattern);
  const { destination, service } = leg ?? {};
  const port = destination?.port?.value;
  if (service === undefined || destination?.host === undefined) return;
  const declared = view
    .all("ServiceEntry")
    .filter((other) => !other.uncertain && mayMeet(entry, other) && (other.resolution?.value ?? "NONE") !== "NONE")
    .filter((other) => port === undefined || other.ports.some(({ number }) => number?.value === port))
    .flatMap((other) => other.hosts.map(({ value }) => value))
    .filter((value) => !isWildcard(value) && covers(pattern, value.toLowerCase()));
  const [only] = declared;
  if (only === undefined || declared.length > 1) return;
  yield* replaceScalarAt(service, destination.host.span.start, only, {
    title: { en: "Lead the route to {value}", ko: "경로를 {value} 호스트로 보내기" },
    preferred: true,
    safe: true,
  });
}

function formOf(resolution: string, isAnyName: boolean, isOmitted: boolean): Pick<Finding, "variant" | "severity"> {
  if (resolution === "DYNAMIC_DNS") return { variant: "dynamic", severity: "information" };
  if (isAnyName) return { variant: "wildcard" };
  return isOmitted ? { variant: "omitted" } : {};
}

interface GatewayLeg {
  readonly service: VirtualService;
  readonly destination: Destination;
}

/** A route to a host that holds at a gateway. */
function gatewayLeg(view: WorkspaceView, entry: ServiceEntry, host: string): GatewayLeg | undefined {
  for (const service of view.routingTo(host)) {
    if (service.uncertain || !mayMeet(entry, service)) continue;
    for (const route of routesOf(service)) {
      if (!placesOf(service, route).some((place) => place !== MESH_GATEWAY)) continue;
      const target = targetsOf(route).find((destination) => destinationHost(view, service, destination) === host);
      if (target !== undefined) return { service, destination: target };
    }
  }
  return undefined;
}
