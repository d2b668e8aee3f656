// Decides whether the proxy has the cluster that routing chose: the host must be in the registry and visible, with the port, and with the subset
// in a DestinationRule that holds here, and something must be behind it. A gateway's own Service leads back to the gateway.
import { fullName, headSpan, type DocumentSpan } from "../../model/resource";
import { isWildcard } from "../../workspace/names";
import { isSubset } from "../../workspace/visibility";
import { assumedService } from "../assumed-service";
import { clusterService } from "../cluster-scope";
import { type EffectivePolicy, effectivePolicy } from "../destination-policy";
import {
  gatewayBehind,
  gatewayBySelector,
  gatewayNamed,
  gatewaysAround,
  gatewayServersFor,
  type GatewayWorkload,
} from "../gateways";
import { emptyBecause, gatewayLanding } from "../landing";
import { isClusterHost, isVisible, portOf, type RegistryService, resolveHost, servicesDeclaring } from "../registry";
import { type Aim, decided, type End, ended, endedByAbsence, noteOrder, type Stage, type State } from "../state";
import type { Hop, Step } from "../trace";

/** Finds the cluster. */
export const cluster: Stage = (state) => {
  const { aim } = state;
  if (aim === undefined) return ended(state, "unknown", step("host-not-in-registry", {}, []));
  const service = serviceFor(state, aim);
  if (service === undefined && isWildcard(aim.host)) {
    return ended(state, "no-cluster", step("wildcard-destination", { host: aim.host }, aim.because), named(aim));
  }
  if (service === undefined) return notFound(state, aim);
  return withPort(state, { ...aim, host: service.host, service }, service);
};

/** Which port a destination without one means at a gateway whose Service nobody declares: the only one its Gateways open. */
function solePort(state: State, gateway: GatewayWorkload): number | undefined {
  const ports = [...gatewayServersFor(state.view, gateway).byPort.keys()];
  return ports.length === 1 ? ports[0] : undefined;
}

/** The service of a host; for an ExternalName that is another name of a service, that one. An alias of an alias leads nowhere. */
function serviceFor(state: State, aim: Aim): RegistryService | undefined {
  const service = aim.service ?? registered(state, aim);
  if (service?.aliasOf === undefined) return service;
  const concrete = registered(state, { ...aim, host: service.aliasOf });
  return concrete?.aliasOf === undefined ? concrete : undefined;
}

function registered(state: State, aim: Aim): RegistryService | undefined {
  const { view, proxy } = state;
  const declared =
    proxy.kind === "sidecar" ? clusterService(view, proxy.egress, aim.host) : resolveHost(view, proxy.scope, aim.host);
  if (declared !== undefined || servicesDeclaring(view, aim.host).length > 0) return declared;
  const assumed = assumedService(view, aim.host);
  if (assumed === undefined || !isVisible(assumed, { namespace: proxy.namespace })) return undefined;
  if (assumed.kind === "assumed") state.notes.assume("service-not-seen", { host: aim.host });
  return assumed;
}

function notFound(state: State, aim: Aim): End {
  const hidden = servicesDeclaring(state.view, aim.host);
  const args = { host: aim.host, namespace: state.proxy.namespace };
  if (hidden.length > 0 || assumedService(state.view, aim.host) !== undefined) {
    const because = hidden.flatMap(declarations);
    return ended(state, "no-cluster", step("host-not-visible", args, [...aim.because, ...because]), named(aim));
  }
  const missing = step("host-not-in-registry", args, aim.because);
  return endedByAbsence(state, ["ServiceEntry", "Service"], "no-cluster", missing, named(aim));
}

function withPort(state: State, wanted: Aim, service: RegistryService): State | End {
  const gateway = gatewayFor(state, wanted, service);
  const isGuessed = gateway?.source === "selector" && !wanted.isPortWritten;
  const aim = isGuessed ? { ...wanted, port: solePort(state, gateway) ?? wanted.port } : wanted;
  const args = { host: aim.host, port: aim.port };
  const isOpen =
    service.resources.length === 0
      ? (gateway?.services ?? []).every((known) => known.ports.some((port) => port.port === aim.port))
      : portOf(service, aim.port) !== undefined;
  if (!isOpen) {
    noteGateway(state, gateway);
    const because = [...aim.because, ...declarations(service)];
    return ended(state, "no-cluster", step("port-not-declared", args, because), { ...named(aim), service });
  }
  if (service.kind === "assumed") state.notes.assume("port-not-seen", args);
  const policy = effectivePolicy(state.view, {
    proxyNamespace: state.proxy.namespace,
    labels: state.proxy.labels,
    host: service.host,
    serviceNamespace: service.namespace === "" ? undefined : service.namespace,
    port: aim.port,
    subset: aim.subset,
  });
  notePolicy(state, policy);
  if (!policy.isSubsetDeclared) {
    const missing = step("subset-not-declared", { ...args, subset: aim.subset ?? "" }, aim.because);
    return endedByAbsence(state, ["DestinationRule"], "no-cluster", missing, {
      ...named(aim),
      service,
      servicePort: portOf(service, aim.port),
      policy,
    });
  }
  return found(state, aim, service, gateway, policy);
}

