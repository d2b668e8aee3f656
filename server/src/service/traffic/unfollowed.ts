// Resources that may touch a proxy on the way of a request and whose effect is not followed: a trace names them instead of guessing. What they do
// to a request is nobody's matter here.
import { sameData } from "../workspace/same-data";
import { defineFact } from "../workspace/facts";
import type { WorkspaceView } from "../workspace/view";
import { meshFacts } from "./mesh";
import type { State } from "./state";

/** Kinds that change proxies of their namespace, or of all namespaces from the root namespace; those that only refuse count at gateways. */
const KINDS: ReadonlyMap<string, "proxy" | "gateway"> = new Map([
  ["EnvoyFilter", "proxy"],
  ["HTTPRoute", "proxy"],
  ["TLSRoute", "proxy"],
  ["TCPRoute", "proxy"],
  ["BackendTLSPolicy", "proxy"],
  ["AuthorizationPolicy", "gateway"],
  ["RequestAuthentication", "gateway"],
]);

/** Names the waypoint that a namespace's or a service's traffic goes through in ambient mode. */
const WAYPOINT_LABEL = "istio.io/use-waypoint";

interface Unfollowed {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const unfollowed = defineFact("resources that traces do not follow", collect, { equals: sameData });

function collect(view: WorkspaceView): readonly Unfollowed[] {
  return view
    .all("Other")
    .filter(({ kind }) => KINDS.has(kind.value))
    .map(({ kind, namespace, name }) => ({ kind: kind.value, namespace, name: name?.value ?? "" }));
}

/** Notes what may touch the proxies that a finished path passed. */
export function noteUnfollowed(state: State): void {
  const { view, hops, notes } = state;
  const { rootNamespace } = meshFacts(view);
  const isTouched = (one: Unfollowed): boolean =>
    hops.some(
      ({ proxy, namespace }) =>
        (proxy === "gateway" || (proxy === "sidecar" && KINDS.get(one.kind) === "proxy")) &&
        (one.namespace === namespace || (one.namespace === rootNamespace && one.kind !== "HTTPRoute")),
    );
  for (const { kind, namespace, name } of view.get(unfollowed, undefined).filter(isTouched)) {
    notes.assume(KINDS.get(kind) === "gateway" ? "let-through" : "not-followed", { kind, name, namespace });
  }
  for (const { service } of hops) {
    const labelled = service?.resources.find(({ labels }) => labels[WAYPOINT_LABEL] !== undefined);
    const waypoint = labelled?.labels[WAYPOINT_LABEL];
    if (service !== undefined && waypoint !== undefined && waypoint !== "none")
      notes.assume("waypoint-not-followed", { host: service.host, waypoint });
  }
}
