// What a sidecar imports, listener by listener: the Sidecar resource that governs a workload, and each of its egress listeners with the part of the
// registry it shows. Without a Sidecar, one listener imports everything. Follows model/sidecar.go (convertToSidecarScope, GetEgressListenerForRDS).
// https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
import type { DocumentSpan } from "../model/resource";
import type { Sidecar } from "../model/sidecar";
import { chooseSidecar, hasLabels, readImport } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { meshFacts } from "./mesh";
import type { RegistryScope } from "./registry";

/** One egress listener. */
export interface EgressListener {
  /** What it shows of the registry, and the port it is for; without one it is for all ports that no listener before it has. */
  readonly scope: RegistryScope;
  /** The protocol of its port, as written. */
  readonly protocol: string | undefined;
  /** The address it binds to, where the services' own do not count. */
  readonly bind: string | undefined;
  readonly place: DocumentSpan | undefined;
}

/** What a sidecar imports. */
export interface EgressScope {
  readonly sidecar: Sidecar | undefined;
  readonly listeners: readonly EgressListener[];
  /** Tells scopes apart that show different things; equal for equal ones. */
  readonly id: string;
  /** A Sidecar that selects workloads of the namespace by labels, where none fits the workload's own. */
  readonly forOthers: Sidecar | undefined;
}

/** The scope of a workload's sidecar. */
export function egressScope(
  view: WorkspaceView,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): EgressScope {
  const mesh = meshFacts(view);
  const own = view.inNamespace("Sidecar", namespace);
  const root = namespace === mesh.rootNamespace ? [] : view.inNamespace("Sidecar", mesh.rootNamespace);
  const sidecar = chooseSidecar(own, root, labels);
  const forOthers = hasLabels(sidecar?.workloadSelector)
    ? undefined
    : own.find((candidate) => hasLabels(candidate.workloadSelector));
  if (sidecar === undefined) {
    const everything = { scope: { namespace }, protocol: undefined, bind: undefined, place: undefined };
    return { sidecar, listeners: [everything], id: namespace, forOthers };
  }
  const listeners = listenersOf(sidecar, namespace);
  return { sidecar, listeners, id: [namespace, ...listeners.map(wordsOf)].join(" "), forOthers };
}

/** The listener whose services and rules a sidecar's routes for a port are made of: the first for this port or for all. */
export function routingListener(scope: EgressScope, port: number): EgressListener | undefined {
  return scope.listeners.find((listener) => listener.scope.port === undefined || listener.scope.port === port);
}

function listenersOf(sidecar: Sidecar, namespace: string): readonly EgressListener[] {
  // A Sidecar without egress listeners has one for everything, as if there were none (sidecar.go:337-341).
  if (sidecar.egress.length === 0) {
    return [{ scope: { namespace }, protocol: undefined, bind: undefined, place: undefined }];
  }
  return sidecar.egress.map((listener) => ({
    scope: {
      namespace,
      imports: listener.hosts.flatMap((host) => readImport(host.value, namespace) ?? []),
      port: listener.port?.value,
    },
    protocol: listener.protocol?.value,
    // A listener on a real port of the pod is none that captured connections could meet (listener.go:390-412).
    bind: listener.bind?.value ?? (listener.captureMode?.value === "NONE" ? "127.0.0.1" : undefined),
    place: { document: sidecar.document, span: listener.span },
  }));
}

function wordsOf({ scope, protocol, bind }: EgressListener): string {
  const imports = scope.imports?.map(
    (entry) => `${entry.isExclusion === true ? "~" : ""}${entry.namespace}/${entry.host}`,
  );
  return `${scope.port ?? ""}:${protocol ?? ""}:${bind ?? ""}:${imports?.join(",") ?? "all"}`;
}
