// Failover between localities follows the health that outlier detection finds out; without it, a failing endpoint counts as healthy.
// https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, setField } from "./repairs";

export const rule = defineRule({
  code: "failover-without-outlier-detection",
  severity: "warning",
  certainty: "local",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0133"],
  text: {
    en: {
      title: "Failover without outlier detection",
      what: "{field} is set, but this policy has no outlierDetection.",
      why: "The proxy finds out by outlier detection that endpoints fail. Without it localityLbSetting does not fail over, and zoneAwareLbSetting keeps sending to failing endpoints. Istio's webhook warns about it.",
      next: "Add outlierDetection beside the load balancer.",
    },
    ko: {
      title: "outlier detection이 없는 failover",
      what: "{field} 필드를 지정했지만 이 정책에 outlierDetection이 없습니다.",
      why: "프록시는 outlier detection으로 엔드포인트의 실패를 알아챕니다. 없으면 localityLbSetting의 failover는 일어나지 않고, zoneAwareLbSetting은 실패하는 엔드포인트에도 계속 보냅니다. Istio의 웹훅이 경고합니다.",
      next: "loadBalancer와 나란히 outlierDetection을 추가합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      localityLbSetting:
        failover:
        #<^^^^^^ warning failover-without-outlier-detection
        - from: us-east
          to: eu-west
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      localityLbSetting:
        failover:
        - from: us-east
          to: eu-west
    outlierDetection:
      consecutive5xxErrors: 5
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const setting of messagesOf(resource, "LocalityLoadBalancerSetting", "ZoneAwareLoadBalancerSetting")) {
      const policy = setting.parent?.parent;
      if (policy === undefined || isSet(policy.node, "outlierDetection")) continue;
      // Istio does not come to this question when it refuses the settings for having both.
      if (isSet(setting.node, "distribute") && isSet(setting.node, "failover")) continue;
      const field = ["failover", "failoverPriority"].find((name) => isSet(setting.node, name));
      const entry = field === undefined ? undefined : entryOf(setting.node, field);
      if (field === undefined || entry === undefined) continue;
      yield { at: entry.key.span, args: { field }, data: about(policy, "outlierDetection") };
    }
  },
  *repair(_cx, resource, finding) {
    // Envoy's own defaults, written out for the reader, save the last: with its default of 10 a host with fewer than ten endpoints never loses one.
    const defaults = { consecutive5xxErrors: 5, interval: "10s", baseEjectionTime: "30s", maxEjectionPercent: 100 };
    yield* setField(resource, ownerOf(resource, finding), "outlierDetection", defaults, {
      title: {
        en: "Add outlierDetection: endpoints that keep failing are left out for a while",
        ko: "outlierDetection 추가: 계속 실패하는 엔드포인트를 잠시 제외",
      },
      after: "loadBalancer",
      preferred: true,
    });
  },
});
