// Several Gateways may configure the same pods, but their servers share the pods' ports: on one port all must speak the same kind of protocol,
// and no two TLS servers may claim a host. istiod leaves out the younger server of two that clash.
// https://istio.io/latest/docs/reference/config/networking/gateway/
import type { Gateway } from "../model/gateway";
import { fullName } from "../model/resource";
import {
  clashBetween,
  type DroppedReason,
  gatewayWorkload,
  type GatewayWorkload,
  knownGateways,
  type MergedServer,
  sameBind,
  selectorOf,
  serversOf,
} from "../traffic/gateways";
import { rivalsAmong, rivalServers } from "../traffic/server-index";
import { hostsOverlap } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { isSubset } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "conflicting-servers",
  severity: "warning",
  certainty: "seen",
  subjects: ["Gateway"],
  seeAlso: ["IST0145", "KIA0301"],
  text: {
    en: {
      title: "Gateway servers that take each other's place",
      what: "Port {port} speaks {protocol} here and {otherProtocol} in {other}, on the same pods.",
      why: "One port takes one kind of traffic. Istio keeps the server of the older Gateway and leaves the other out, so its hosts are not served.",
      next: "Use another port for one of them, or the same protocol and TLS mode in both.",
    },
    ko: {
      title: "서로 자리를 빼앗는 Gateway 서버",
      what: "같은 파드에서 {port} 포트가 여기서는 {protocol} 프로토콜을, {other} Gateway에서는 {otherProtocol} 프로토콜을 사용합니다.",
      why: "한 포트는 한 종류의 트래픽만 받습니다. Istio는 먼저 만든 Gateway의 서버만 남기고 다른 하나는 제외하므로 그 호스트는 서비스되지 않습니다.",
      next: "한쪽에 다른 포트를 쓰거나, 두 곳의 프로토콜과 TLS mode를 같게 맞춥니다.",
    },
  },
  variants: {
    "duplicate-tls-hosts": {
      en: {
        what: "{other} serves {host} with TLS on port {port} of the same pods as well.",
        why: "Istio keeps the server of the older Gateway for that host; the certificate and routes of the other are never used.",
        next: "Let one server serve the host, or use another port.",
      },
      ko: {
        what: "{other} Gateway도 같은 파드의 {port} 포트에서 {host} 호스트를 TLS로 서비스합니다.",
        why: "Istio는 이 호스트에 먼저 만든 Gateway의 서버만 사용하므로 다른 쪽의 인증서와 경로는 쓰이지 않습니다.",
        next: "이 호스트를 서버 하나에서만 서비스하거나 다른 포트를 씁니다.",
      },
    },
    "second-tcp": {
      en: {
        what: "Port {port} is plain TCP here and in {other}, on the same pods.",
        why: "TCP carries no host, so a port serves one TCP server only. Istio keeps that of the older Gateway and leaves the other out.",
        next: "Use another port for one of them.",
      },
      ko: {
        what: "같은 파드에서 {port} 포트가 여기서도 {other} Gateway에서도 일반 TCP입니다.",
        why: "TCP에는 호스트 이름이 없으므로 한 포트에는 TCP 서버를 하나만 둘 수 있습니다. Istio는 먼저 만든 Gateway의 서버만 남기고 다른 하나는 제외합니다.",
        next: "한쪽에 다른 포트를 씁니다.",
      },
    },
    "duplicate-port-name": {
      en: {
        what: "Another server on port {port} has the port name {name} too.",
        why: "Istio tells the HTTPS servers of a Gateway apart by the name of their port and leaves the second one out.",
        next: "Give each server's port a name of its own.",
      },
      ko: {
        what: "{port} 포트의 다른 서버도 포트 이름이 {name} 값입니다.",
        why: "Istio는 한 Gateway의 HTTPS 서버를 포트 이름으로 구별하므로 두 번째 서버를 제외합니다.",
        next: "서버마다 포트 이름을 다르게 적습니다.",
      },
    },
    shared: {
      en: {
        what: "{other} opens port {port} of the same pods for {host} as well.",
        why: "It works: Istio serves both from one listener. But routes of VirtualServices bound to either Gateway answer for the host, which is easy to overlook.",
        next: "Nothing, if that is meant. Otherwise use one Gateway for the host.",
      },
      ko: {
        what: "{other} Gateway도 같은 파드의 {port} 포트를 {host} 호스트용으로 엽니다.",
        why: "동작은 합니다. Istio가 리스너 하나로 둘을 모두 서비스합니다. 다만 두 Gateway 중 어느 쪽에 연결된 VirtualService의 경로든 이 호스트에 적용되므로 놓치기 쉽습니다.",
        next: "의도한 것이면 그대로 둡니다. 아니면 이 호스트에 Gateway를 하나만 씁니다.",
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
    port:
      protocol: HTTP
      #         ^^^^ warning conflicting-servers
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: news-egress
  namespace: default
spec:
  selector: { istio: egressgateway }
  servers:
  - port:
      number: 80
      name: https
      protocol: HTTPS
      #         ^^^^^ warning conflicting-servers
    hosts: [edition.cnn.com]
    tls: { mode: ISTIO_MUTUAL }
`,
    ],
    good: [
      `#- base: istio-mutual
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: news-egress
  namespace: default
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: https, protocol: HTTPS }
    hosts: [edition.cnn.com]
    tls: { mode: ISTIO_MUTUAL }
`,
    ],
  },
  *check(cx, gateway) {
    if (gateway.uncertain || gateway.servers.length === 0) return;
    const told = new Set<unknown>();
    for (const workload of podsOf(cx.view, gateway)) {
      const own = serversOf(gateway, workload);
      const rivalsOf = rivalsAmong(own);
      for (const server of own) {
        if (told.has(server.server)) continue;
        const rivals = rivalServers(cx.view, workload, server).filter(
          (other) => mayMeet(gateway, other.gateway) && isSamePort(server, other, workload),
        );
        const finding = judge(server, [...rivalsOf(server), ...rivals]);
        if (finding === undefined) continue;
        told.add(server.server);
        yield finding;
      }
    }
  },
});

/** The pods that a Gateway configures, as far as they are known; otherwise pods with just its selector's labels. */
function podsOf(view: WorkspaceView, gateway: Gateway): readonly GatewayWorkload[] {
  const selector = selectorOf(gateway);
  const workload = gatewayWorkload(view, gateway);
  if (workload !== undefined) return [workload];
  const labels = [
    ...view.all("Workload").map((pod) => pod.podLabels),
    ...knownGateways(view).map((known) => known.labels),
    selector,
  ].find((candidate) => isSubset(selector, candidate));
  return labels === undefined
    ? []
    : [
        {
          name: fullName(gateway),
          namespace: gateway.namespace,
          labels,
          services: [],
          source: "selector",
          arePodsSeen: false,
        },
      ];
}

/** Of a gateway that no file shows, target ports are a guess: there only servers of one number are compared. */
function isSamePort(own: MergedServer, other: MergedServer, workload: GatewayWorkload): boolean {
  return workload.source !== "charts" || own.server.number?.value === other.server.number?.value;
}

/** The worst that other servers of the same pods do to a server. */
function judge(own: MergedServer, rivals: readonly MergedServer[]): Finding | undefined {
  for (const rival of rivals) {
    const reason = clashBetween(rival, own) ?? clashBetween(own, rival);
    if (reason !== undefined) return clash(own, rival, reason);
  }
  for (const rival of rivals) {
    if (rival.gateway === own.gateway || rival.port !== own.port || !sameBind(own.server, rival.server)) continue;
    const host = own.server.hosts.find((entry) =>
      rival.server.hosts.some((other) => scopedHostsOverlap(entry.value, own.gateway, other.value, rival.gateway)),
    );
    if (host !== undefined)
      return { ...base(own, rival, host.value), at: host.span, variant: "shared", severity: "information" };
  }
  return undefined;
}

function clash(own: MergedServer, rival: MergedServer, reason: DroppedReason): Finding {
  const shared = own.server.hosts.find((entry) =>
    rival.server.hosts.some((other) => scopedHostsOverlap(entry.value, own.gateway, other.value, rival.gateway)),
  );
  const finding = base(own, rival, shared?.value ?? own.server.hosts[0]?.value ?? "*");
  if (reason === "duplicate-tls-hosts") return { ...finding, variant: reason, at: shared?.span ?? finding.at };
  if (reason === "second-tcp") return { ...finding, variant: reason };
  if (reason === "duplicate-port-name")
    return { ...finding, variant: reason, at: own.server.portName?.span ?? finding.at };
  return finding;
}

function base(own: MergedServer, rival: MergedServer, host: string): Finding {
  const at = own.server.protocol?.span ?? own.server.number?.span ?? own.server.span;
  const name = fullName(rival.gateway);
  return {
    at,
    args: {
      port: own.server.number?.value ?? own.port,
      protocol: spoken(own),
      other: name,
      otherProtocol: spoken(rival),
      host,
      name: own.server.portName?.value ?? "",
    },
    related: [
      {
        place: {
          document: rival.gateway.document,
          span: rival.server.protocol?.span ?? rival.server.number?.span ?? rival.server.span,
        },
        text: { en: "The other server is in {other}.", ko: "다른 서버는 {other} Gateway에 있습니다." },
        args: { other: name },
      },
    ],
  };
}

/** Protocol and TLS mode in one word or two. */
function spoken({ server }: MergedServer): string {
  return [server.protocol?.value ?? "", server.tls?.mode?.value ?? ""].filter((word) => word !== "").join(" ");
}

/** Whether two entries of `namespace/host` have a host in common for VirtualServices of some namespace. */
function scopedHostsOverlap(a: string, ownerA: Gateway, b: string, ownerB: Gateway): boolean {
  const [namespaceA, hostA] = splitScope(a, ownerA);
  const [namespaceB, hostB] = splitScope(b, ownerB);
  return (
    (namespaceA === "*" || namespaceB === "*" || namespaceA === namespaceB) &&
    hostsOverlap(hostA.toLowerCase(), hostB.toLowerCase())
  );
}

function splitScope(entry: string, owner: Gateway): readonly [namespace: string, host: string] {
  const slash = entry.indexOf("/");
  if (slash < 0) return ["*", entry];
  const namespace = entry.slice(0, slash);
  return [namespace === "." ? owner.namespace : namespace, entry.slice(slash + 1)];
}
