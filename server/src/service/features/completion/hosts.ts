// Hosts that the workspace knows, ranked for the place they are asked for: a route's destination, a resource's own hosts, what a Gateway serves,
// what a Sidecar imports.
import { objectList, textField, textList } from "../../model/field";
import type { ServiceEntry } from "../../model/service-entry";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "../../model/protocol";
import { hostProblem, wildcardHostProblem } from "../../model/values";
import { isForEgress, knownGateways } from "../../traffic/gateways";
import { entryOf } from "../../syntax/yaml-node";
import { covers, hostsOverlap, isIpAddress, isWildcard, MESH_GATEWAY, serviceHost } from "../../workspace/names";
import { isExportedTo, readImport } from "../../workspace/visibility";
import { defineFact } from "../../workspace/facts";
import { sameData } from "../../workspace/same-data";
import type { WorkspaceView } from "../../workspace/view";
import { type Candidate, same } from "./candidate";
import { type CompletionContext, hasOwn, ownNode, ownText, ownTexts } from "./context";

const EGRESS_GATEWAY = { en: "the egress gateway's Service", ko: "egress gateway의 Service" };
const GATEWAY = { en: "a gateway's Service", ko: "gateway의 Service" };
const API_SERVER = { en: "the Kubernetes API server", ko: "Kubernetes API 서버" };
const OWN_HOST = { en: "this resource's own host", ko: "이 리소스의 호스트" };
const KNOWN_HOST = { en: "known from the settings", ko: "설정에 적힌 호스트" };
const WITHOUT_ENTRY = {
  en: "used by {kind} {name}, no ServiceEntry yet",
  ko: "{kind} {name}에서 사용, ServiceEntry 없음",
};
const EVERYTHING_OF = { en: "everything of namespace {namespace}", ko: "{namespace} 네임스페이스 전체" };
const EVERYTHING_HERE = { en: "everything of the own namespace", ko: "자기 네임스페이스 전체" };

/** Where requests may be sent: a destination's host. The egress gateway comes first where sidecars hand requests over to it. */
export function destinationHosts(cx: CompletionContext): readonly Candidate[] {
  const leg = legOf(cx);
  const own = ownTexts(cx, ["spec", "hosts"]).filter((host) => hostProblem(host) === undefined);
  const taken = siblingHosts(cx);
  return [
    ...own.map((value) => ({ value, rank: leg === "to-gateway" ? 2 : 0, about: OWN_HOST })),
    ...registeredHosts(cx).filter(({ value }) => !isWildcard(value)),
    ...clusterHosts(cx, leg === "to-gateway" ? 1 : 6),
  ].filter(({ value }) => !taken.includes(value));
}

/** Hosts that a DestinationRule may be for. */
export function ruleHosts(cx: CompletionContext): readonly Candidate[] {
  return [...registeredHosts(cx), ...clusterHosts(cx, 6)];
}

/** Hosts that a VirtualService or a Gateway may be for: what is registered, and what the other side of the pair serves. */
export function servedHosts(cx: CompletionContext): readonly Candidate[] {
  const isGateway = cx.resource.kind === "Gateway";
  const others = isGateway
    ? cx.view.all("VirtualService").flatMap((service) => service.hosts.map((host) => ({ host, of: service })))
    : cx.view
        .all("Gateway")
        .flatMap((gateway) => gateway.servers.flatMap((server) => server.hosts.map((host) => ({ host, of: gateway }))));
  const paired = others.flatMap(({ host, of }): Candidate[] => {
    const value = host.value.slice(host.value.indexOf("/") + 1);
    if (value === "*" || !value.includes(".") || isIpAddress(value) || wildcardHostProblem(value) !== undefined)
      return [];
    return [{ value, rank: of.namespace === cx.resource.namespace ? 1 : 4, about: from(of) }];
  });
  const registered = registeredHosts(cx);
  const scoped: readonly Candidate[] = isGateway
    ? registered.map((candidate) => ({
        ...candidate,
        value: `${cx.resource.namespace}/${candidate.value}`,
        rank: candidate.rank + 20,
      }))
    : [];
  const taken = isGateway ? hostsOnSamePort(cx) : [];
  const needed = isGateway ? [] : sniOfHostAtCursor(cx);
  const isTaken = ({ value }: Candidate): boolean => {
    const host = String(value);
    return taken.some((other) => hostsOverlap(other, host.slice(host.indexOf("/") + 1)));
  };
  return [...registered, ...paired, ...scoped].filter(
    (candidate) => !isTaken(candidate) && needed.every((sni) => covers(String(candidate.value), sni)),
  );
}

/** SNI names in the routes of the VirtualService being typed that only the host at the cursor allows. */
function sniOfHostAtCursor(cx: CompletionContext): readonly string[] {
  const { word, siblings } = cx.reading;
  const names = objectList(ownNode(cx, ["spec"]), "tls", (route) =>
    objectList(route, "match", (match) => textList(match, "sniHosts").map(({ value }) => value)).flat(),
  ).flat();
  return names.filter(
    (name) => covers(word.before + word.after, name) && !siblings.some((sibling) => covers(sibling, name)),
  );
}

