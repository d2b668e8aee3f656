// A gateway routes only hosts that one of its servers lists. A VirtualService bound to a Gateway for a host that the Gateway does not list has no
// effect there. Hosts that are meant for the mesh alone may stand beside others that a gateway serves.
// https://istio.io/latest/docs/reference/config/networking/gateway/#Server (hosts)
import { closest, isSlip } from "../base/edit-distance";
import type { Gateway, GatewayServer } from "../model/gateway";
import { fullName } from "../model/resource";
import { hostInUrl } from "../model/values";
import type { VirtualService } from "../model/virtual-service";
import { insertItem, replaceScalar } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { serverHosts, serverHostsFor } from "../traffic/gateways";
import { type BoundGateway, boundGateways, gatewayHops, gatewaysNamed, matchedPorts, routesAt } from "../traffic/legs";
import { servicesDeclaring } from "../traffic/registry";
import { hostsOverlap, MESH_GATEWAY, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding, type Repair } from "./define";
import { nodeStartingAt, replaceScalarAt, scalarAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-host-not-exposed",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0132"],
  text: {
    en: {
      title: "Host that the Gateway does not serve",
      what: "The Gateway {gateway} has no server for {host}.",
      why: "Requests for {host} that arrive there find no route and get 404.",
      next: "Add {host} to the hosts of a server of {gateway}.",
    },
    ko: {
      title: "Gateway에서 서비스하지 않는 호스트",
      what: "{gateway} Gateway에 {host} 호스트를 위한 서버가 없습니다.",
      why: "그곳에 도착한 {host} 호스트의 요청은 맞는 경로를 찾지 못해 404를 받습니다.",
      next: "{gateway} Gateway의 서버 hosts에 {host} 호스트를 추가합니다.",
    },
  },
  variants: {
    namespace: {
      en: {
        what: "The Gateway {gateway} serves {host}, but not for VirtualServices of the namespace {namespace}.",
        next: "Put {namespace}/ in front of the host in {gateway}, or */ to allow every namespace.",
      },
      ko: {
        what: "{gateway} Gateway에 {host} 호스트는 있지만 {namespace} 네임스페이스의 VirtualService에는 허용되지 않습니다.",
        next: "{gateway} Gateway에서 호스트 앞에 {namespace}/ 값을 쓰거나, 모든 네임스페이스를 허용하려면 */ 값을 씁니다.",
      },
    },
    gateway: {
      en: {
        what: "The Gateway {gateway} serves none of the hosts of this VirtualService.",
        why: "The VirtualService has no effect there.",
        next: "Remove {gateway} from the list, or add the hosts to one of its servers.",
      },
      ko: {
        what: "{gateway} Gateway에는 이 VirtualService의 호스트가 하나도 없습니다.",
        why: "이 VirtualService는 그 Gateway에서 아무 효과가 없습니다.",
        next: "{gateway} Gateway를 목록에서 빼거나, 그 서버에 호스트를 추가합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    hosts:
    - www.yahoo.com
---
kind: VirtualService
spec:
  hosts:
  - finance.yahoo.com
  # ^^^^^^^^^^^^^^^^^ warning gateway-host-not-exposed
`,
    ],
    good: [
      `#- base: none
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: shop
spec:
  selector: { istio: ingressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts: ["*.example.com"]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop.example.com, shop]
  gateways: [shop, mesh]
  http:
  - route:
    - destination:
        host: shop
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain) return;
    const bound = boundGateways(service).filter(({ name }) => name !== MESH_GATEWAY);
    const seen = bound.map((entry) => ({ ...entry, gateways: gatewaysNamed(cx.view, entry.name) }));
    // A Gateway that is not here, or is a template, may serve anything.
    if (
      seen.length === 0 ||
      seen.some(({ gateways }) => gateways.length === 0 || gateways.some((one) => one.uncertain))
    )
      return;
    // What a URL means is plain, and url-instead-of-host says it.
    const written = [...service.hosts, ...seen.flatMap((one) => one.gateways.flatMap(listedHosts))];
    if (written.some(({ value }) => hostInUrl(value) !== undefined)) return;
    const told = new Set<string>();
    const isAlsoInMesh = bound.length < boundGateways(service).length;
    if (!isAlsoInMesh || gatewayHops(cx.view, service).length > 0) {
      for (const host of service.hosts) {
        const name = qualifyHost(host.value, service.namespace, cx.view.clusterDomain);
        if (seen.some(({ gateways }) => gateways.some((gateway) => serves(gateway, name, service)))) continue;
        for (const one of seen) told.add(one.name);
        yield unserved(service, host, seen);
      }
    }
    for (const one of seen) {
      if (one.entry === undefined || told.has(one.name) || servesAny(cx.view, one.gateways, service)) continue;
      yield {
        at: one.entry.span,
        args: { gateway: one.entry.value },
        variant: "gateway",
        related: placesOf(one.gateways),
      };
    }
  },
  *repair(cx, service, finding) {
    if (finding.variant === "namespace") return;
    const hosts = service.hosts.filter((host) => finding.variant === "gateway" || host.span.start === finding.at.start);
    const gateway = boundGateways(service)
      .filter(({ entry }) => entry?.value === finding.args.gateway)
      .flatMap(({ name }) => gatewaysNamed(cx.view, name))[0];
    const [host] = hosts;
    if (gateway === undefined || host === undefined || hosts.length > 1) return;
    const meant = meantHost(cx.view, gateway, host.value);
    if (meant !== undefined) {
      yield* replaceScalarAt(service, host.span.start, meant, {
        title: {
          en: "Change {host} to {value}, which the Gateway serves",
          ko: "{host} 값을 Gateway에 있는 {value} 값으로 변경",
        },
        preferred: true,
        safe: true,
      });
    }
    yield* serveHost(cx.view, gateway, service, host.value, meant === undefined);
  },
});

