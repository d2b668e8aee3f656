// In the sidecars one VirtualService answers for a host. Several for the same host are merged at gateways, but never in the mesh: all but one
// are ignored there. VirtualServices that no namespace sees together, or that lie in folders side by side, do not meet, nor do lists of different
// kinds (traffic/route-rivals.ts).
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
import { headSpan, fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import { isInMesh } from "../traffic/legs";
import { meshFacts } from "../traffic/mesh";
import { areMeshRivals } from "../traffic/route-rivals";
import { coveringHosts, hostsOverlap, isWildcard, MESH_GATEWAY, qualifyHost } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { type Exported, isSeenTogether } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "duplicate-virtual-service-host",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0109", "KIA1106"],
  text: {
    en: {
      title: "Host with several VirtualServices in the mesh",
      what: "{others} has routes for {host} in the sidecars as well.",
      why: "Sidecars follow only one VirtualService for a host, usually the oldest, and ignore the routes of the others.",
      next: "Merge the routes into one VirtualService, or limit exportTo so that no namespace sees both.",
    },
    ko: {
      title: "메시에서 VirtualService가 여러 개인 호스트",
      what: "{others} VirtualService에도 사이드카에서 쓰는 {host} 호스트의 경로가 있습니다.",
      why: "사이드카는 한 호스트에 VirtualService 하나만, 보통 가장 먼저 만든 것만 적용하고 나머지의 경로는 무시합니다.",
      next: "경로를 한 VirtualService로 합치거나, 두 리소스를 함께 보는 네임스페이스가 없도록 exportTo를 좁힙니다.",
    },
  },
  variants: {
    nested: {
      en: {
        what: "{others}, seen by all namespaces, has a host that overlaps with {host}, and only one of the two is exported everywhere.",
        why: "The more specific host wins, so the same request takes other routes in a namespace that sees both than in one that does not.",
        next: "Nothing, if that is meant. Otherwise give both the same exportTo.",
      },
      ko: {
        what: "모든 네임스페이스에 공개된 {others} VirtualService의 호스트가 {host} 호스트와 겹치는데, 둘 중 하나만 모든 곳에 공개되어 있습니다.",
        why: "더 구체적인 호스트가 우선하므로, 둘을 모두 보는 네임스페이스와 그렇지 않은 네임스페이스에서 같은 요청이 다른 경로를 탑니다.",
        next: "의도한 것이면 그대로 둡니다. 아니면 두 리소스의 exportTo를 같게 맞춥니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  hosts:
  - finance.yahoo.com
  # ^^^^^^^^^^^^^^^^^ warning duplicate-virtual-service-host
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance-timeout
  namespace: default
spec:
  hosts:
  - finance.yahoo.com
  # ^^^^^^^^^^^^^^^^^ warning duplicate-virtual-service-host
  http:
  - timeout: 3s
    route: [{ destination: { host: finance.yahoo.com } }]
`,
    ],
    good: [
      `#- /shop/mesh.yaml
kind: VirtualService
metadata:
  name: finance-mesh
spec:
  gateways: <none>
  http:
  - route: [{ destination: { host: finance.yahoo.com } }]
#- /shop/gateway.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance-gateway
  namespace: default
spec:
  hosts: [finance.yahoo.com]
  gateways: [finance-yahoo-com-egress]
  http:
  - route: [{ destination: { host: finance.yahoo.com } }]
#- /bank/mesh.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
  namespace: default
spec:
  hosts: [finance.yahoo.com]
  http:
  - route: [{ destination: { host: finance.yahoo.com } }]
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain || !isInMesh(service)) return;
    for (const host of service.hosts) {
      const name = qualifyHost(host.value, service.namespace, cx.view.clusterDomain);
      const twins = rivals(cx.view, service, cx.view.forHost("VirtualService", name));
      if (twins.length > 0) yield found(host.span, host.value, twins);
      const nested = overlapping(cx.view, service, name).filter((other) => !twins.includes(other));
      if (nested.length > 0)
        yield { ...found(host.span, host.value, nested), variant: "nested", severity: "information" };
    }
  },
});

function found(at: Finding["at"], host: string, others: readonly VirtualService[]): Finding {
  return {
    at,
    args: { host, others: others.map(fullName).join(", ") },
    related: others.map((other) => ({
      place: { document: other.document, span: headSpan(other) },
      text: { en: "{other} is here.", ko: "{other} VirtualService가 여기 있습니다." },
      args: { other: fullName(other) },
    })),
  };
}

/** Of some VirtualServices, those whose routes meet this one's in a sidecar. */
function rivals(
  view: WorkspaceView,
  service: VirtualService,
  candidates: readonly VirtualService[],
): readonly VirtualService[] {
  return candidates.filter(
    (other) =>
      !other.uncertain &&
      isInMesh(other) &&
      mayMeet(service, other) &&
      areMeshRivals(service, other) &&
      isSeenTogether(exported(view, service), exported(view, other)),
  );
}

/** VirtualServices of other namespaces with a wider or narrower host, where just one of the two is exported to all. */
function overlapping(view: WorkspaceView, service: VirtualService, name: string): readonly VirtualService[] {
  const isPublic = exported(view, service).exportTo.includes("*");
  const candidates = isWildcard(name)
    ? view.boundTo(MESH_GATEWAY)
    : coveringHosts(name).flatMap((pattern) => (pattern === name ? [] : view.forHost("VirtualService", pattern)));
  return rivals(view, service, candidates).filter(
    (other) =>
      other.namespace !== service.namespace &&
      exported(view, other).exportTo.includes("*") !== isPublic &&
      other.hosts.some((host) => {
        const otherName = qualifyHost(host.value, other.namespace, view.clusterDomain);
        return otherName !== name && hostsOverlap(otherName, name);
      }),
  );
}

function exported(view: WorkspaceView, service: VirtualService): Exported {
  const { namespace, exportTo } = service;
  return exportTo.length === 0
    ? { namespace, exportTo: meshFacts(view).virtualServiceExportTo }
    : { namespace, exportTo: exportTo.map((entry) => entry.value) };
}
