// What the workspace knows that a new set can be made with: namespaces, gateways and Secrets, the likeliest first.
import { isForEgress, knownGateways } from "../traffic/gateways";
import type { Snapshot } from "../workspace/snapshot";
import { viewOf } from "../workspace/view";

/** A gateway that a set may lead through: its Service, and the value of the label `istio` on its pods. */
export interface KnownGateway {
  readonly service: string;
  readonly namespace: string;
  readonly label: string;
}

/** Answers for the questions of a new set. */
export interface KnownForScaffold {
  readonly namespaces: readonly string[];
  readonly gateways: readonly KnownGateway[];
  readonly secrets: readonly string[];
}

/** Namespaces by how many resources they have here; gateways that files or settings describe before Istio's own; Secrets by name. */
export function knownForScaffold(snapshot: Snapshot): KnownForScaffold {
  const view = viewOf(snapshot, "");
  const counts = new Map<string, number>();
  for (const type of ["ServiceEntry", "VirtualService", "DestinationRule", "Gateway", "Workload"] as const) {
    for (const { namespace } of view.all(type)) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  const namespaces = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1)).map(([name]) => name);
  const declared = view.all("Service").flatMap(({ name, namespace, selector }): KnownGateway[] => {
    const label = selector?.istio;
    const isEgress = name !== undefined && label?.includes("egress") === true;
    return isEgress ? [{ service: name.value, namespace, label }] : [];
  });
  const known = knownGateways(view).flatMap((gateway): KnownGateway[] => {
    const { name, namespace, labels } = gateway;
    const label = labels.istio;
    return label === undefined || !isForEgress(gateway) ? [] : [{ service: name, namespace, label }];
  });
  const byName = new Map(
    [...declared, ...known].map((gateway) => [`${gateway.namespace}/${gateway.service}`, gateway]),
  );
  const secrets = view.all("Secret").flatMap(({ name }) => (name === undefined ? [] : [name.value]));
  return {
    namespaces: namespaces.length === 0 ? ["default"] : namespaces,
    gateways: [...byName.values()],
    secrets: [...new Set(secrets)].sort(),
  };
}
