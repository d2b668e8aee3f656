// On what a failure rests. Most of what a trace takes for granted favours the request: it assumes that a Service, a Secret, a gateway is there, so
// a path that fails all the same fails in every mesh. Only assumptions that something does not hold may be wrong in the request's favour.
import type { WorkspaceView } from "../workspace/view";
import type { AssumptionCode } from "./assumptions";
import { surroundingsOf } from "./clients";
import type { Assumption, Hop, Step, Trace } from "./trace";

/** Whether what was assumed helps the request on its way, or may keep something from it that would. */
const BEARING: Readonly<Record<AssumptionCode, "favours" | "may-hide-a-way">> = {
  "outbound-policy-default": "favours",
  "service-not-seen": "favours",
  "port-not-seen": "favours",
  "http-listener-not-seen": "favours",
  "gateway-as-shipped": "favours",
  "gateway-from-settings": "favours",
  "gateway-service-not-seen": "favours",
  "gateway-unconfigured": "may-hide-a-way",
  "gateway-not-seen": "favours",
  "gateway-pods-not-seen": "favours",
  "secret-not-seen": "favours",
  "certificate-files": "favours",
  "client-certificate-trusted": "favours",
  "namespace-not-written": "favours",
  "order-by-name": "may-hide-a-way",
  "text-in-doubt": "may-hide-a-way",
  "pattern-not-evaluated": "may-hide-a-way",
  weights: "may-hide-a-way",
  "workload-labels-unknown": "may-hide-a-way",
  "endpoint-tls-unknown": "favours",
  "address-unknown": "favours",
  "delegate-not-seen": "may-hide-a-way",
  "tunnel-proxy": "favours",
  "not-followed": "may-hide-a-way",
  "let-through": "favours",
  "waypoint-not-followed": "may-hide-a-way",
};

/** What a trace's failure rests on: each of these assumptions, if it does not hold, may let the request arrive. */
export function restsOn(trace: Trace): readonly Assumption[] {
  return trace.assumptions.filter(({ code }) => BEARING[code] === "may-hide-a-way");
}

/**
 * Whether what a failing decision misses may live in the cluster: the files name it and hold nothing of it. Never so where the files are the whole mesh.
 */
export function mayLiveElsewhere(view: WorkspaceView, trace: Trace, hop: Hop, step: Step): boolean {
  if (view.settings.knowledge === "whole") return false;
  switch (step.code) {
    case "subset-not-declared":
      return hop.policy !== undefined && hop.policy.rules.length + hop.policy.rejected.length === 0;
    case "server-wants-tls":
    case "server-wants-plaintext": {
      // What nobody declares, or declares alone, is part of a set whose other parts are not here.
      const sender = trace.hops.filter(({ proxy }) => proxy !== "external").at(-1);
      const { routes, policies } = surroundingsOf(view, trace.question.target.host);
      const isAlone = routes.length + policies.length === 0 && sender?.taken === undefined;
      return isAlone || sender?.service?.kind === "assumed";
    }
    default:
      return false;
  }
}
