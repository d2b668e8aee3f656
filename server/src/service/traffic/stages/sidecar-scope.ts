// Decides what the workload's sidecar knows: the Sidecar resource that governs it, what that imports for the port, and the outbound policy.
// https://istio.io/latest/docs/reference/config/networking/sidecar/
import { fullName, headSpan } from "../../model/resource";
import { egressScope, routingListener } from "../egress-scope";
import { isOutboundMode } from "../mesh";
import { decided, type Proxy, type Stage } from "../state";

/** Finds the Sidecar and applies it to the proxy. */
export const sidecarScope: Stage = (state) => {
  const { view, proxy, port } = state;
  const egress = egressScope(view, proxy.namespace, proxy.labels);
  const { sidecar } = egress;
  if (egress.forOthers !== undefined && Object.keys(proxy.labels).length === 0) {
    state.notes.assume("workload-labels-unknown", { resource: `Sidecar ${fullName(egress.forOthers)}` });
  }
  const listener = routingListener(egress, port);
  const scoped: Proxy = { ...proxy, egress, scope: listener?.scope ?? { namespace: proxy.namespace, imports: [] } };
  if (sidecar === undefined) {
    const step = { stage: "sidecar-scope", code: "no-sidecar", args: {}, because: [] } as const;
    return decided(state, step, { next: "sidecar-listener", proxy: scoped });
  }
  const mode = sidecar.outboundMode?.value;
  const place = { document: sidecar.document, span: sidecar.outboundMode?.span ?? headSpan(sidecar) };
  const outbound = isOutboundMode(mode)
    ? { mode, isKnown: true, because: [place], egressProxy: sidecar.egressProxy }
    : proxy.outbound;
  const step = {
    stage: "sidecar-scope",
    code: "sidecar-applies",
    args: { sidecar: `${sidecar.namespace}/${sidecar.name?.value ?? ""}` },
    because: [listener?.place ?? { document: sidecar.document, span: headSpan(sidecar) }],
  } as const;
  return decided(state, step, { next: "sidecar-listener", proxy: { ...scoped, outbound } });
};
