// Locality settings of a load balancer: shares that add up to 100, localities that do not overlap, failover between two different regions.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
import { type Field, isSet, knownNumber, knownText, knownTexts } from "../model/field";
import { type LocalityProblem, localityProblem, localityParts } from "../model/locality";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted, replaceNoted } from "./repairs";

/** Labels of a node's place; failover between regions already follows them. */
const TOPOLOGY_LABELS = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];

export const rule = defineRule({
  code: "invalid-locality",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Locality settings Istio refuses",
      what: 'The locality "{locality}" lies inside another one listed before it.',
      why: REJECTED.en,
      next: "Remove one of the two, or make them name different places.",
    },
    ko: {
      title: "Istio가 거부하는 locality 설정",
      what: '"{locality}" locality가 앞에 적힌 다른 locality와 겹칩니다.',
      why: REJECTED.ko,
      next: "둘 가운데 하나를 제거하거나 서로 다른 위치를 적습니다.",
    },
  },
  variants: {
    wildcard: {
      en: {
        what: 'In the locality "{locality}" the "*" is not at the end.',
        next: 'Write one "*" at the end, as in us-west/zone1/*.',
      },
      ko: {
        what: '"{locality}" locality의 "*"가 끝에 있지 않습니다.',
        next: "us-west/zone1/*처럼 끝에 한 번만 적습니다.",
      },
    },
    "empty-part": {
      en: {
        what: 'The locality "{locality}" has an empty part.',
        next: "Write region, region/zone or region/zone/subzone.",
      },
      ko: {
        what: '"{locality}" locality에 빈 부분이 있습니다.',
        next: "region, region/zone, region/zone/subzone 가운데 한 형식으로 적습니다.",
      },
    },
    weight: {
      en: { what: "The share {value} is not between 1 and 100.", next: "Write a whole percentage from 1 to 100." },
      ko: { what: "비율({value})이 1에서 100 사이가 아닙니다.", next: "1에서 100 사이의 정수 백분율을 적습니다." },
    },
    total: {
      en: {
        what: "The shares of this entry add up to {value}, not 100.",
        next: "Adjust the shares to a total of 100.",
      },
      ko: { what: "이 항목의 비율 합계({value})가 100이 아닙니다.", next: "합계가 100이 되도록 비율을 조정합니다." },
    },
    "distribute-and-failover": {
      en: { what: "failover is set together with distribute.", next: "Keep one of the two." },
      ko: { what: "failover 필드와 distribute 필드가 함께 지정되어 있습니다.", next: "둘 가운데 하나만 남깁니다." },
    },
    "topology-label": {
      en: {
        what: "failoverPriority lists the label {label}.",
        why: "Failover between regions already goes by region, zone and subzone, so these labels may not be listed again; the webhook rejects the resource.",
        next: "Remove the label from failoverPriority.",
      },
      ko: {
        what: "failoverPriority 목록에 {label} 라벨이 있습니다.",
        why: "region 간 failover는 이미 region, zone, subzone 순서를 따르므로 이 라벨을 다시 적을 수 없습니다. 웹훅이 리소스를 거부합니다.",
        next: "failoverPriority에서 이 라벨을 제거합니다.",
      },
    },
    "same-region": {
      en: { what: 'Failover from "{region}" leads to the same region.', next: "Name another region in to." },
      ko: { what: '"{region}" region의 failover 대상이 같은 region입니다.', next: "to에 다른 region을 적습니다." },
    },
    "region-only": {
      en: {
        what: '"{region}" names more than a region.',
        next: "Name the region alone; the order among its zones follows by itself.",
      },
      ko: {
        what: '"{region}" 값이 region 외의 부분까지 가리킵니다.',
        next: "region만 적습니다. 그 안의 zone 순서는 자동으로 정해집니다.",
      },
    },
    "region-wildcard": {
      en: { what: 'Failover cannot name "{region}".', next: "Name one region, without a wildcard." },
      ko: { what: 'failover에는 "{region}" 값을 쓸 수 없습니다.', next: "와일드카드 없이 region 하나를 적습니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    outlierDetection: {}
    loadBalancer:
      localityLbSetting:
        distribute:
        - from: us-west/*
          to:
        # ^^ error invalid-locality
            us-west/zone1: 80
            us-west/zone2: 25
        - from: us-west/zone1
        #       ^^^^^^^^^^^^^ error invalid-locality
          to:
            us-west/zone1: 100
`,
      `kind: DestinationRule
spec:
  trafficPolicy:
    outlierDetection: {}
    loadBalancer:
      localityLbSetting:
        failover:
        - from: us-east
          to: us-east
          #   ^^^^^^^ error invalid-locality
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    outlierDetection: {}
    loadBalancer:
      localityLbSetting:
        failover:
        - from: us-east
          to: eu-west
        failoverPriority: [version]
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const setting of messagesOf(resource, "LocalityLoadBalancerSetting", "ZoneAwareLoadBalancerSetting")) {
      const failover = entryOf(setting.node, "failover");
      if (failover !== undefined && isSet(setting.node, "failover") && isSet(setting.node, "distribute"))
        yield { at: failover.key.span, args: {}, variant: "distribute-and-failover", data: about(setting, "failover") };
      yield* repeatedTopology(setting);
    }
    const distributed = messagesOf(resource, "LocalityDistribute");
    for (const entry of distributed) yield* judgeShares(entry);
    for (const setting of messagesOf(resource, "LocalityLoadBalancerSetting")) {
      const own = distributed.filter(({ parent }) => parent === setting);
      yield* judgeLocalities(own.map((entry) => knownText(entry.node, "from") ?? { value: "", span: entry.at }));
    }
    for (const pair of messagesOf(resource, "LocalityFailover", "ZoneAwareFailover")) yield* judgeFailover(pair);
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "topology-label") yield* removeNoted(resource, finding, { preferred: true });
    if (finding.variant === "distribute-and-failover") {
      yield* removeNoted(resource, finding, {});
      yield* removeField(resource, ownerOf(resource, finding), "distribute", {});
    }
    if (finding.variant === "region-only") {
      const [region = ""] = String(finding.args.region).split("/");
      if (region !== "") yield* replaceNoted(resource, finding, region, { preferred: true });
    }
  },
});

/** Labels of the topology in failoverPriority: refused beside failover, and always for zone-aware balancing. */
function* repeatedTopology(setting: MessageNode): Iterable<Finding> {
  if (setting.message === "LocalityLoadBalancerSetting" && !isSet(setting.node, "failover")) return;
  for (const label of knownTexts(setting.node, "failoverPriority")) {
    if (!TOPOLOGY_LABELS.includes(label.value)) continue;
    const data = about(setting, "failoverPriority", label.position);
    yield { at: label.span, args: { label: label.value }, variant: "topology-label", data };
  }
}

function* judgeShares(entry: MessageNode): Iterable<Finding> {
  const to = entryOf(entry.node, "to");
  const shares = to?.value?.kind === "mapping" ? to.value.entries : [];
  let total = 0;
  let outside = false;
  for (const { key } of shares) {
    const share = knownNumber(to?.value, key.source);
    if (share === undefined) return;
    total += share.value;
    if (share.value > 0 && share.value <= 100) continue;
    outside = true;
    yield { at: share.span, args: { value: share.value }, variant: "weight" };
  }
  if (outside) return;
  if (total !== 100) yield { at: to?.key.span ?? entry.at, args: { value: total }, variant: "total" };
  yield* judgeLocalities(shares.map(({ key }) => ({ value: key.source, span: key.span })));
}

/** Compares each locality with those before it; the first mistake ends it, because what follows rests on it. */
function* judgeLocalities(localities: readonly Field<string>[]): Iterable<Finding> {
  const before: string[] = [];
  for (const { value, span } of localities) {
    const problem: LocalityProblem | undefined = localityProblem(value, before);
    if (problem !== undefined) {
      yield { at: span, args: { locality: value }, ...(problem === "overlap" ? {} : { variant: problem }) };
      return;
    }
    before.push(value);
  }
}

function* judgeFailover(pair: MessageNode): Iterable<Finding> {
  const from = knownText(pair.node, "from");
  const to = knownText(pair.node, "to");
  if ((from?.value ?? "") === (to?.value ?? ""))
    yield { at: to?.span ?? pair.at, args: { region: from?.value ?? "" }, variant: "same-region" };
  for (const [field, region] of [["from", from] as const, ["to", to] as const]) {
    if (region === undefined) continue;
    const args = { region: region.value };
    if (region.value.includes("*")) yield { at: region.span, args, variant: "region-wildcard" };
    else if (localityParts(region.value).length > 1)
      yield { at: region.span, args, variant: "region-only", data: about(pair, field) };
  }
}