function listedHosts(gateway: Gateway): GatewayServer["hosts"] {
  return gateway.servers.flatMap((server) => server.hosts);
}

/** Whether a Gateway serves a host for VirtualServices of this one's namespace. */
function serves(gateway: Gateway, host: string, service: VirtualService): boolean {
  return gateway.servers.some((server) =>
    serverHostsFor(gateway, server, service.namespace).some((served) => hostsOverlap(served, host)),
  );
}

function servesAny(view: WorkspaceView, gateways: readonly Gateway[], service: VirtualService): boolean {
  return service.hosts.some((host) => {
    const name = qualifyHost(host.value, service.namespace, view.clusterDomain);
    return gateways.some((gateway) => serves(gateway, name, service));
  });
}

function unserved(
  service: VirtualService,
  host: VirtualService["hosts"][number],
  seen: readonly (BoundGateway & { readonly gateways: readonly Gateway[] })[],
): Finding {
  const gateways = seen.flatMap((one) => one.gateways);
  const isElsewhere = gateways.some((gateway) =>
    gateway.servers.some((server) =>
      serverHosts(server).some((served) => hostsOverlap(served, host.value.toLowerCase())),
    ),
  );
  return {
    at: host.span,
    args: {
      host: host.value,
      gateway: seen.map(({ entry }) => entry?.value ?? "").join(", "),
      namespace: service.namespace,
    },
    ...(isElsewhere ? { variant: "namespace" } : {}),
    related: placesOf(gateways),
  };
}

function placesOf(gateways: readonly Gateway[]): NonNullable<Finding["related"]> {
  return gateways.map((gateway) => ({
    place: { document: gateway.document, span: gateway.servers[0]?.hosts[0]?.span ?? gateway.kind.span },
    text: { en: "{gateway} lists its hosts here.", ko: "{gateway} Gateway의 호스트가 여기 있습니다." },
    args: { gateway: fullName(gateway) },
  }));
}

/** Makes a server of the Gateway serve the host: by correcting a misspelt one that nothing else uses, else by adding it. */
function* serveHost(
  view: WorkspaceView,
  gateway: Gateway,
  service: VirtualService,
  host: string,
  preferred: boolean,
): Iterable<Repair> {
  const ports = routesAt(service, fullName(gateway)).flatMap((route) =>
    matchedPorts(service, route, fullName(gateway)),
  );
  const fitting = gateway.servers.filter(
    (server) => ports.length === 0 || (server.number !== undefined && ports.includes(server.number.value)),
  );
  const [server] = fitting.length > 0 ? fitting : gateway.servers;
  if (server === undefined) return;
  const { document } = gateway;
  const misspelt = misspeltHost(view, gateway, server, host);
  const scalar = misspelt === undefined ? undefined : scalarAt(document.root, misspelt.span.start);
  if (misspelt !== undefined && scalar !== undefined) {
    const prefix = misspelt.value.slice(0, misspelt.value.indexOf("/") + 1);
    yield {
      title: { en: "Change {wrong} to {host} in {gateway}", ko: "{gateway} Gateway의 {wrong} 값을 {host} 값으로 변경" },
      args: { wrong: misspelt.value, host, gateway: fullName(gateway) },
      changes: [{ document, edits: [replaceScalar(scalar, prefix + host)] }],
      preferred,
      safe: preferred,
    };
  }
  const list = entryOf(nodeStartingAt(document.root, server.span.start), "hosts")?.value;
  const edit = list?.kind === "sequence" ? insertItem(document, list, host) : undefined;
  if (edit === undefined) return;
  yield {
    title: { en: "Add {host} to the hosts of {gateway}", ko: "{gateway} Gateway의 hosts에 {host} 추가" },
    args: { host, gateway: fullName(gateway) },
    changes: [{ document, edits: [edit] }],
    preferred: preferred && scalar === undefined,
    safe: preferred && scalar === undefined && fitting.length === 1,
  };
}

/** A host that the Gateway serves and the registry knows, when the VirtualService's own is one slip away from it and known to nobody. */
function meantHost(view: WorkspaceView, gateway: Gateway, host: string): string | undefined {
  if (servicesDeclaring(view, host.toLowerCase()).length > 0) return undefined;
  return gateway.servers
    .flatMap(serverHosts)
    .find((served) => isSlip(host.toLowerCase(), served) && servicesDeclaring(view, served).length > 0);
}

/** A host of the server that is one slip away from the wanted one, while no VirtualService is for it. */
function misspeltHost(
  view: WorkspaceView,
  gateway: Gateway,
  server: GatewayServer,
  host: string,
): GatewayServer["hosts"][number] | undefined {
  const used = view
    .boundTo(fullName(gateway))
    .flatMap((service) => service.hosts.map(({ value }) => value.toLowerCase()));
  const bare = (value: string): string => value.slice(value.indexOf("/") + 1);
  const idle = server.hosts.filter(({ value }) => !used.some((name) => hostsOverlap(bare(value).toLowerCase(), name)));
  const near = closest(
    host,
    idle.map(({ value }) => bare(value)),
  );
  return idle.find(({ value }) => bare(value) === near);
}
