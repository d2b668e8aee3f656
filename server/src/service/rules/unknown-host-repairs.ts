// The ways to give an unknown host a meaning: write the right name at the route or in the ServiceEntry, declare the host, or describe the gateway
// in the settings. Which of them are offered is decided in unknown-host.ts.
import type { VirtualService } from "../model/virtual-service";
import { nameOfHost } from "../scaffold/parameters";
import { serviceEntry } from "../scaffold/resources";
import { replaceScalar } from "../syntax/edit";
import { misspeltEntry, type RoutedDestination, routedDestinations } from "../traffic/destinations";
import { selectorOf } from "../traffic/gateways";
import { matchedPorts, seenGateways } from "../traffic/legs";
import { meshFacts } from "../traffic/mesh";
import { clusterHostParts } from "../traffic/registry";
import { MESH_GATEWAY } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import type { Repair } from "./define";
import { replaceScalarAt, scalarAt } from "./repairs";

/** Writes another host wherever the VirtualService leads to the unknown one. */
export function* correctRoute(
  view: WorkspaceView,
  service: VirtualService,
  { host }: RoutedDestination,
  near: string,
): Iterable<Repair> {
  const edits = routedDestinations(view, service)
    .filter((routed) => routed.host === host)
    .flatMap(({ field }) => {
      const scalar = scalarAt(service.document.root, field.span.start);
      return scalar === undefined ? [] : [replaceScalar(scalar, near)];
    });
  if (edits.length === 0) return;
  yield {
    title: { en: "Change to {near}", ko: "{near} 값으로 변경" },
    args: { near },
    changes: [{ document: service.document, edits }],
    preferred: true,
    safe: true,
  };
}

/** Corrects the ServiceEntry that was meant to declare the host. */
export function* correctEntry(view: WorkspaceView, host: string): Iterable<Repair> {
  const found = misspeltEntry(view, host);
  const field = found?.entry.hosts.find(({ value }) => value === found.host);
  if (found === undefined || field === undefined) return;
  yield* replaceScalarAt(found.entry, field.span.start, host, {
    title: { en: "Change the ServiceEntry's host to {value}", ko: "ServiceEntry의 호스트를 {value} 값으로 변경" },
    preferred: true,
    safe: true,
  });
}

/** Writes the ServiceEntry for the ports that the VirtualService uses. */
export function* declareHost(
  view: WorkspaceView,
  service: VirtualService,
  { host }: RoutedDestination,
  preferred: boolean,
): Iterable<Repair> {
  const targets = routedDestinations(view, service).filter((routed) => routed.host === host);
  const asked = service.hosts.some(({ value }) => value.toLowerCase() === host)
    ? service.http.flatMap((route) => matchedPorts(service, route, MESH_GATEWAY))
    : [];
  const ports = new Map<number, "HTTP" | "HTTPS" | "TLS" | "TCP">();
  for (const port of asked) ports.set(port, "HTTP");
  for (const { route, destination } of targets) {
    const port = destination.port?.value ?? (route.routeKind === "http" ? 80 : 443);
    if (route.routeKind === "http") ports.set(port, port === 443 || port === 8443 ? "HTTPS" : "HTTP");
    else ports.set(port, route.routeKind === "tls" ? "TLS" : "TCP");
  }
  const several = new Set(ports.values()).size < ports.size;
  const name = freeName(view, "ServiceEntry", service.namespace, nameOfHost(host));
  yield* createBeside(
    service,
    [
      serviceEntry(
        { name, namespace: namespaceBeside(service) },
        {
          host,
          ports: [...ports]
            .sort(([a], [b]) => a - b)
            .map(([number, protocol]) => ({
              number: String(number),
              name: several ? `${protocol.toLowerCase()}-${number}` : protocol.toLowerCase(),
              protocol,
            })),
          resolution: "DNS",
        },
      ),
    ],
    { en: "Create a ServiceEntry for {host}", ko: "{host} 호스트의 ServiceEntry 만들기" },
    { args: { host }, preferred, safe: preferred },
  );
}

/** Describes the gateway behind a Service as the Gateway of the set selects it. */
export function* describeGateway(
  view: WorkspaceView,
  service: VirtualService,
  { host, destination }: RoutedDestination,
): Iterable<Repair> {
  const parts = clusterHostParts(host, meshFacts(view));
  const gateway = seenGateways(view, service)[0];
  if (parts === undefined || gateway === undefined) return;
  const numbers = destination.port === undefined ? [80, 443] : [destination.port.value];
  yield {
    title: { en: "Describe the gateway {host} in the settings", ko: "설정에 {host} gateway 등록" },
    args: { host },
    changes: [],
    settings: [
      {
        key: "gateways",
        value: [
          {
            ...parts,
            labels: selectorOf(gateway),
            ports: numbers.map((port) => ({ port, targetPort: port })),
          },
        ],
      },
    ],
    preferred: true,
  };
}
