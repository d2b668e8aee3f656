// Values that name things of the cluster: namespaces, Secrets, labels of workloads.
import { defineFact } from "../../workspace/facts";
import { sameData } from "../../workspace/same-data";
import type { WorkspaceView } from "../../workspace/view";
import { isForEgress, knownGateways } from "../../traffic/gateways";
import { type Candidate, same } from "./candidate";
import { type CompletionContext, ownText } from "./context";

const OWN_NAMESPACE = { en: "only the own namespace", ko: "자기 네임스페이스만" };
const ALL_NAMESPACES = { en: "every namespace", ko: "모든 네임스페이스" };
const EGRESS_GATEWAY_PODS = { en: "the egress gateway's pods", ko: "egress gateway의 파드" };
const GATEWAY_PODS = { en: "a gateway's pods", ko: "gateway의 파드" };

/** Namespaces that the workspace speaks of. */
export function namespaces(cx: CompletionContext): readonly Candidate[] {
  return cx.view
    .get(namespacesSeen, undefined)
    .map((value) => ({ value, rank: value === cx.resource.namespace ? 0 : 1 }));
}

/** To whom a resource may be shown. `*` stands alone. */
export function exportTargets(cx: CompletionContext): readonly Candidate[] {
  const { siblings } = cx.reading;
  if (siblings.includes("*")) return [];
  return [
    ...(siblings.includes(cx.resource.namespace) ? [] : [{ value: ".", rank: 0, about: OWN_NAMESPACE }]),
    ...(siblings.length > 0 ? [] : [{ value: "*", rank: 1, about: ALL_NAMESPACES }]),
    ...cx.view
      .get(namespacesSeen, undefined)
      .filter((value) => !(value === cx.resource.namespace && siblings.includes(".")))
      .map((value) => ({ value, rank: 2 })),
  ];
}

/** Secrets by name; those in the namespaces of gateways first, for there a gateway's pods read them. */
export function secrets(cx: CompletionContext): readonly Candidate[] {
  const gatewayNamespaces = new Set(knownGateways(cx.view).map(({ namespace }) => namespace));
  return cx.view.all("Secret").flatMap((secret): Candidate[] => {
    if (secret.name === undefined) return [];
    const rank = gatewayNamespaces.has(secret.namespace) ? 0 : secret.namespace === cx.resource.namespace ? 1 : 2;
    return [{ value: secret.name.value, rank, about: same(`Secret ${secret.namespace}/${secret.name.value}`) }];
  });
}

/** A label that workloads have. */
export interface KnownLabel extends Candidate {
  readonly key: string;
  readonly value: string;
}

/** Labels of workloads, Services' selectors and gateways; gateways first in a Gateway, the own namespace elsewhere. */
export function knownLabels(cx: CompletionContext): readonly KnownLabel[] {
  const isGateway = cx.resource.kind === "Gateway";
  const labels: KnownLabel[] = [];
  for (const { labels: own, name } of knownGateways(cx.view)) {
    const isEgress = isForEgress({ name, labels: own });
    for (const [key, value] of Object.entries(own)) {
      const rank = (isGateway ? 0 : 4) + (key === "istio" ? 0 : 1) + (isEgress ? 0 : 10);
      labels.push({ key, value, rank, about: isEgress ? EGRESS_GATEWAY_PODS : GATEWAY_PODS });
    }
  }
  const rankOf = (namespace: string): number => (namespace === cx.resource.namespace ? 2 : 3);
  for (const workload of cx.view.all("Workload")) {
    const about = same(`${workload.kind.value} ${workload.namespace}/${workload.name?.value ?? ""}`);
    for (const [key, value] of Object.entries(workload.podLabels)) {
      labels.push({ key, value, rank: rankOf(workload.namespace), about });
    }
  }
  for (const service of cx.view.all("Service")) {
    const about = same(`Service ${service.namespace}/${service.name?.value ?? ""}`);
    for (const [key, value] of Object.entries(service.selector ?? {})) {
      labels.push({ key, value, rank: rankOf(service.namespace), about });
    }
  }
  return labels;
}

/** The values of one label key: the last step of the path. */
export function labelValues(cx: CompletionContext): readonly Candidate[] {
  const key = cx.path.at(-1);
  return knownLabels(cx).filter((label) => label.key === key);
}

/** Names that the resource's namespace could have besides those written: what `metadata.namespace` may be. */
export function ownNamespaces(cx: CompletionContext): readonly Candidate[] {
  const written = ownText(cx, ["metadata", "namespace"]);
  return cx.view.get(namespacesSeen, undefined).map((value) => ({ value, rank: value === written ? 0 : 1 }));
}

const TYPES = [
  "ServiceEntry",
  "Gateway",
  "DestinationRule",
  "VirtualService",
  "Sidecar",
  "Service",
  "Workload",
  "Secret",
] as const;

const namespacesSeen = defineFact(
  "namespaces that resources speak of",
  (view: WorkspaceView) => {
    const names = new Set(["default", "istio-system"]);
    for (const { name } of view.all("Namespace")) if (name !== undefined) names.add(name.value);
    for (const type of TYPES) for (const resource of view.all(type)) names.add(resource.namespace);
    return [...names].filter((name) => /^[a-z0-9-]+$/.test(name)).sort();
  },
  { equals: sameData },
);
