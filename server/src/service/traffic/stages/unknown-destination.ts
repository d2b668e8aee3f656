// Decides what happens to a connection that no known service takes: the outbound traffic policy lets it through as it is, or refuses it.
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/#envoy-passthrough-to-external-services
import type { TextArgs } from "../../base/localized-text";
import { headSpan } from "../../model/resource";
import type { EgressProxy } from "../../model/sidecar";
import { qualifyHost } from "../../workspace/names";
import { hopOf } from "../hop";
import { hostForms, portOf, resolveHost } from "../registry";
import { decided, type End, ended, endedByAbsence, type Stage, type State } from "../state";
import { originateTls } from "../tls";

/** Applies the outbound traffic policy. */
export const unknownDestination: Stage = (state) => {
  const { outbound } = state.proxy;
  const closed = clusterServiceWithoutPort(state);
  if (closed !== undefined) return closed;
  const isHttpTable = state.listening?.kind === "http";
  if (!outbound.isKnown) state.notes.assume("outbound-policy-default");
  const args = { mode: outbound.mode, host: state.target.host, port: state.port };
  if (outbound.mode === "REGISTRY_ONLY") {
    const step = { stage: "unknown-destination", code: "refused", args, because: outbound.because } as const;
    // A route table answers 502 by itself; without one, the connection goes to a cluster that has no endpoint.
    const draft = isHttpTable ? { virtualHost: "block_all", route: "block_all" } : { cluster: "BlackHoleCluster" };
    return state.view.isUncertain("ServiceEntry")
      ? endedByAbsence(state, ["ServiceEntry"], "blackhole", step, draft)
      : ended(state, "blackhole", step, draft);
  }
  if (outbound.egressProxy !== undefined) return toEgressProxy(state, outbound.egressProxy, args);
  const tls = originateTls(undefined, {
    release: state.view.settings.istioVersion,
    isSidecar: true,
    host: state.target.host,
    port: state.port,
    subset: undefined,
    authority: undefined,
    serviceNames: [],
    inside: state.layers,
  });
  const step = { stage: "unknown-destination", code: "passthrough", args, because: outbound.because } as const;
  const passed = decided(
    state,
    step,
    {
      next: "exit",
      aim: {
        host: state.target.host,
        port: state.port,
        subset: undefined,
        isPortWritten: true,
        service: undefined,
        because: [],
      },
    },
    {
      cluster: "PassthroughCluster",
      ...(isHttpTable ? { virtualHost: "allow_any", route: "allow_any" } : {}),
      tls,
      upstream: { host: state.target.host, port: state.port },
    },
  );
  return { ...passed, hops: [...passed.hops, hopOf(passed)], draft: { steps: [] } };
};

/** The cluster of a Sidecar's egressProxy takes what no service does (networking/core/listener_builder.go, buildOutboundCatchAllNetworkFiltersOnly). */
function toEgressProxy(state: State, proxy: EgressProxy, args: TextArgs): State {
  const { sidecar } = state.proxy.egress;
  const { clusterDomain } = state.mesh;
  const because = sidecar === undefined ? [] : [{ document: sidecar.document, span: proxy.host.span }];
  return decided(
    state,
    { stage: "unknown-destination", code: "sent-to-egress-proxy", args, because },
    {
      next: "cluster",
      aim: {
        host: qualifyHost(proxy.host.value, sidecar?.namespace ?? state.proxy.namespace, clusterDomain),
        port: proxy.port?.value ?? state.port,
        subset: proxy.subset?.value,
        isPortWritten: proxy.port !== undefined,
        service: undefined,
        because,
      },
    },
    state.listening?.kind === "http" ? { virtualHost: "allow_any", route: "allow_any" } : {},
  );
}

/** A cluster Service has no other ports than it declares: its address leads nowhere there, whatever the policy. */
function clusterServiceWithoutPort(state: State): End | undefined {
  const { view, mesh, proxy, target, port } = state;
  for (const form of hostForms(target.host, proxy.namespace, mesh)) {
    const service = resolveHost(view, { namespace: proxy.namespace }, form);
    if (service?.resolution !== "CLUSTER" || portOf(service, port) !== undefined) continue;
    const because = service.resources.map((resource) => ({ document: resource.document, span: headSpan(resource) }));
    const args = { host: service.host, port };
    return ended(state, "no-listener", { stage: "unknown-destination", code: "port-not-declared", args, because });
  }
  return undefined;
}
