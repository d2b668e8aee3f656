// istiod merges the DestinationRules of one host in one namespace: their subsets are put together, but only the oldest traffic policy counts,
// and of subsets with one name only the first. Rules for other workloads or other namespaces stay apart.
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
import type { Span } from "../base/span";
import type { DestinationRule } from "../model/destination-rule";
import { fullName } from "../model/resource";
import { joinedRules } from "../traffic/destination-policy";
import { qualifyHost } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "duplicate-destination-rule",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: ["KIA0201"],
  text: {
    en: {
      title: "DestinationRules of which only one counts",
      what: "{other} has a traffic policy for {host} as well.",
      why: "Istio merges the two, and only the traffic policy of the older one takes effect. TLS settings of the other are lost.",
      next: "Merge them into one DestinationRule, or move what differs into subsets with names of their own.",
    },
    ko: {
      title: "하나만 적용되는 DestinationRule",
      what: "{other} DestinationRule에도 {host} 호스트의 trafficPolicy가 있습니다.",
      why: "Istio는 둘을 합치면서 먼저 만든 것의 trafficPolicy만 적용합니다. 나머지의 TLS 설정은 사라집니다.",
      next: "DestinationRule 하나로 합치거나, 다른 부분을 이름이 다른 subset으로 옮깁니다.",
    },
  },
  variants: {
    subset: {
      en: {
        what: "{other} declares the subset {subset} of {host} as well.",
        why: "Istio keeps the subset of the older DestinationRule and drops this or the other one, TLS settings included.",
        next: "Give the subsets different names, or merge the two.",
      },
      ko: {
        what: "{other} DestinationRule에도 {host} 호스트의 {subset} subset이 있습니다.",
        why: "Istio는 먼저 만든 DestinationRule의 subset만 남기고 다른 하나는 TLS 설정까지 버립니다.",
        next: "subset 이름을 다르게 하거나 하나로 합칩니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
  #<^^^^^^^^^^^ warning duplicate-destination-rule
    tls:
      mode: SIMPLE
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance-pool
  namespace: default
spec:
  host: finance.yahoo.com
  trafficPolicy:
  #<^^^^^^^^^^^ warning duplicate-destination-rule
    connectionPool: { tcp: { maxConnections: 10 } }
`,
    ],
    good: [
      `#- base: istio-mutual
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: news-to-egress
  namespace: default
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  trafficPolicy:
    loadBalancer: { simple: ROUND_ROBIN }
  subsets:
  - name: news
`,
    ],
  },
  *check(cx, own) {
    if (own.uncertain || own.host === undefined) return;
    for (const other of merged(cx.view, own)) {
      const policy = own.trafficPolicy;
      if (policy !== undefined && other.trafficPolicy !== undefined) {
        if (textOf(own, policy.span) !== textOf(other, other.trafficPolicy.span))
          yield found(own, policy.keySpan, other, other.trafficPolicy.keySpan);
      }
      for (const subset of own.subsets) {
        const twin = other.subsets.find((candidate) => candidate.name?.value === subset.name?.value);
        if (subset.name === undefined || twin?.name === undefined) continue;
        if (textOf(own, subset.span) === textOf(other, twin.span)) continue;
        yield {
          ...found(own, subset.name.span, other, twin.name.span, { subset: subset.name.value }),
          variant: "subset",
        };
      }
    }
  },
});

/** The DestinationRules that istiod merges with this one and that say something it says too. */
function merged(view: WorkspaceView, own: DestinationRule): readonly DestinationRule[] {
  const host = qualifyHost(own.host?.value ?? "", own.namespace, view.clusterDomain);
  const byTopic = view.get(rulesByTopic, host);
  const twins = [...byTopic.values()].filter((rules) => rules.includes(own)).flat();
  return [...new Set(twins)].filter((other) => other !== own && !other.uncertain && mayMeet(own, other));
}

/**
 * The rules for a host by what they say, wherever several that count as one say the same: a gateway's Service has hundreds, and most have nothing in
 * common.
 */
const rulesByTopic = defineFact(
  "DestinationRules by what they say",
  (view: WorkspaceView, host: string) => {
    const found = new Map<string, DestinationRule[]>();
    for (const [group, joined] of joinedRules(view, host).entries()) {
      for (const rule of joined) {
        for (const topic of topicsOf(rule)) {
          const rules = found.get(`${group} ${topic}`);
          if (rules === undefined) found.set(`${group} ${topic}`, [rule]);
          else rules.push(rule);
        }
      }
    }
    return new Map([...found].filter(([, rules]) => rules.length > 1));
  },
  { equals: sameData },
);

/** A rule's traffic policy and subsets. */
function topicsOf(rule: DestinationRule): readonly string[] {
  const subsets = rule.subsets.flatMap(({ name }) => (name === undefined ? [] : [`subset ${name.value}`]));
  return rule.trafficPolicy === undefined ? subsets : ["policy", ...subsets];
}

/** What stands in a span, spacing aside: equal texts take nothing from each other. */
function textOf(rule: DestinationRule, span: Span): string {
  return rule.document.text.slice(span.start, span.end).replace(/\s+/g, " ").trim();
}

function found(
  own: DestinationRule,
  at: Span,
  other: DestinationRule,
  otherAt: Span,
  more: Readonly<Record<string, string>> = {},
): Finding {
  return {
    at,
    args: { host: own.host?.value ?? "", other: fullName(other), ...more },
    related: [
      {
        place: { document: other.document, span: otherAt },
        text: { en: "{other} says it here.", ko: "{other} DestinationRule의 설정이 여기 있습니다." },
        args: { other: fullName(other) },
      },
    ],
  };
}
