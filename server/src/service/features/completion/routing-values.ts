// Values that tie a route to other resources: gateways, ports, subsets, delegates.
import { integerField, objectField, objectList, textField } from "../../model/field";
import type { Gateway, GatewayServer } from "../../model/gateway";
import { protocolClass } from "../../model/protocol-class";
import { routesOf } from "../../model/virtual-service";
import { gatewayWorkload, knownGateways } from "../../traffic/gateways";
import { type RegistryPort, resolveCovering } from "../../traffic/registry";
import { hostsOverlap, MESH_GATEWAY, qualifyGateway, qualifyHost, serviceHost } from "../../workspace/names";
import { type Candidate, same } from "./candidate";
import { type CompletionContext, hasOwn, ownNode, ownText, ownTexts } from "./context";

const EVERY_SIDECAR = { en: "every sidecar in the mesh", ko: "메시의 모든 사이드카" };
const SERVES_HOST = { en: "serves {hosts}", ko: "{hosts} 호스트를 받음" };
const PORT_OF = { en: "{protocol} · {name}", ko: "{protocol} · {name}" };
const KNOWN = { en: "known from the settings", ko: "설정에 적힌 gateway" };
const DELEGATE = { en: "a VirtualService without hosts, made for this", ko: "hosts가 없는 위임용 VirtualService" };

/** Gateways that a VirtualService may be bound to: `mesh`, and the Gateways of the workspace, those that serve its hosts first. */
export function gateways(cx: CompletionContext): readonly Candidate[] {
  const { namespace } = cx.resource;
  const hosts = ownTexts(cx, ["spec", "hosts"]);
  const taken = cx.reading.siblings.map((name) => qualifyGateway(name, namespace));
  const found = cx.view.all("Gateway").flatMap((gateway): Candidate[] => {
    if (gateway.name === undefined) return [];
    const isOwn = gateway.namespace === namespace;
    const isShort = isOwn && !cx.reading.word.before.includes("/");
    const value = isShort ? gateway.name.value : `${gateway.namespace}/${gateway.name.value}`;
    if (taken.includes(qualifyGateway(value, namespace))) return [];
    const served = hostsOf(gateway);
    const isFitting = served.some((host) => hosts.some((own) => hostsOverlap(host, own)));
    return [
      { value, rank: (isFitting ? 0 : 2) + (isOwn ? 0 : 1), about: SERVES_HOST, args: { hosts: served.join(", ") } },
    ];
  });
  const known = (cx.view.settings.mesh.knownGateways ?? []).map((name) => {
    const value = name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : name;
    return { value, rank: 4, about: KNOWN };
  });
  // For sidecars Istio does not take the host "*".
  const mesh = hosts.includes("*") ? [] : [{ value: MESH_GATEWAY, rank: 2, about: EVERY_SIDECAR }];
  return [...found, ...known, ...mesh];
}

/** Gateways that a match may name: only those that the VirtualService is bound to. */
export function matchGateways(cx: CompletionContext): readonly Candidate[] {
  if (!hasOwn(cx, ["spec", "gateways"])) return [{ value: MESH_GATEWAY, rank: 0, about: EVERY_SIDECAR }];
  return ownTexts(cx, ["spec", "gateways"]).map((value, position) => {
    if (value === MESH_GATEWAY) return { value, rank: position, about: EVERY_SIDECAR };
    const served = gatewaysNamed(cx, value).flatMap(hostsOf);
    return served.length === 0
      ? { value, rank: position }
      : { value, rank: position, about: SERVES_HOST, args: { hosts: served.join(", ") } };
  });
}

/** Ports on which a match may find requests: those that the gateways it names open, and for sidecars those of the hosts. */
export function matchPorts(cx: CompletionContext): readonly Candidate[] {
  const inMatch = ownTexts(cx, [...cx.path.slice(0, -1), "gateways"]);
  const inSpec = ownTexts(cx, ["spec", "gateways"]);
  const names = inMatch.length > 0 ? inMatch : inSpec.length > 0 ? inSpec : [MESH_GATEWAY];
  return names.flatMap((name) =>
    name === MESH_GATEWAY
      ? ownTexts(cx, ["spec", "hosts"]).flatMap((host) => portsOfHost(cx, host))
      : gatewaysNamed(cx, name).flatMap((gateway) => gateway.servers.flatMap(portOfServer)),
  );
}

/** Port numbers of the host that a destination or a port-level policy is about. */
export function selectedPorts(cx: CompletionContext): readonly Candidate[] {
  const { path } = cx;
  const owner = path.slice(0, -2);
  const isPolicy = owner.at(-2) === "portLevelSettings";
  const host = ownText(cx, isPolicy ? ["spec", "host"] : [...owner, "host"]);
  if (host === undefined) return [];
  const taken = isPolicy ? siblingPorts(cx, owner) : [];
  return portsOfHost(cx, host).filter(({ value }) => !taken.includes(Number(value)));
}

