// The hop from the sidecars to the egress gateway is plain HTTP: it works, but crosses the cluster's network unencrypted, and the gateway
// cannot tell who calls. Istio's documentation encrypts it with ISTIO_MUTUAL. https://istio.io/latest/docs/tasks/traffic-
// management/egress/egress-gateway-tls-origination/
import type { Gateway } from "../model/gateway";
import { nameOfHost } from "../scaffold/parameters";
import { destinationRule } from "../scaffold/resources";
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { hopsTo, type SeenHop } from "../traffic/gateway-hops";
import { serverKind } from "../traffic/gateways";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import { defineRule, type DocumentEdits } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-hop-plaintext",
  severity: "hint",
  certainty: "seen",
  subjects: ["Gateway"],
  seeAlso: [],
  text: {
    en: {
      title: "Unencrypted hop to the egress gateway",
      what: "The sidecars reach this server of the egress gateway in plain HTTP.",
      why: "The requests cross the cluster's network unencrypted, and authorization policies at the gateway cannot tell which workload sent them.",
      next: "Let the server take ISTIO_MUTUAL, and originate it in a DestinationRule for the gateway's host.",
    },
    ko: {
      title: "암호화되지 않은 egress gateway 구간",
      what: "사이드카가 egress gateway의 이 서버에 평문 HTTP로 연결합니다.",
      why: "요청이 클러스터 네트워크를 암호화되지 않은 채 지나가며, gateway의 인가 정책은 어느 워크로드가 보냈는지 알 수 없습니다.",
      next: "서버가 ISTIO_MUTUAL을 받게 하고, gateway 호스트의 DestinationRule에서 이를 시작합니다.",
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `#- base: classic
kind: Gateway
spec:
  servers:
  - ...
    port:
      protocol: HTTP
      #         ^^^^ hint gateway-hop-plaintext
`,
    ],
  },
  *check({ view }, gateway) {
    if (gateway.uncertain) return;
    for (const server of gateway.servers) {
      if (server.protocol === undefined || plainHops(view, gateway, server.position).length === 0) continue;
      yield { at: server.protocol.span, args: {}, data: { server: server.position } };
    }
  },
  *repair({ view }, gateway, finding) {
    const server = gateway.servers.find((candidate) => candidate.position === finding.data?.server);
    const hops = server === undefined ? [] : plainHops(view, gateway, server.position);
    const [hop] = hops;
    const node = server === undefined ? undefined : mappingAt(gateway.root, server.span.start);
    const port = entryOf(node, "port")?.value;
    const hosts = new Set(hops.flatMap(({ service }) => service.hosts.map((host) => host.value)));
    const [host] = hosts;
    if (hop?.port === undefined || host === undefined || host.startsWith("*") || hosts.size > 1) return;
    if (node === undefined || port?.kind !== "mapping" || hops.some((other) => other.policy.rules.length > 0)) return;
    const subset = nameOfHost(host);
    const name = freeName(view, "DestinationRule", hop.service.namespace, `${subset}-to-egress`);
    const template = destinationRule(
      { name, namespace: namespaceBeside(hop.service) },
      { host: hop.host, subset, port: String(hop.port), tls: { mode: "ISTIO_MUTUAL", sni: host } },
    );
    const naming = hops.flatMap((other): DocumentEdits[] => {
      const destination = mappingAt(other.service.root, other.destination.span.start);
      if (destination === undefined || other.destination.subset !== undefined) return [];
      const { document } = other.service;
      return [{ document, edits: [setEntry(document, destination, "subset", subset, { after: "host" })] }];
    });
    if (naming.length !== hops.length) return;
    const { document } = gateway;
    const serverEdits = [
      setEntry(document, port, "protocol", "HTTPS"),
      setEntry(document, node, "tls", { mode: "ISTIO_MUTUAL" }, { after: "hosts" }),
    ];
    const title = {
      en: "Encrypt the hop to the egress gateway with ISTIO_MUTUAL (changes three resources)",
      ko: "egress gateway까지의 구간을 ISTIO_MUTUAL로 암호화(리소스 3개 변경)",
    };
    for (const repair of createBeside(hop.service, [template], title, { preferred: true })) {
      yield { ...repair, changes: [...repair.changes, ...naming, { document, edits: serverEdits }] };
    }
  },
});

/** The hops of http routes that reach this server of the Gateway in plain text. */
function plainHops(view: WorkspaceView, gateway: Gateway, position: number): readonly SeenHop[] {
  return hopsTo(view, gateway).filter(
    (hop) =>
      hop.route.routeKind === "http" &&
      hop.policy.tls === undefined &&
      hop.onPort.some(
        (seen) => seen.gateway === gateway && seen.server.position === position && serverKind(seen.server) === "http",
      ),
  );
}
