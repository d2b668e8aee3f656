// Who sees what: `exportTo` of Services, ServiceEntries, VirtualServices and DestinationRules, and the imports of a Sidecar. Pure functions on
// texts and resources; who asks, and with which mesh defaults, is decided in traffic/.
import type { Sidecar } from "../model/sidecar";
import { nodeAtPath } from "../syntax/yaml-node";
import type { ResourceBase } from "../model/resource";
import { covers, hostsOverlap } from "./names";

/**
 * Whether a resource of namespace `own` with this `exportTo` is visible in namespace `to`. An empty list means the mesh's default, which the
 * caller puts in. `.` is the own namespace, `*` everyone, `~` nobody.
 * https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry (exportTo)
 */
export function isExportedTo(exportTo: readonly string[], own: string, to: string): boolean {
  if (exportTo.includes("~")) return false;
  return exportTo.some((entry) => entry === "*" || entry === to || (entry === "." && own === to));
}

/** Something with an `exportTo`, the mesh's default filled in. */
export interface Exported {
  readonly namespace: string;
  readonly exportTo: readonly string[];
}

/** Whether some namespace sees both of two resources. */
export function isSeenTogether(a: Exported, b: Exported): boolean {
  if (a.exportTo.includes("*")) return b.exportTo.some((entry) => entry !== "~");
  if (b.exportTo.includes("*")) return a.exportTo.some((entry) => entry !== "~");
  const seeing = (resource: Exported): readonly string[] =>
    resource.exportTo.flatMap((entry) => (entry === "~" ? [] : entry === "." ? [resource.namespace] : [entry]));
  const others = new Set(seeing(b));
  return seeing(a).some((namespace) => others.has(namespace));
}

/** How widely a VirtualService is exported: istiod looks at private ones first, then at those exported by name, then at public ones. */
export function exportRank(exportTo: readonly string[], own: string): 0 | 1 | 2 {
  if (exportTo.includes("*")) return 2;
  return exportTo.every((entry) => entry === "." || entry === own) ? 0 : 1;
}

/** One entry of a Sidecar's `egress[].hosts`, `namespace/host`. */
export interface SidecarImport {
  /** A namespace, or `*`. */
  readonly namespace: string;
  readonly host: string;
  /** Whether the entry takes hosts away from what other entries of the listener import (`~namespace/host`). */
  readonly isExclusion?: boolean;
}

/**
 * Reads one entry; `.` is the namespace the Sidecar takes effect in. A namespace that begins with `~` takes away, a lone `~` from all
 * namespaces (pilot/pkg/model/sidecar.go:507-530). Nothing when there is no slash: istiod drops it.
 * https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener (hosts)
 */
export function readImport(entry: string, namespace: string): SidecarImport | undefined {
  const slash = entry.indexOf("/");
  if (slash < 0) return undefined;
  const isExclusion = entry.startsWith("~");
  const from = entry.slice(isExclusion ? 1 : 0, slash);
  return {
    namespace: from === "." ? namespace : isExclusion && from === "" ? "*" : from,
    host: entry.slice(slash + 1).toLowerCase(),
    ...(isExclusion ? { isExclusion } : {}),
  };
}

/** Whether a Service or ServiceEntry host of a namespace is imported: some entry's host covers it, and none takes it away. */
export function importsService(imports: readonly SidecarImport[], namespace: string, host: string): boolean {
  return (
    imports.some((entry) => entry.isExclusion !== true && fits(entry, namespace) && covers(entry.host, host)) &&
    !isExcluded(imports, namespace, host)
  );
}

/** Whether a VirtualService of a namespace with these hosts (full form) is imported: one of them overlaps with an entry. */
export function importsVirtualService(
  imports: readonly SidecarImport[],
  namespace: string,
  hosts: readonly string[],
): boolean {
  const known = hosts.filter((host) => !isExcluded(imports, namespace, host));
  return imports.some(
    (entry) =>
      entry.isExclusion !== true && fits(entry, namespace) && known.some((host) => hostsOverlap(entry.host, host)),
  );
}

/**
 * The Sidecar that governs a workload: one of its namespace that selects it, else one of its namespace for all, else the root namespace's for
 * all. The oldest counts where several fit.
 * https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function chooseSidecar(
  own: readonly Sidecar[],
  root: readonly Sidecar[],
  labels: Readonly<Record<string, string>> | undefined,
): Sidecar | undefined {
  const ordered = [...own].sort(byAge);
  return (
    ordered.find(
      (sidecar) => hasLabels(sidecar.workloadSelector) && isSubset(sidecar.workloadSelector, labels ?? {}),
    ) ??
    ordered.find((sidecar) => !hasLabels(sidecar.workloadSelector)) ??
    [...root].sort(byAge).find((sidecar) => !hasLabels(sidecar.workloadSelector))
  );
}

/** Whether every label of a selector is among the labels. An empty selector fits everything. */
export function isSubset(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Whether a selector is written and has labels. */
export function hasLabels(
  selector: Readonly<Record<string, string>> | undefined,
): selector is Readonly<Record<string, string>> {
  return selector !== undefined && Object.keys(selector).length > 0;
}

/** istiod's order of resources of one kind: by creation time where it is written, then by name, then by namespace. */
export function byAge(a: ResourceBase, b: ResourceBase): number {
  return (
    compare(createdAt(a), createdAt(b)) ||
    compare(a.name?.value ?? "", b.name?.value ?? "") ||
    compare(a.namespace, b.namespace)
  );
}

/** The creation time as written; empty when none is. */
export function createdAt(resource: ResourceBase): string {
  const node = nodeAtPath(resource.root, ["metadata", "creationTimestamp"]);
  return node?.kind === "scalar" ? node.source : "";
}

function isExcluded(imports: readonly SidecarImport[], namespace: string, host: string): boolean {
  return imports.some((entry) => entry.isExclusion === true && fits(entry, namespace) && covers(entry.host, host));
}

function fits(entry: SidecarImport, namespace: string): boolean {
  return entry.namespace === "*" || entry.namespace === namespace;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