/** Subsets that DestinationRules define for the destination's host. */
export function subsets(cx: CompletionContext): readonly Candidate[] {
  const host = ownText(cx, [...cx.path.slice(0, -1), "host"]);
  if (host === undefined) return [];
  const full = qualifyHost(host, cx.resource.namespace, cx.view.clusterDomain);
  return cx.view.covering("DestinationRule", full).flatMap((rule) =>
    rule.subsets.flatMap((subset): Candidate[] => {
      if (subset.name === undefined) return [];
      const labels = Object.entries(subset.labels).map(([key, value]) => `${key}=${value}`);
      const about = [`DestinationRule ${rule.namespace}/${rule.name?.value ?? ""}`, ...labels].join(" · ");
      return [{ value: subset.name.value, rank: rule.namespace === cx.resource.namespace ? 0 : 1, about: same(about) }];
    }),
  );
}

/** Ports that a Gateway's server may open: those of the Service in front of the pods that its selector means, if its protocol may share them. */
export function serverPorts(cx: CompletionContext): readonly Candidate[] {
  const taken = portsOfOtherProtocols(cx);
  return portsOfPods(cx).filter(({ value }) => !taken.includes(String(value)));
}

/** Numbers under which other servers of the Gateway being typed speak another kind of protocol. */
function portsOfOtherProtocols(cx: CompletionContext): readonly string[] {
  const own = protocolClass(ownText(cx, [...cx.path.slice(0, -1), "protocol"]) ?? "");
  return objectList(ownNode(cx, ["spec"]), "servers", (server, position) => {
    const port = objectField(server, "port")?.node;
    const protocol = textField(port, "protocol")?.value ?? "";
    const isRival = position !== cx.path[2] && protocolClass(protocol) !== own;
    return isRival ? (textField(port, "number")?.value ?? "") : "";
  }).filter((number) => number !== "");
}

function portsOfPods(cx: CompletionContext): readonly Candidate[] {
  const { namespace } = cx.resource;
  const name = ownText(cx, ["metadata", "name"]);
  const [gateway] = name === undefined ? [] : cx.view.named("Gateway", namespace, name);
  const workload = gateway === undefined ? undefined : gatewayWorkload(cx.view, gateway);
  const services = workload?.services ?? [];
  if (services.length > 0) {
    return services.flatMap(({ host, ports }) =>
      ports.map(({ port }, position) => ({ value: port, rank: position, about: same(host) })),
    );
  }
  const [shipped] = knownGateways(cx.view);
  if (shipped === undefined) return [];
  const about = same(serviceHost(shipped.name, shipped.namespace, cx.view.clusterDomain));
  return shipped.ports.map(({ port }, position) => ({ value: port, rank: position, about }));
}

/** VirtualServices that routes may be delegated to: those without hosts. */
export function delegates(cx: CompletionContext): readonly Candidate[] {
  const namespace = ownText(cx, [...cx.path.slice(0, -1), "namespace"]) ?? cx.resource.namespace;
  return cx.view
    .all("VirtualService")
    .flatMap((service) =>
      service.namespace !== namespace ||
      service.hosts.length > 0 ||
      service.name === undefined ||
      routesOf(service).length === 0
        ? []
        : [{ value: service.name.value, rank: 0, about: DELEGATE }],
    );
}

/** The ports that a host has as the resource's namespace sees it; HTTP and TLS ports as Istio reads them. */
function portsOfHost(cx: CompletionContext, host: string): readonly Candidate[] {
  const { namespace } = cx.resource;
  const full = qualifyHost(host, namespace, cx.view.clusterDomain);
  const [service] = resolveCovering(cx.view, { namespace }, full);
  return (service?.ports ?? []).map((port, position) => ({ value: port.number, rank: position, ...aboutPort(port) }));
}

function aboutPort({ protocol, name }: Pick<RegistryPort, "protocol" | "name">): Pick<Candidate, "about" | "args"> {
  if (protocol === undefined) return name === undefined ? {} : { about: same(name) };
  return name === undefined ? { about: same(protocol) } : { about: PORT_OF, args: { protocol, name } };
}

function portOfServer(server: GatewayServer): readonly Candidate[] {
  if (server.number === undefined) return [];
  const port = { protocol: server.protocol?.value, name: server.portName?.value };
  return [{ value: server.number.value, rank: server.position, ...aboutPort(port) }];
}

/** Numbers that other port-level policies of the list are already for. */
function siblingPorts(cx: CompletionContext, item: CompletionContext["path"]): readonly number[] {
  const list = ownNode(cx, item.slice(0, -1));
  if (list?.kind !== "sequence") return [];
  return list.items.flatMap((other, position) => {
    const number = position === item.at(-1) ? undefined : integerField(objectField(other, "port")?.node, "number");
    return number === undefined ? [] : [number.value];
  });
}

function gatewaysNamed(cx: CompletionContext, name: string): readonly Gateway[] {
  const [namespace = "", bare = ""] = qualifyGateway(name, cx.resource.namespace).split("/");
  return cx.view.named("Gateway", namespace, bare);
}

function hostsOf(gateway: Gateway): readonly string[] {
  const hosts = gateway.servers.flatMap((server) =>
    server.hosts.map(({ value }) => value.slice(value.indexOf("/") + 1).toLowerCase()),
  );
  return hosts.filter((host, position) => hosts.indexOf(host) === position);
}