/** Hosts that other servers of the Gateway being typed have on the port of the server at the cursor. */
function hostsOnSamePort(cx: CompletionContext): readonly string[] {
  const servers = objectList(ownNode(cx, ["spec"]), "servers", (server, position) => ({
    position,
    port: textField(entryOf(server, "port")?.value, "number")?.value,
    hosts: textList(server, "hosts").map(({ value }) => value.slice(value.indexOf("/") + 1)),
  }));
  const own = servers.find(({ position }) => position === cx.path[2]);
  return servers.flatMap(({ position, port, hosts }) =>
    position !== own?.position && port !== undefined && port === own?.port ? hosts : [],
  );
}

/** Hosts that a ServiceEntry may declare: those that other resources speak of and nobody has declared yet. */
export function undeclaredHosts(cx: CompletionContext): readonly Candidate[] {
  if (canTakeNoHost(cx)) return [];
  const declared = cx.view.all("ServiceEntry").flatMap((entry) => entry.hosts.map((host) => host.value));
  const isOpen = (host: string): boolean =>
    host.includes(".") &&
    !isIpAddress(host) &&
    wildcardHostProblem(host) === undefined &&
    !host.endsWith(`.svc.${cx.view.clusterDomain}`) &&
    !declared.some((known) => covers(known, host));
  const found: Candidate[] = [];
  const add = (host: string | undefined, kind: string, name: string | undefined): void => {
    if (host !== undefined && isOpen(host)) {
      found.push({ value: host, rank: 0, about: WITHOUT_ENTRY, args: { kind, name: name ?? "" } });
    }
  };
  for (const service of cx.view.all("VirtualService")) {
    for (const host of service.hosts) add(host.value, "VirtualService", service.name?.value);
  }
  for (const rule of cx.view.all("DestinationRule")) add(rule.host?.value, "DestinationRule", rule.name?.value);
  for (const gateway of cx.view.all("Gateway")) {
    for (const { hosts } of gateway.servers) {
      for (const host of hosts) add(host.value.slice(host.value.indexOf("/") + 1), "Gateway", gateway.name?.value);
    }
  }
  return found;
}

/** Whether the ServiceEntry being typed has a port on which a second host could not be told from the first. */
function canTakeNoHost(cx: CompletionContext): boolean {
  const resolution = ownText(cx, ["spec", "resolution"]) ?? "NONE";
  if (resolution === "NONE" || cx.reading.siblings.length === 0) return false;
  return objectList(ownNode(cx, ["spec"]), "ports", (port) => textField(port, "protocol")?.value).some((protocol) => {
    const kind = parseProtocol(protocol ?? "");
    return !isHttpProtocol(kind) && !isTlsProtocol(kind);
  });
}

/** SNI names to match: Istio demands that each is among the VirtualService's own hosts. */
export function sniHosts(cx: CompletionContext): readonly Candidate[] {
  const own = ownTexts(cx, ["spec", "hosts"]).filter((host) => wildcardHostProblem(host) === undefined);
  const below = registeredHosts(cx).filter(({ value }) => own.some((host) => isWildcard(host) && covers(host, value)));
  return [...own.map((value) => ({ value, rank: 0, about: OWN_HOST })), ...below];
}

/** Names that a server may prove or be asked for: the DestinationRule's own host, when it is outside the cluster. */
export function serverNames(cx: CompletionContext): readonly Candidate[] {
  const host = ownText(cx, ["spec", "host"]);
  if (
    host !== undefined &&
    host.includes(".") &&
    !isWildcard(host) &&
    !host.endsWith(`.svc.${cx.view.clusterDomain}`)
  ) {
    return [{ value: host, rank: 0, about: OWN_HOST }];
  }
  return registeredHosts(cx).filter(({ value, rank }) => !isWildcard(value) && rank < 5);
}

/** Hosts outside the mesh that a request may be rewritten to. */
export function externalHosts(cx: CompletionContext): readonly Candidate[] {
  return registeredHosts(cx).filter(({ value, rank }) => !isWildcard(value) && rank < 5);
}

/** Entries of a Sidecar's egress hosts: `namespace/host`. */
export function importedHosts(cx: CompletionContext): readonly Candidate[] {
  const own = cx.resource.namespace;
  const whole: Candidate[] = [
    { value: "./*", rank: 0, about: EVERYTHING_HERE },
    { value: "istio-system/*", rank: 1, about: EVERYTHING_OF, args: { namespace: "istio-system" } },
  ];
  const entries = entriesVisibleIn(cx.view, own).flatMap((entry) =>
    entry.hosts.map((host): Candidate => {
      const namespace = entry.namespace === own ? "." : entry.namespace;
      return { value: `${namespace}/${host.value}`, rank: namespace === "." ? 2 : 3, about: aboutEntry(entry) };
    }),
  );
  const services = cx.view.all("Service").flatMap((service): Candidate[] => {
    if (service.name === undefined) return [];
    const namespace = service.namespace === own ? "." : service.namespace;
    const value = `${namespace}/${serviceHost(service.name.value, service.namespace, cx.view.clusterDomain)}`;
    return [{ value, rank: 5, about: from(service) }];
  });
  const siblings = cx.reading.siblings.flatMap((sibling) => readImport(sibling, own) ?? []);
  return [...whole, ...entries, ...services].filter(({ value }) => {
    const entry = readImport(String(value), own);
    return !siblings.some(
      (other) =>
        (other.namespace === "*" && other.host === "*") ||
        (other.namespace === entry?.namespace && [entry.host, "*"].includes(other.host)) ||
        (other.namespace === entry?.namespace && entry.host === "*"),
    );
  });
}

