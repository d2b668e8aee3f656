// A route leads to a host that no file declares: then the proxy has no cluster for it. Hosts may live in the cluster unseen; a mistake is only
// what the files speak for: a slip of the pen, a declaration that is hidden from the clients, or the missing piece of a set.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination (host)
import { closest } from "../base/edit-distance";
import { fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import {
  clientNamespaces,
  isInCluster,
  isKnownHost,
  isNamespaceDescribed,
  literalEntry,
  meantClusterHost,
  misspeltEntry,
  type RoutedDestination,
  routedDestinations,
} from "../traffic/destinations";
import { boundGateways, gatewayHops, placesOf, seenGateways } from "../traffic/legs";
import { resolveCovering, resolveHost, servicesDeclaring } from "../traffic/registry";
import { covers, isIpAddress, isWildcard, MESH_GATEWAY, qualifyHost, serviceHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";
import { correctEntry, correctRoute, declareHost, describeGateway } from "./unknown-host-repairs";

export const rule = defineRule({
  code: "unknown-host",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0101", "KIA1101"],
  text: {
    en: {
      title: "Route to a host that nothing declares",
      what: "No ServiceEntry or Service here declares {host}, which this route leads to.",
      why: "A proxy has no cluster for a host that is not in the registry: requests on this route get 503.",
      next: "Declare {host} in a ServiceEntry.",
    },
    ko: {
      title: "선언되지 않은 호스트로 가는 경로",
      what: "이 경로의 목적지인 {host} 호스트를 선언한 ServiceEntry나 Service가 없습니다.",
      why: "레지스트리에 없는 호스트에는 프록시의 클러스터가 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
      next: "ServiceEntry로 {host} 호스트를 선언합니다.",
    },
  },
  variants: {
    typo: {
      en: {
        what: "Nothing declares {host}, but there is {near}.",
        next: "Write {near}, if that is the one that is meant.",
      },
      ko: {
        what: "{host} 호스트는 선언되어 있지 않고, 비슷한 이름의 {near} 호스트가 있습니다.",
        next: "{near} 호스트를 뜻한 것이면 그렇게 고칩니다.",
      },
    },
    shortened: {
      en: {
        what: "{host} is no full name, and Istio completes only names without a dot.",
        next: "Write {near}, if the Service is meant.",
      },
      ko: {
        what: "{host} 값은 전체 이름이 아니며, Istio는 점이 없는 이름만 완성합니다.",
        next: "Service를 뜻한 것이면 {near} 값으로 적습니다.",
      },
    },
    literal: {
      en: {
        what: "In a VirtualService {host} means {full}; the host {host} of the ServiceEntry {entry} is another one.",
        why: "Istio completes a name without a dot here, and leaves it as it stands in a ServiceEntry. The proxies have no cluster for {full}: requests on this route get 503.",
        next: "Give the ServiceEntry a host with a dot, and name that one here.",
      },
      ko: {
        what: "VirtualService에서 {host} 값은 {full} 호스트를 뜻하므로, {entry} ServiceEntry의 {host} 호스트와는 다른 호스트입니다.",
        why: "Istio는 점이 없는 이름을 여기서는 완성하고 ServiceEntry에서는 그대로 둡니다. 프록시에 {full} 클러스터가 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
        next: "ServiceEntry의 호스트를 점이 있는 이름으로 바꾸고 여기에도 그 이름을 적습니다.",
      },
    },
    declaredTypo: {
      en: {
        what: "Nothing declares {host}; the ServiceEntry {entry} declares {near}, which nothing leads to.",
        next: "Correct the host in {entry}, if that is the one that is meant.",
      },
      ko: {
        what: "{host} 호스트는 선언되어 있지 않습니다. {entry} ServiceEntry에는 아무도 쓰지 않는 {near} 호스트가 있습니다.",
        next: "이 호스트를 위한 것이면 {entry} ServiceEntry의 호스트를 고칩니다.",
      },
    },
    hidden: {
      en: {
        what: "{host} is declared in the namespace {owner}, but not exported to {client}.",
        why: "Sidecars there do not know the host: requests on this route get 503.",
        next: "Add {client} to the exportTo of the declaration.",
      },
      ko: {
        what: "{host} 호스트는 {owner} 네임스페이스에 선언되어 있지만 {client} 네임스페이스에는 공개되지 않습니다.",
        why: "그곳의 사이드카는 이 호스트를 모르므로, 이 경로를 타는 요청은 503을 받습니다.",
        next: "선언의 exportTo에 {client} 네임스페이스를 추가합니다.",
      },
    },
    outside: {
      en: {
        why: "It may exist in the cluster. If it does not, requests on this route get 503.",
        next: "If the host is declared elsewhere, say so in the settings.",
      },
      ko: {
        why: "클러스터에는 있을 수 있습니다. 없다면 이 경로를 타는 요청은 503을 받습니다.",
        next: "다른 곳에 선언된 호스트라면 설정에 등록합니다.",
      },
    },
    gateway: {
      en: {
        what: "No file here declares {host}, the gateway's Service that this route leads to.",
        why: "Nothing is known of the gateway, so the way behind it cannot be checked.",
        next: "Describe the gateway in the settings: its Service, its ports and the labels of its pods.",
      },
      ko: {
        what: "이 경로의 목적지인 gateway Service {host} 호스트를 선언한 파일이 없습니다.",
        why: "이 gateway를 알 수 없어 그 뒤의 경로를 검사할 수 없습니다.",
        next: "설정에 이 gateway의 Service, 포트, 파드 라벨을 등록합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `#- without: ServiceEntry
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - destination:
        host: finance.yahoo.com
        #     ^^^^^^^^^^^^^^^^^ warning unknown-host
        port:
          number: 443
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain || cx.view.isUncertain("ServiceEntry") || cx.view.isUncertain("Service")) return;
    const told = new Set<string>();
    for (const routed of routedDestinations(cx.view, service)) {
      const { host } = routed;
      if (told.has(host) || host === "" || isWildcard(host) || isIpAddress(host) || isKnownHost(cx.view, host))
        continue;
      const finding = judge(cx.view, service, routed);
      if (finding === undefined) continue;
      told.add(host);
      yield finding;
    }
  },
  *repair(cx, service, finding) {
    const routed = routedDestinations(cx.view, service)[Number(finding.data?.destination)];
    if (routed === undefined) return;
    const isMisspelt = finding.variant === "typo" || finding.variant === "shortened";
    if (isMisspelt) yield* correctRoute(cx.view, service, routed, String(finding.data?.near));
    if (finding.variant === "declaredTypo") yield* correctEntry(cx.view, routed.host);
    if (finding.variant === "hidden" || finding.variant === "shortened" || finding.variant === "literal") return;
    if (finding.variant === "gateway") yield* describeGateway(cx.view, service, routed);
    if (!isInCluster(cx.view, routed.host)) yield* declareHost(cx.view, service, routed, finding.variant === undefined);
    if (isMisspelt || finding.variant === "declaredTypo") return;
    yield {
      title: { en: "Declare {host} as known in the settings", ko: "설정에 {host} 호스트가 있다고 등록" },
      args: { host: routed.host },
      changes: [],
      settings: [{ key: "mesh.knownHosts", value: [routed.host] }],
      preferred: finding.variant === "outside",
    };
  },
});

function judge(view: WorkspaceView, service: VirtualService, routed: RoutedDestination): Finding | undefined {
  const { host, field, route } = routed;
  const clients = clientNamespaces(view, service);
  const base = { at: field.span, args: { host: field.value }, data: { destination: routed.position } };
  const [declared] = servicesDeclaring(view, host);
  if (declared !== undefined) {
    const client = clients.find((namespace) => resolveHost(view, { namespace }, host) === undefined);
    if (client === undefined || !placesOf(service, route).includes(MESH_GATEWAY)) return undefined;
    const related = declared.resources.map((resource) => ({
      place: { document: resource.document, span: resource.name?.span ?? resource.kind.span },
      text: { en: "It is declared here.", ko: "여기에 선언되어 있습니다." },
    }));
    return { ...base, args: { host, owner: declared.namespace, client }, variant: "hidden", related };
  }
  if (clients.some((namespace) => resolveCovering(view, { namespace }, host).length > 0)) return undefined;
  const literal = literalEntry(view, field.value, host);
  if (literal !== undefined) {
    const related = [
      {
        place: { document: literal.document, span: literal.hosts[0]?.span ?? literal.kind.span },
        text: { en: "The ServiceEntry is here.", ko: "ServiceEntry가 여기 있습니다." },
      },
    ];
    return { ...base, args: { host: field.value, full: host, entry: fullName(literal) }, variant: "literal", related };
  }
  const near = meantHost(view, service, host);
  if (near !== undefined)
    return { ...base, args: { host: field.value, near }, data: { ...base.data, near }, variant: "typo" };
  const whole = shortenedHost(view, service, host);
  if (whole !== undefined)
    return {
      ...base,
      args: { host: field.value, near: whole },
      data: { ...base.data, near: whole },
      variant: "shortened",
    };
  const entry = misspeltEntry(view, host);
  if (entry !== undefined) {
    const args = { host, near: entry.host, entry: entry.entry.name?.value ?? "" };
    return { ...base, args, variant: "declaredTypo" };
  }
  return unseen(view, service, routed, base);
}

/** What to say of a host that nothing here declares and that no declared one resembles. */
function unseen(
  view: WorkspaceView,
  service: VirtualService,
  routed: RoutedDestination,
  base: Pick<Finding, "at" | "args" | "data">,
): Finding | undefined {
  const { host, route } = routed;
  if (view.settings.knowledge === "whole") return base;
  if (!isInCluster(view, host)) {
    if (isMissingPiece(view, service, routed)) return base;
    // Files without any registry entry are hardly meant to hold this one.
    return { ...base, variant: "outside", severity: view.declares("ServiceEntry") ? "information" : "hint" };
  }
  const isHop =
    placesOf(service, route).includes(MESH_GATEWAY) && boundGateways(service).some(({ name }) => name !== MESH_GATEWAY);
  const isWayOut = isHop && seenGateways(view, service).length > 0;
  if (isWayOut && !isNamespaceDescribed(view, host)) return { ...base, variant: "gateway", severity: "information" };
  return isNamespaceDescribed(view, host) ? { ...base, variant: "outside", severity: "information" } : undefined;
}

/**
 * Whether the rest of a set is here: a DestinationRule for the host, or a Gateway through which plain requests for it are led. TLS that is only
 * passed on needs no more than the host's own registration, which people keep apart.
 */
function isMissingPiece(view: WorkspaceView, service: VirtualService, { host, route }: RoutedDestination): boolean {
  const names = service.hosts.map(({ value }) => value.toLowerCase());
  const isOwn =
    names.includes(host) || (names.some((name) => covers(name, host)) && gatewayHops(view, service).length > 0);
  if (!isOwn) return false;
  if (view.forHost("DestinationRule", host).length > 0) return true;
  return route.routeKind === "http" && seenGateways(view, service).length > 0;
}

/** The full host of `name.namespace` or `name.namespace.svc`, where the files show that the second word is a namespace. */
function shortenedHost(view: WorkspaceView, service: VirtualService, host: string): string | undefined {
  const [name = "", namespace = "", svc, ...rest] = host.split(".");
  if (rest.length > 0 || (svc !== undefined && svc !== "svc")) return undefined;
  const isNamespace =
    svc === "svc" || namespace === service.namespace || view.namedAnywhere("Namespace", namespace).length > 0;
  return isNamespace && namespace !== "" ? serviceHost(name, namespace, view.clusterDomain) : undefined;
}

/** A known host that was meant: one of the VirtualService's own, or a Service or gateway of the cluster. */
function meantHost(view: WorkspaceView, service: VirtualService, host: string): string | undefined {
  const own = service.hosts
    .map(({ value }) => qualifyHost(value, service.namespace, view.clusterDomain))
    .filter((candidate) => servicesDeclaring(view, candidate).length > 0);
  return closest(host, own) ?? meantClusterHost(view, host);
}
