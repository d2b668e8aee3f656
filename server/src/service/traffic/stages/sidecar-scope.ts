// Decides what the workload's sidecar knows: the Sidecar resource that governs it, what that imports for the port, and the outbound policy.
// https://istio.io/latest/docs/reference/config/networking/sidecar/
import { headSpan } from "../../model/resource";
import type { Sidecar } from "../../model/sidecar";
import { chooseSidecar, hasLabels, readImport, type SidecarImport } from "../../workspace/visibility";
import { isOutboundMode } from "../mesh";
import { decided, type Proxy, type Stage } from "../state";

/** Finds the Sidecar and applies it to the proxy. */
export const sidecarScope: Stage = (state) => {
  const { view, mesh, proxy, port } = state;
  const own = view.inNamespace("Sidecar", proxy.namespace);
  const root = proxy.namespace === mesh.rootNamespace ? [] : view.inNamespace("Sidecar", mesh.rootNamespace);
  const sidecar = chooseSidecar(own, root, proxy.labels);
  if (Object.keys(proxy.labels).length === 0 && own.some((candidate) => hasLabels(candidate.workloadSelector))) {
    state.notes.assume("workload-labels-unknown");
  }
  if (sidecar === undefined) {
    const step = { stage: "sidecar-scope", code: "no-sidecar", args: {}, because: [] } as const;
    return decided(state, step, { next: "sidecar-listener" });
  }
  const imports = importsFor(sidecar, proxy.namespace, port);
  const mode = sidecar.outboundMode?.value;
  const scoped: Proxy = {
    ...proxy,
    scope: { namespace: proxy.namespace, imports: imports?.entries },
    outbound: isOutboundMode(mode)
      ? {
          mode,
          isKnown: true,
          because: [{ document: sidecar.document, span: sidecar.outboundMode?.span ?? headSpan(sidecar) }],
        }
      : proxy.outbound,
  };
  const step = {
    stage: "sidecar-scope",
    code: "sidecar-applies",
    args: { sidecar: `${sidecar.namespace}/${sidecar.name?.value ?? ""}` },
    because: [{ document: sidecar.document, span: imports?.span ?? headSpan(sidecar) }],
  } as const;
  return decided(state, step, { next: "sidecar-listener", proxy: scoped });
};

/** The imports of the egress listener that serves a port: the one that names it, else the one without a port. */
function importsFor(
  sidecar: Sidecar,
  namespace: string,
  port: number,
): { readonly entries: readonly SidecarImport[]; readonly span: { start: number; end: number } } | undefined {
  const listener =
    sidecar.egress.find((candidate) => candidate.port?.value === port) ??
    sidecar.egress.find((candidate) => candidate.port === undefined);
  if (listener === undefined) return undefined;
  const entries = listener.hosts.flatMap((host) => readImport(host.value, namespace) ?? []);
  return { entries, span: listener.span };
}