/** Hosts of ServiceEntries, Services and settings; the own namespace and what lies outside the mesh first. */
function registeredHosts(cx: CompletionContext): readonly (Candidate & { readonly value: string })[] {
  return cx.view.get(hostsSeenFrom, cx.resource.namespace);
}

const hostsSeenFrom = defineFact(
  "hosts to offer in a namespace",
  (view: WorkspaceView, own: string) => {
    const entries = entriesVisibleIn(view, own).flatMap((entry) => {
      const about = aboutEntry(entry);
      const rank = entry.namespace === own ? 3 : 4;
      return entry.hosts.map((host) => ({ value: host.value, rank, about }));
    });
    const services = view.all("Service").flatMap((service) => {
      if (service.name === undefined) return [];
      const value = serviceHost(service.name.value, service.namespace, view.clusterDomain);
      return [{ value, rank: service.namespace === own ? 5 : 7, about: from(service) }];
    });
    const known = (view.settings.mesh.knownHosts ?? []).map((value) => ({ value, rank: 4, about: KNOWN_HOST }));
    return [...entries, ...services, ...known].filter(({ value }) => wildcardHostProblem(value) === undefined);
  },
  { equals: sameData },
);

function entriesVisibleIn(view: WorkspaceView, namespace: string): readonly ServiceEntry[] {
  return view.all("ServiceEntry").filter((entry) => {
    const exportTo = entry.exportTo.map(({ value }) => value);
    return exportTo.length === 0 || isExportedTo(exportTo, entry.namespace, namespace);
  });
}

/** Services that every mesh has: the gateways' and the API server's. */
function clusterHosts(cx: CompletionContext, gatewayRank: number): readonly (Candidate & { readonly value: string })[] {
  const domain = cx.view.clusterDomain;
  const gateways = knownGateways(cx.view).map(({ name, namespace, labels }) => {
    const isEgress = isForEgress({ name, labels });
    return {
      value: serviceHost(name, namespace, domain),
      rank: isEgress ? gatewayRank : 8,
      about: isEgress ? EGRESS_GATEWAY : GATEWAY,
    };
  });
  return [...gateways, { value: serviceHost("kubernetes", "default", domain), rank: 9, about: API_SERVER }];
}

/** Which half of an egress path a route is: from sidecars to the gateway, or anything else. */
function legOf(cx: CompletionContext): "to-gateway" | "other" {
  const [, list, position] = cx.path;
  if (list === undefined || position === undefined) return "other";
  const passesGateway = ownTexts(cx, ["spec", "gateways"]).some((gateway) => gateway !== MESH_GATEWAY);
  if (!passesGateway) return "other";
  for (let match = 0; hasOwn(cx, ["spec", list, position, "match", match, "gateways"]); match++) {
    if (ownTexts(cx, ["spec", list, position, "match", match, "gateways"]).includes(MESH_GATEWAY)) return "to-gateway";
  }
  return "other";
}

/** Hosts that the other destinations of the same route have without a subset that would tell them apart. */
function siblingHosts(cx: CompletionContext): readonly string[] {
  const { path } = cx;
  const at = path.indexOf("destination");
  const position = at < 1 ? undefined : path[at - 1];
  if (typeof position !== "number") return [];
  const list = path.slice(0, at - 1);
  const hosts: string[] = [];
  for (let other = 0; hasOwn(cx, [...list, other, "destination"]); other++) {
    const host = ownText(cx, [...list, other, "destination", "host"]);
    const isPlain = !hasOwn(cx, [...list, other, "destination", "subset"]);
    if (other !== position && host !== undefined && isPlain) hosts.push(host);
  }
  return hosts;
}

function aboutEntry(entry: ServiceEntry): Candidate["about"] & {} {
  const ports = entry.ports.flatMap(({ number, protocol }) =>
    number === undefined ? [] : [`${number.value}${protocol === undefined ? "" : ` ${protocol.value}`}`],
  );
  const text = `ServiceEntry ${entry.namespace}/${entry.name?.value ?? ""}`;
  return same(ports.length === 0 ? text : `${text} · ${ports.join(", ")}`);
}

function from(resource: {
  readonly type: string;
  readonly namespace: string;
  readonly name: { value: string } | undefined;
}) {
  return same(`${resource.type} ${resource.namespace}/${resource.name?.value ?? ""}`);
}
