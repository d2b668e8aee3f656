// `location: MESH_INTERNAL` is for workloads of the mesh that Kubernetes does not list, such as virtual machines: they come with addresses or a
// selector. A public host that is looked up in DNS lies outside.
// https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location
import type { ServiceEntry } from "../model/service-entry";
import { isPublicName } from "../workspace/names";
import { hasLabels } from "../workspace/visibility";
import { defineRule } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "external-host-declared-internal",
  severity: "information",
  certainty: "local",
  subjects: ["ServiceEntry"],
  seeAlso: [],
  text: {
    en: {
      title: "External host declared as part of the mesh",
      what: "{host} is a public host, but the ServiceEntry says MESH_INTERNAL.",
      why: "Requests go out just the same, but Istio takes the host for a part of the mesh: metrics count its traffic as internal, and automatic mutual TLS is no longer ruled out.",
      next: "Set location to MESH_EXTERNAL.",
    },
    ko: {
      title: "메시 내부로 선언한 외부 호스트",
      what: "{host} 호스트는 공개 호스트인데 ServiceEntry의 location이 MESH_INTERNAL입니다.",
      why: "요청은 똑같이 나가지만 Istio가 이 호스트를 메시의 일부로 취급하므로 트래픽이 내부 트래픽으로 집계되고, 자동 상호 TLS의 대상이 될 수 있습니다.",
      next: "location을 MESH_EXTERNAL로 지정합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  location: MESH_INTERNAL
  #         ^^^^^^^^^^^^^ information external-host-declared-internal
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  hosts:
  - billing.example.com
  location: MESH_INTERNAL
  resolution: STATIC
  workloadSelector:
    labels:
      app: billing
`,
    ],
  },
  *check(_cx, entry) {
    const { location } = entry;
    if (entry.uncertain || location?.value !== "MESH_INTERNAL" || hasWorkloads(entry)) return;
    const host = entry.hosts.find(({ value }) => isPublicName(value.toLowerCase()));
    if (host !== undefined) yield { at: location.span, args: { host: host.value } };
  },
  *repair(_cx, entry, finding) {
    yield* replaceScalarAt(entry, finding.at.start, "MESH_EXTERNAL", {
      title: { en: "Set location to MESH_EXTERNAL", ko: "location을 MESH_EXTERNAL로 변경" },
      preferred: true,
      safe: true,
    });
  },
});

/** Whether the ServiceEntry names what is behind its hosts, which may then well be workloads of the mesh. */
function hasWorkloads(entry: ServiceEntry): boolean {
  return entry.endpoints.length > 0 || hasLabels(entry.workloadSelector) || entry.resolution?.value === "STATIC";
}
