// What the workspace knows about a host, a port of it and a subset: who declares it, which DestinationRule wins for it, and with which TLS.
import type { LocalizedText } from "../base/localized-text";
import { type Span, touches } from "../base/span";
import type { DestinationRule } from "../model/destination-rule";
import type { IstioResource } from "../model/lower";
import { type Destination, routesOf } from "../model/virtual-service";
import { destinationRulesFor, type EffectiveTls, effectivePolicy, findSubset } from "../traffic/destination-policy";
import { gatewayBehind, gatewayWorkload } from "../traffic/gateways";
import { destinationHost, seenGateways, targetsOf } from "../traffic/legs";
import { portOf, type RegistryService, resolveCovering } from "../traffic/registry";
import { code } from "../words/markup";
import { isWildcard, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { type Fact, fact, named, portWords } from "./hover-words";

const DECLARED: LocalizedText = {
  en: "{host} is declared by {resource}, with ports {ports}.",
  ko: "{host} 호스트는 {resource} 리소스가 등록합니다. 포트: {ports}.",
};
const DECLARED_WITHOUT_PORTS: LocalizedText = {
  en: "{host} is declared by {resource}, without ports.",
  ko: "{host} 호스트는 {resource} 리소스가 포트 없이 등록합니다.",
};
const GATEWAY_HOST: LocalizedText = {
  en: "{host} is the Service of the gateway {gateway}.",
  ko: "{host} 호스트는 {gateway} gateway의 Service입니다.",
};
const UNSEEN: LocalizedText = {
  en: "No file here declares {host}; it may exist in the cluster.",
  ko: "여기 파일에는 {host} 호스트를 등록하는 리소스가 없습니다. 클러스터에는 있을 수 있습니다.",
};
const TAKEN_BY: LocalizedText = {
  en: "{service} has rules for it.",
  ko: "{service} 리소스에 이 호스트의 규칙이 있습니다.",
};
const RULE_HOLDS: LocalizedText = {
  en: "For proxies in {proxies}, {rule} holds for it. TLS by port: {settings}.",
  ko: "{proxies} 네임스페이스의 프록시에는 {rule} 리소스가 적용됩니다. 포트별 TLS: {settings}.",
};
const PORT_IS: LocalizedText = {
  en: "Port {port} of {host}, declared by {resource}.",
  ko: "{host} 호스트의 포트 {port}, {resource} 리소스에서 등록.",
};
const NO_SUCH_PORT: LocalizedText = {
  en: "{resource} declares no port {number} for {host}; it has {ports}.",
  ko: "{resource} 리소스에는 {host} 호스트의 {number}번 포트가 없습니다. 있는 포트: {ports}.",
};
const SUBSET_OF: LocalizedText = {
  en: "The subset {subset} of {host} is in {rule}.",
  ko: "{host} 호스트의 subset {subset} 항목은 {rule} 리소스에 있습니다.",
};
const NO_SUBSET: LocalizedText = {
  en: "No DestinationRule here that holds for {host} has a subset {subset}.",
  ko: "{host} 호스트에 적용되는 DestinationRule 가운데 subset {subset} 항목이 있는 것이 여기 파일에는 없습니다.",
};
const USES_SUBSET: LocalizedText = {
  en: "Route {number} of {service} sends to this subset.",
  ko: "{service} 리소스의 {number}번째 경로가 이 subset으로 보냅니다.",
};

/** The facts about a host as written in a resource. */
export function hostFacts(view: WorkspaceView, resource: IstioResource, written: string): readonly Fact[] {
  const host = qualifyHost(written, resource.namespace, view.clusterDomain);
  if (host === "" || host === "*") return [];
  return [...declaration(view, resource, host), ...ruleFacts(view, resource, host), ...users(view, resource, host)];
}

/** The facts about the port that stands at an offset of a resource: of a ServiceEntry, of a DestinationRule's host, of a route's destination. */
export function portFacts(view: WorkspaceView, resource: IstioResource, offset: number): readonly Fact[] {
  const asked = askedPort(resource, offset);
  if (asked === undefined) return [];
  const host = qualifyHost(asked.host, resource.namespace, view.clusterDomain);
  const service = serviceOf(view, resource, host);
  const [declaring] = service?.resources ?? [];
  if (service === undefined || declaring === undefined) return [];
  const port = portOf(service, asked.number);
  if (port === undefined) {
    const ports = service.ports.map(portWords).join(", ");
    return [fact(NO_SUCH_PORT, { resource: named(declaring), number: asked.number, host: code(host), ports })];
  }
  const rules = ruleFacts(view, resource, host, asked.number);
  if (resource.type === "ServiceEntry") return rules;
  return [fact(PORT_IS, { port: portWords(port), host: code(host), resource: named(declaring) }), ...rules];
}

/** The facts about the subset that stands at an offset: where a destination's subset is declared, or which routes use a declared one. */
export function subsetFacts(view: WorkspaceView, resource: IstioResource, offset: number): readonly Fact[] {
  if (resource.type === "DestinationRule") {
    const subset = resource.subsets.find((candidate) => touches(candidate.span, offset));
    return subset?.name === undefined ? [] : subsetUsers(view, resource, subset.name.value);
  }
  const destination = destinationsOf(resource).find((candidate) => touches(candidate.span, offset));
  if (destination?.host === undefined || destination.subset === undefined) return [];
  const host = qualifyHost(destination.host.value, resource.namespace, view.clusterDomain);
  const name = destination.subset.value;
  const { rules } = destinationRulesFor(view, {
    proxyNamespace: resource.namespace,
    host,
    serviceNamespace: serviceOf(view, resource, host)?.namespace ?? gatewayBehind(view, host)?.namespace,
  });
  const found = findSubset(rules, name);
  if (found !== undefined) {
    return [fact(SUBSET_OF, { subset: code(name), host: code(host), rule: named(found.rule) })];
  }
  return view.isUncertain("DestinationRule") ? [] : [fact(NO_SUBSET, { subset: code(name), host: code(host) })];
}

function declaration(view: WorkspaceView, resource: IstioResource, host: string): readonly Fact[] {
  const service = serviceOf(view, resource, host);
  const [declaring] = service?.resources ?? [];
  if (service !== undefined && declaring !== undefined) {
    if (declaring === resource) return [];
    const args = { host: code(service.host), resource: named(declaring) };
    return service.ports.length === 0
      ? [fact(DECLARED_WITHOUT_PORTS, args)]
      : [fact(DECLARED, { ...args, ports: service.ports.map(portWords).join(", ") })];
  }
  const gateway = gatewayBehind(view, host);
  if (gateway !== undefined) return [fact(GATEWAY_HOST, { host: code(host), gateway: code(gateway.name) })];
  if (isWildcard(host) || view.isUncertain("ServiceEntry") || view.isUncertain("Service")) return [];
  return [fact(UNSEEN, { host: code(host) })];
}

/** VirtualServices with rules for the host, seen from anything but a VirtualService itself. */
function users(view: WorkspaceView, resource: IstioResource, host: string): readonly Fact[] {
  if (resource.type === "VirtualService") return [];
  return view.covering("VirtualService", host).map((service) => fact(TAKEN_BY, { service: named(service) }));
}

/** Which DestinationRule holds for a host, by the namespace of the proxy that sends there; only what says something about TLS. */
function ruleFacts(view: WorkspaceView, resource: IstioResource, host: string, onlyPort?: number): readonly Fact[] {
  const service = serviceOf(view, resource, host);
  const serviceNamespace = service?.namespace ?? gatewayBehind(view, host)?.namespace;
  const found = new Map<string, { rule: DestinationRule; settings: string; proxies: string[] }>();
  for (const proxyNamespace of proxyNamespaces(view, resource, host)) {
    const { rules } = destinationRulesFor(view, { proxyNamespace, host, serviceNamespace });
    const ports = onlyPort === undefined ? portsOfInterest(service, rules) : [onlyPort];
    const effective = ports.map(
      (port) => [port, effectivePolicy(view, { proxyNamespace, host, serviceNamespace, port }).tls] as const,
    );
    const [rule] = rules;
    const settings = effective.flatMap(([port, tls]) => (tls === undefined ? [] : [tlsWords(port, tls)])).join(", ");
    if (rule === undefined || settings === "" || rules.some((own) => own === resource)) continue;
    const key = `${rule.document.uri} ${named(rule)} ${settings}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { rule, settings, proxies: [proxyNamespace] });
    else known.proxies.push(proxyNamespace);
  }
  return [...found.values()].map(({ rule, settings, proxies }) =>
    fact(RULE_HOLDS, { rule: named(rule), settings, proxies: proxies.map(code).join(", ") }),
  );
}

function portsOfInterest(service: RegistryService | undefined, rules: readonly DestinationRule[]): readonly number[] {
  const declared = service?.ports.map((port) => port.number) ?? [];
  const set = rules.flatMap((rule) => rule.trafficPolicy?.ports.flatMap((port) => port.number?.value ?? []) ?? []);
  return [...new Set([...declared, ...set])].sort((a, b) => a - b).slice(0, 6);
}

function tlsWords(port: number, tls: EffectiveTls): string {
  return `${port} ${code(tls.mode)}`;
}

/** The namespaces of the proxies that may send to a host: the resource's own, and those of the gateways that lead there. */
function proxyNamespaces(view: WorkspaceView, resource: IstioResource, host: string): readonly string[] {
  const gateways = view
    .routingTo(host)
    .flatMap((service) => seenGateways(view, service))
    .flatMap((gateway) => gatewayWorkload(view, gateway)?.namespace ?? []);
  return [...new Set([resource.namespace, ...gateways])];
}

function subsetUsers(view: WorkspaceView, rule: DestinationRule, name: string): readonly Fact[] {
  const host = qualifyHost(rule.host?.value ?? "", rule.namespace, view.clusterDomain);
  return view.routingTo(host).flatMap((service) =>
    routesOf(service).flatMap((route) => {
      const uses = targetsOf(route).some(
        (target) => target.subset?.value === name && destinationHost(view, service, target) === host,
      );
      return uses ? [fact(USES_SUBSET, { number: route.position + 1, service: named(service) })] : [];
    }),
  );
}

function serviceOf(view: WorkspaceView, resource: IstioResource, host: string): RegistryService | undefined {
  return resolveCovering(view, { namespace: resource.namespace }, host)[0];
}

function destinationsOf(resource: IstioResource): readonly Destination[] {
  if (resource.type !== "VirtualService") return [];
  return routesOf(resource).flatMap(targetsOf);
}

function askedPort(resource: IstioResource, offset: number): { host: string; number: number } | undefined {
  switch (resource.type) {
    case "ServiceEntry":
      return pair(resource.hosts[0]?.value, at(resource.ports, offset)?.number?.value);
    case "DestinationRule": {
      const policies = [resource.trafficPolicy, ...resource.subsets.map((subset) => subset.trafficPolicy)];
      const ports = policies.flatMap((policy) => policy?.ports ?? []);
      return pair(resource.host?.value, at(ports, offset)?.number?.value);
    }
    case "VirtualService": {
      const destination = at(destinationsOf(resource), offset);
      return pair(destination?.host?.value, destination?.port?.value);
    }
    default:
      return undefined;
  }
}

function at<T extends { readonly span: Span }>(items: readonly T[], offset: number): T | undefined {
  return items.find((item) => touches(item.span, offset));
}

function pair(host: string | undefined, number: number | undefined): { host: string; number: number } | undefined {
  return host === undefined || number === undefined ? undefined : { host, number };
}
