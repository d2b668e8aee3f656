// A hop in the making becomes a hop: what is missing is filled in, and the texts of its decisions are gathered, the latest decision first.
import type { DocumentSpan } from "../model/resource";
import type { Draft, State } from "./state";
import type { Hop } from "./trace";

/** The hop of a state's proxy as far as it is decided. */
export function hopOf(state: State): Hop {
  return fill(state.draft, {
    proxy: state.proxy.kind,
    namespace: state.proxy.namespace,
    name: state.proxy.name,
    labels: state.proxy.labels,
    port: state.port,
  });
}

/** The server at the end, which no proxy of ours is. */
export function externalHop(draft: Draft, host: string, namespace: string, port: number): Hop {
  return fill(draft, { proxy: "external", namespace, name: host, labels: {}, port });
}

function fill(draft: Draft, identity: Pick<Hop, "proxy" | "namespace" | "name" | "labels" | "port">): Hop {
  return Object.freeze({
    listener: undefined,
    routeConfig: undefined,
    virtualHost: undefined,
    route: undefined,
    taken: undefined,
    candidates: undefined,
    server: undefined,
    passedServers: [],
    cluster: undefined,
    destination: undefined,
    service: undefined,
    servicePort: undefined,
    policy: undefined,
    tls: undefined,
    upstream: undefined,
    ...draft,
    ...identity,
    because: distinct([...draft.steps].reverse().flatMap((step) => step.because)),
  });
}

function distinct(places: readonly DocumentSpan[]): readonly DocumentSpan[] {
  const seen = new Map<DocumentSpan["document"], Set<string>>();
  return places.filter(({ document, span }) => {
    const known = seen.get(document) ?? new Set<string>();
    seen.set(document, known);
    const key = `${span.start}-${span.end}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
