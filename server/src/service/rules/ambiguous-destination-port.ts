// A destination without a port leaves it to Istio: the service's only port, else the port that the request came in on. With several ports that is
// rarely meant, above all at a gateway, whose ports have nothing to do with those of the host.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination (port)
import type { VirtualService } from "../model/virtual-service";
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { nodeStartingAt } from "./repairs";
import { meantService, type RoutedDestination, routedDestinations } from "../traffic/destinations";
import { effectiveTls } from "../traffic/destination-policy";
import { gatewayBehind, gatewayWorkload } from "../traffic/gateways";
import { matchedPorts, placesOf, seenGateways } from "../traffic/legs";
import { portOf, type RegistryService } from "../traffic/registry";
import { MESH_GATEWAY, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "ambiguous-destination-port",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0112"],
  text: {
    en: {
      title: "Destination without a port, though the host has several",
      what: "{host} has the ports {ports}, and this destination names none of them.",
      why: "Istio takes the port on which the request came in. At a gateway that is the gateway's own port: if {host} does not have it, requests get 503, and if it has, they may miss the port that TLS is originated for.",
      next: "Name the port in the destination.",
    },
    ko: {
      title: "여러 포트를 가진 호스트로 가는데 포트를 적지 않은 목적지",
      what: "{host} 호스트에는 {ports} 포트가 있는데, 이 목적지에는 포트가 없습니다.",
      why: "Istio는 요청이 들어온 포트를 그대로 사용합니다. gateway에서는 gateway의 포트가 됩니다. {host} 호스트에 그 포트가 없으면 요청은 503을 받고, 있더라도 TLS를 시작하도록 설정한 포트를 비껴갈 수 있습니다.",
      next: "목적지에 포트를 적습니다.",
    },
  },
  variants: {
    same: {
      en: {
        why: "Istio takes the port on which the request came in, and {host} has it: requests keep their port.",
        next: "Nothing, if that is meant. Otherwise name the port in the destination.",
      },
      ko: {
        why: "Istio는 요청이 들어온 포트를 그대로 사용하며 {host} 호스트에 그 포트가 있습니다. 요청은 포트를 바꾸지 않고 갑니다.",
        next: "의도한 것이면 그대로 둡니다. 아니면 목적지에 포트를 적습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  gateways:
  - finance-yahoo-com-egress
  http:
  - route:
    - destination:
        host: finance.yahoo.com
        #     ^^^^^^^^^^^^^^^^^ warning ambiguous-destination-port
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  ports:
  - number: 443
    name: https
    protocol: HTTPS
---
kind: VirtualService
spec:
  gateways:
  - finance-yahoo-com-egress
  http:
  - route:
    - destination:
        host: finance.yahoo.com
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain) return;
    for (const routed of routedDestinations(cx.view, service)) {
      if (routed.destination.port !== undefined || hasUnreadPort(service, routed)) continue;
      const registry = meantService(cx.view, service, routed.host);
      if (registry === undefined || registry.ports.length < 2 || registry.resources.some(({ uncertain }) => uncertain))
        continue;
      if (gatewayBehind(cx.view, routed.host) !== undefined) continue;
      yield {
        at: routed.field.span,
        args: { host: routed.field.value, ports: registry.ports.map(({ number }) => number).join(", ") },
        data: { destination: routed.position },
        ...(keepsPort(cx.view, service, routed, registry) ? { variant: "same", severity: "information" } : {}),
      };
    }
  },
  *repair(cx, service, finding) {
    const routed = routedDestinations(cx.view, service)[Number(finding.data?.destination)];
    const registry = routed === undefined ? undefined : meantService(cx.view, service, routed.host);
    if (routed === undefined || registry === undefined) return;
    const node = nodeStartingAt(service.document.root, routed.destination.span.start);
    if (node?.kind !== "mapping") return;
    const originating = portWithTls(cx.view, service, routed, registry);
    for (const port of registry.ports.slice(0, 6)) {
      const edit = setEntry(service.document, node, "port", { number: port.number }, { after: lastKey(routed) });
      yield {
        title: { en: "Send to port {port} ({protocol})", ko: "{port} 포트({protocol})로 보내기" },
        args: { port: port.number, protocol: port.protocol ?? "?" },
        changes: [{ document: service.document, edits: [edit] }],
        preferred: port.number === originating,
        safe: port.number === originating,
      };
    }
  },
});

/** Whether every request that takes the route in the sidecars comes in on a port that the destination has, and so keeps its port. */
function keepsPort(
  view: WorkspaceView,
  service: VirtualService,
  { route }: RoutedDestination,
  registry: RegistryService,
): boolean {
  if (service.hosts.length === 0 || placesOf(service, route).some((place) => place !== MESH_GATEWAY)) return false;
  const asked = matchedPorts(service, route, MESH_GATEWAY);
  const arriving = service.hosts.flatMap((entry) => {
    const host = qualifyHost(entry.value, service.namespace, view.clusterDomain);
    // Sidecars know a host that nothing declares on port 80 only.
    return meantService(view, service, host)?.ports.map(({ number }) => number) ?? [80];
  });
  return arriving
    .filter((port) => asked.length === 0 || asked.includes(port))
    .every((port) => portOf(registry, port) !== undefined);
}

/** The one port of a host that a gateway of the VirtualService opens TLS to: what a route through an egress gateway is for. */
function portWithTls(
  view: WorkspaceView,
  service: VirtualService,
  { route, host, destination }: RoutedDestination,
  registry: RegistryService,
): number | undefined {
  if (route.routeKind !== "http" || !placesOf(service, route).some((place) => place !== MESH_GATEWAY)) return undefined;
  const proxies = seenGateways(view, service).flatMap((gateway) => gatewayWorkload(view, gateway) ?? []);
  const ports = registry.ports.filter(({ number }) =>
    proxies.some((proxy) => {
      const subject = {
        proxyNamespace: proxy.namespace,
        labels: proxy.labels,
        host,
        serviceNamespace: registry.namespace,
      };
      const tls = effectiveTls(view, { ...subject, port: number, subset: destination.subset?.value });
      return tls !== undefined && tls.mode !== "DISABLE";
    }),
  );
  return ports.length === 1 ? ports[0]?.number : undefined;
}

/** Whether something stands at `port` that is no port: what it is says another rule. */
function hasUnreadPort(service: VirtualService, { destination }: RoutedDestination): boolean {
  const port = entryOf(nodeStartingAt(service.document.root, destination.span.start), "port")?.value;
  return port !== undefined && !(port.kind === "scalar" && port.value === undefined);
}

function lastKey({ destination }: RoutedDestination): string {
  return destination.subset === undefined ? "host" : "subset";
}
