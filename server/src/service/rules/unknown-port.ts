// A route leads to a port that its service does not have. Only services whose ports are known are judged: those among the files, gateways of
// the settings, and Istio's own gateways, whose Service people do extend. A warning only: another ServiceEntry, in the cluster, may add the port.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector
import type { ServiceEntry } from "../model/service-entry";
import type { VirtualService } from "../model/virtual-service";
import { insertItem } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { meantService, type RoutedDestination, routedDestinations } from "../traffic/destinations";
import { gatewayBehind, knownGateways } from "../traffic/gateways";
import { qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding, type Repair } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "unknown-port",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0101"],
  text: {
    en: {
      title: "Route to a port that the host does not have",
      what: "{host} has no port {port}; it has {ports}.",
      why: "The proxy has no cluster for that port: requests on this route get 503.",
      next: "Use one of its ports, or declare port {port} for {host}.",
    },
    ko: {
      title: "호스트에 없는 포트로 가는 경로",
      what: "{host} 호스트에는 {port} 포트가 없습니다. 있는 포트는 {ports}입니다.",
      why: "이 포트에 대한 클러스터가 프록시에 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
      next: "있는 포트를 쓰거나 {host} 호스트에 {port} 포트를 선언합니다.",
    },
  },
  variants: {
    gateway: {
      en: {
        what: "Port {port} is none of those that Istio's charts give {host}: {ports}.",
        why: "If its Service does not expose the port, requests on this route get 503.",
        next: "If your Service has the port, describe the gateway in the settings.",
      },
      ko: {
        what: "{port} 포트는 Istio 차트가 {host} 호스트에 여는 포트({ports})에 없습니다.",
        why: "이 Service가 그 포트를 열지 않으면, 이 경로를 타는 요청은 503을 받습니다.",
        next: "실제로 그 포트가 있으면 설정에 gateway를 등록합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
---
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
          #       ^^^ warning unknown-port
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain) return;
    for (const { destination, host, position } of routedDestinations(cx.view, service)) {
      const { port } = destination;
      const known = portsOf(cx.view, service, host);
      if (port === undefined || known === undefined || known.ports.length === 0 || known.ports.includes(port.value))
        continue;
      yield {
        at: port.span,
        args: { host: destination.host?.value ?? host, port: port.value, ports: known.ports.join(", ") },
        data: { destination: position },
        ...(known.related === undefined ? {} : { related: known.related }),
        ...FORMS[known.source],
      };
    }
  },
  *repair(cx, service, finding) {
    const routed = routedDestinations(cx.view, service)[Number(finding.data?.destination)];
    if (routed === undefined) return;
    yield* describe(cx.view, routed);
    const registry = meantService(cx.view, service, routed.host);
    if (registry === undefined) return;
    const [entry] = registry.resources;
    const isEntry = entry?.type === "ServiceEntry" && !entry.uncertain;
    if (isEntry) yield* declare(entry, routed);
    for (const port of registry.ports.slice(0, 4)) {
      yield* replaceScalarAt(service, finding.at.start, port.number, {
        title: { en: "Use port {value}", ko: "{value} 포트 사용" },
        preferred: !isEntry && registry.ports.length === 1,
      });
    }
  },
});

/** Who knows the ports; `inside`: a ServiceEntry for workloads of the mesh, which other clusters may complete. */
type Source = "files" | "inside" | "settings" | "charts";

const FORMS: Readonly<Record<Source, Pick<Finding, "variant" | "severity">>> = {
  files: {},
  inside: { severity: "information" },
  settings: {},
  charts: { variant: "gateway", severity: "information" },
};

interface KnownPorts {
  readonly ports: readonly number[];
  readonly source: Source;
  readonly related?: Finding["related"];
}

/** The ports of a destination, and who says so; nothing when nobody does. */
function portsOf(view: WorkspaceView, service: VirtualService, host: string): KnownPorts | undefined {
  const registry = meantService(view, service, host);
  if (registry !== undefined) {
    // What a template declares besides is not known.
    if (registry.resources.some((resource) => resource.uncertain)) return undefined;
    const related = registry.resources.map((resource) => ({
      place: { document: resource.document, span: resource.name?.span ?? resource.kind.span },
      text: { en: "Its ports are declared here.", ko: "포트는 여기에 선언되어 있습니다." },
    }));
    const source = registry.kind === "ServiceEntry" && !registry.isExternal ? "inside" : "files";
    return { ports: registry.ports.map(({ number }) => number), source, related };
  }
  const gateway = gatewayBehind(view, host);
  const ports = gateway?.services.flatMap((entry) => entry.ports.map(({ port }) => port)) ?? [];
  if (gateway === undefined) return undefined;
  return { ports, source: gateway.source === "settings" ? "settings" : "charts" };
}

/** Adds the port to the ServiceEntry, with the protocol that the route implies. */
function* declare(entry: ServiceEntry, { route, destination }: RoutedDestination): Iterable<Repair> {
  const number = destination.port?.value;
  const ports = entryOf(entry.spec, "ports")?.value;
  if (number === undefined || ports?.kind !== "sequence") return;
  const protocol =
    route.routeKind === "tls"
      ? "TLS"
      : route.routeKind === "tcp"
        ? "TCP"
        : number === 443 || number === 8443
          ? "HTTPS"
          : "HTTP";
  const word = protocol.toLowerCase();
  const name = entry.ports.some((port) => port.name?.value === word) ? `${word}-${number}` : word;
  const edit = insertItem(entry.document, ports, { number, name, protocol });
  if (edit === undefined) return;
  yield {
    title: {
      en: "Declare port {port} ({protocol}) in the ServiceEntry",
      ko: "ServiceEntry에 {port} 포트({protocol}) 선언",
    },
    args: { protocol },
    changes: [{ document: entry.document, edits: [edit] }],
    preferred: true,
    safe: true,
  };
}

/** Describes a gateway that Istio ships with the port that the author's own has. */
function* describe(view: WorkspaceView, { host, destination }: RoutedDestination): Iterable<Repair> {
  const known = knownGateways(view).find(
    (gateway) => qualifyHost(gateway.name, gateway.namespace, view.clusterDomain) === host,
  );
  const port = destination.port?.value;
  if (known === undefined || port === undefined || meantByFiles(view, host)) return;
  const { name, namespace, labels, ports } = known;
  yield {
    title: {
      en: "Describe {host} with port {port} in the settings",
      ko: "설정에 {port} 포트가 있는 {host} gateway 등록",
    },
    args: { host, port },
    changes: [],
    settings: [
      { key: "gateways", value: [{ name, namespace, labels, ports: [...ports, { port, targetPort: port }] }] },
    ],
    preferred: true,
  };
}

function meantByFiles(view: WorkspaceView, host: string): boolean {
  return view.forHost("Service", host).length > 0 || view.forHost("ServiceEntry", host).length > 0;
}
