// A field or value that came with a younger Istio than the one the settings name. A release that is not out yet cannot be installed by
// mistake, so a field of it is only worth a note.
import { shapeProblems } from "../model/shape";
import { compareReleases, ISTIO_KINDS } from "../schema/structure";
import { NEWEST_ISTIO } from "../schema/releases";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "newer-than-istio",
  severity: "warning",
  judgesPatches: true,
  certainty: "local",
  seeAlso: [],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Newer than your Istio",
      what: "{field} exists since Istio {since}; the settings say {version}.",
      why: "An older Istio does not know it: Kubernetes refuses it or drops it silently.",
      next: "Upgrade Istio, set istioEgress.istioVersion, or do without it.",
    },
    ko: {
      title: "사용 중인 Istio보다 새로운 항목",
      what: "{field} 항목은 Istio {since} 버전부터 있습니다. 설정된 버전은 {version}입니다.",
      why: "이전 Istio는 이 항목을 모르므로 Kubernetes가 거부하거나 조용히 버립니다.",
      next: "Istio를 업그레이드하거나 istioEgress.istioVersion 설정을 고치거나, 이 항목 없이 구성합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      backendUtilization:
      #<^^^^^^^^^^^^^^^^ information newer-than-istio
        errorUtilizationPenaltyPercent: 10
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  hosts: ["*.example.com"]
  resolution: DYNAMIC_DNS
`,
    ],
  },
  *check(cx, resource) {
    const version = cx.view.settings.istioVersion;
    for (const { code, span, args } of shapeProblems(resource)) {
      const { since } = args;
      if (code !== "newer-than-istio" || typeof since !== "string" || compareReleases(since, version) <= 0) continue;
      const unreleased = compareReleases(since, NEWEST_ISTIO) > 0;
      yield { at: span, args: { ...args, version }, ...(unreleased ? { severity: "information" as const } : {}) };
    }
  },
});