function found(
  state: State,
  aim: Aim,
  service: RegistryService,
  gateway: GatewayWorkload | undefined,
  policy: EffectivePolicy,
): State | End {
  const draft = { ...named(aim), service, servicePort: portOf(service, aim.port), policy };
  const args = { host: aim.host, port: aim.port };
  noteGateway(state, gateway);
  const own = state.proxy.workload;
  if (own !== undefined && gateway !== undefined && isSameWorkload(gateway, own)) {
    return ended(state, "loop", step("gateway-reaches-itself", args, aim.because), draft);
  }
  const isEntry = service.kind === "ServiceEntry";
  if (state.proxy.kind === "gateway" && service.resolution === "NONE" && isEntry && service.endpoints.length === 0) {
    // A gateway has no original destination to go to: istiod makes a cluster of known endpoints of it, and there are none (cluster.go:911-926).
    const because = [...service.resources.flatMap(resolutionPlaces), ...aim.because];
    return ended(state, "no-endpoints", step("original-destination-at-gateway", args, because), draft);
  }
  const empty = emptyBecause(state.view, service);
  if (empty !== undefined && service.kind === "ServiceEntry" && service.resolution.startsWith("DNS")) {
    // Of names to look up there are none, and so istiod makes no cluster at all (networking/core/cluster_builder.go, buildCluster).
    return ended(state, "no-cluster", step("no-endpoints", args, [...empty, ...aim.because]), draft);
  }
  if (empty !== undefined) {
    return ended(state, "no-endpoints", step("no-endpoints", args, [...empty, ...aim.because]), draft);
  }
  const landing = gateway === undefined ? gatewayLanding(state.view, service, aim.port) : undefined;
  if (own !== undefined && landing !== undefined && isSameWorkload(landing.gateway, own)) {
    return ended(state, "loop", step("gateway-reaches-itself", args, aim.because), draft);
  }
  noteGateway(state, landing?.gateway);
  const port = portOf(service, aim.port);
  const because = [...(port === undefined ? [] : [port.at]), ...aim.because];
  return decided(
    state,
    step("cluster-found", args, because),
    { next: "tls-origination", aim, gatewayAhead: gateway ?? landing?.gateway, landingPort: landing?.port },
    draft,
  );
}

/**
 * The gateway behind a service. A cluster Service that no file declares is taken for the gateway that the taken rule's VirtualService is bound to,
 * when that gateway is none of the known ones.
 */
function gatewayFor(state: State, aim: Aim, service: RegistryService): GatewayWorkload | undefined {
  const known = gatewayBehind(state.view, service.host);
  if (known !== undefined || service.kind !== "assumed" || state.proxy.kind === "gateway") return known;
  const taken = state.draft.taken?.virtualService;
  if (taken === undefined || !isClusterHost(aim.host, state.mesh)) return undefined;
  if (taken.hosts.some((host) => host.value.toLowerCase() === aim.host)) return undefined;
  for (const name of gatewaysAround(state.view, taken)) {
    const gateway = gatewayNamed(state.view, name);
    if (gateway === undefined || gateway.selector.length === 0) continue;
    state.notes.assume("gateway-service-not-seen", { host: aim.host, gateway: name });
    return gatewayBySelector(aim.host, gateway, state.mesh);
  }
  return undefined;
}

function notePolicy(state: State, policy: EffectivePolicy): void {
  if (policy.isPlacementAssumed) {
    for (const rule of policy.rules) {
      state.notes.assume("namespace-not-written", { rule: rule.name?.value ?? "", namespace: state.proxy.namespace });
    }
  }
  const [forOthers] = policy.forOtherWorkloads;
  if (forOthers !== undefined && Object.keys(state.proxy.labels).length === 0) {
    state.notes.assume("workload-labels-unknown", { resource: `DestinationRule ${fullName(forOthers)}` });
  }
  const [older, younger] = policy.rules.filter((rule) => rule.trafficPolicy !== undefined);
  if (older !== undefined && younger !== undefined) noteOrder(state, older, younger);
}

function noteGateway(state: State, gateway: GatewayWorkload | undefined): void {
  if (gateway === undefined) return;
  if (gateway.source === "charts") state.notes.assume("gateway-as-shipped", { gateway: gateway.name });
  if (gateway.source === "settings") state.notes.assume("gateway-from-settings", { gateway: gateway.name });
  if (gateway.source === "files" && !gateway.arePodsSeen) {
    state.notes.assume("gateway-pods-not-seen", { gateway: gateway.name });
  }
}

/** Whether two Services lead to the same pods. */
function isSameWorkload(a: GatewayWorkload, b: GatewayWorkload): boolean {
  const hasSameLabels = isSubset(a.labels, b.labels) && isSubset(b.labels, a.labels);
  return a.namespace === b.namespace && (a.name === b.name || hasSameLabels);
}

function named(aim: Aim): Pick<Hop, "cluster" | "destination"> {
  const { host, port, subset, isPortWritten } = aim;
  return { cluster: `outbound|${port}|${subset ?? ""}|${host}`, destination: { host, port, subset, isPortWritten } };
}

function declarations(service: RegistryService): readonly DocumentSpan[] {
  return service.resources.map((resource) => ({ document: resource.document, span: headSpan(resource) }));
}

function resolutionPlaces(resource: RegistryService["resources"][number]): readonly DocumentSpan[] {
  const span = resource.type === "ServiceEntry" ? resource.resolution?.span : undefined;
  return [{ document: resource.document, span: span ?? headSpan(resource) }];
}

function step(code: Step["code"], args: Step["args"], because: readonly DocumentSpan[]): Step {
  return { stage: "cluster", code, args, because };
}
