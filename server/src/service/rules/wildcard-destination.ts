// Envoy's clusters carry the very host of a ServiceEntry. A route to a wildcard needs a ServiceEntry with just that wildcard, and a route to one
// name needs a ServiceEntry with that name: one that merely covers it makes no cluster for it.
// https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/
import type { ServiceEntry } from "../model/service-entry";
import type { VirtualService } from "../model/virtual-service";
import { nameOfHost } from "../scaffold/parameters";
import { serviceEntry } from "../scaffold/resources";
import { clientNamespaces, isKnownHost, type RoutedDestination, routedDestinations } from "../traffic/destinations";
import { type RegistryService, resolveCovering, servicesDeclaring } from "../traffic/registry";
import { isIpAddress, isWildcard } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "wildcard-destination",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Route to a host that only a wildcard covers",
      what: "{host} is covered by the ServiceEntry for {pattern}, but no ServiceEntry declares {host} itself.",
      why: "A proxy has a cluster for {pattern}, and none for {host}: requests on this route get 503.",
      next: "Declare {host} in a ServiceEntry of its own, with resolution DNS.",
    },
    ko: {
      title: "와일드카드로만 선언된 호스트로 가는 경로",
      what: "{host} 호스트는 {pattern} ServiceEntry에 포함되지만, {host} 호스트 자체를 선언한 ServiceEntry는 없습니다.",
      why: "프록시에는 {pattern} 클러스터만 있고 {host} 클러스터는 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
      next: "{host} 호스트를 resolution DNS로 별도의 ServiceEntry에 선언합니다.",
    },
  },
  variants: {
    undeclared: {
      en: {
        what: "This route leads to {host}, and no ServiceEntry declares just that wildcard.",
        why: "A wildcard is no address, and without a ServiceEntry for it there is no cluster: requests on this route get 503.",
        next: "Lead the route to one concrete host that serves all of them, or declare {host} in a ServiceEntry.",
      },
      ko: {
        what: "이 경로의 목적지는 {host} 값인데, 이 와일드카드를 그대로 선언한 ServiceEntry가 없습니다.",
        why: "와일드카드는 주소가 아니며 ServiceEntry가 없으면 클러스터도 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
        next: "모두를 서비스하는 구체적인 호스트 하나로 보내거나, {host} 값을 ServiceEntry에 선언합니다.",
      },
    },
  },
  examples: {
    base: "wildcard",
    bad: [
      `#- without: ServiceEntry/wikipedia-org
kind: VirtualService
spec:
  tls:
  - ...
  - ...
    route:
    - destination:
        host: www.wikipedia.org
        #     ^^^^^^^^^^^^^^^^^ warning wildcard-destination
        port:
          number: 443
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain || cx.view.isUncertain("ServiceEntry")) return;
    const told = new Set<string>();
    for (const routed of routedDestinations(cx.view, service)) {
      const { host } = routed;
      if (told.has(host) || host === "*" || isIpAddress(host) || servicesDeclaring(cx.view, host).length > 0) continue;
      const finding = judge(cx.view, service, routed);
      if (finding === undefined || isKnownHost(cx.view, host)) continue;
      told.add(host);
      yield finding;
    }
  },
  *repair(cx, service, finding) {
    const routed = routedDestinations(cx.view, service)[Number(finding.data?.destination)];
    const pattern = routed === undefined ? undefined : coveringService(cx.view, service, routed.host);
    const entry = pattern?.resources[0];
    if (routed === undefined || finding.variant !== undefined || entry?.type !== "ServiceEntry") return;
    yield* create(cx.view, service, routed.host, entry);
  },
});

function judge(
  view: WorkspaceView,
  service: VirtualService,
  { field, host, position }: RoutedDestination,
): Finding | undefined {
  const base = { at: field.span, args: { host: field.value }, data: { destination: position } };
  if (isWildcard(host)) return { ...base, variant: "undeclared" };
  const pattern = coveringService(view, service, host);
  // Names below a DYNAMIC_DNS wildcard are looked up one by one as they are asked for.
  if (pattern === undefined || pattern.resolution === "DYNAMIC_DNS") return undefined;
  return {
    ...base,
    args: { ...base.args, pattern: pattern.host },
    related: pattern.resources.map((resource) => ({
      place: { document: resource.document, span: resource.name?.span ?? resource.kind.span },
      text: { en: "{pattern} is declared here.", ko: "{pattern} 값은 여기에 선언되어 있습니다." },
    })),
  };
}

/** The most specific wildcard service over a host that the VirtualService's clients see. */
function coveringService(view: WorkspaceView, service: VirtualService, host: string): RegistryService | undefined {
  return clientNamespaces(view, service).flatMap((namespace) => resolveCovering(view, { namespace }, host))[0];
}

/** Writes a ServiceEntry for the one host, with the ports of the wildcard's. */
function* create(
  view: WorkspaceView,
  service: VirtualService,
  host: string,
  entry: ServiceEntry,
): ReturnType<typeof createBeside> {
  const ports = entry.ports.flatMap(({ number, name, protocol }) =>
    number === undefined || protocol === undefined
      ? []
      : [
          {
            number: String(number.value),
            name: name?.value ?? protocol.value.toLowerCase(),
            protocol: protocol.value,
          },
        ],
  );
  if (ports.length === 0) return;
  const name = freeName(view, "ServiceEntry", service.namespace, nameOfHost(host));
  yield* createBeside(
    service,
    [serviceEntry({ name, namespace: namespaceBeside(service) }, { host, ports, resolution: "DNS" })],
    { en: "Create a ServiceEntry for {host}", ko: "{host} 호스트의 ServiceEntry 만들기" },
    { args: { host }, preferred: true, safe: true },
  );
}
