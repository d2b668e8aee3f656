// The sidecars reach the egress gateway with mutual TLS, but ask for a server name that none of its servers on the port has. Without sni
// they ask for the name of Envoy's cluster, which matches only a server for all hosts (pilot/pkg/networking/core/cluster_tls.go).
import { type DestinationRule, modeSpan } from "../model/destination-rule";
import { setEntry } from "../syntax/edit";
import { hopsOverHost, type SeenHop } from "../traffic/gateway-hops";
import { serverHosts, serverKind } from "../traffic/gateways";
import { hostOfRule, type TlsBlock, tlsBlocks } from "../traffic/rule-use";
import { meshServerName } from "../traffic/tls";
import { covers } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-hop-sni-mismatch",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "Server name that the gateway does not have",
      what: "On the way to the egress gateway the TLS handshake asks for {sni}, but the Gateway {gateway} serves {hosts} on port {port}.",
      why: "No server takes the connection: it is closed, and the apps get 503.",
      next: "Set sni to the host that the requests are for.",
    },
    ko: {
      title: "gateway에 없는 서버 이름",
      what: "egress gateway로 가는 TLS 핸드셰이크에서 {sni} 이름을 요청하지만, {gateway} Gateway가 {port} 포트에서 받는 호스트는 {hosts}입니다.",
      why: "연결을 받을 서버가 없어 연결이 끊기고, 앱은 503을 받습니다.",
      next: "요청의 목적지 호스트를 sni에 적습니다.",
    },
  },
  variants: {
    unset: {
      en: {
        what: "On the way to the egress gateway no sni is set, so the TLS handshake asks for {sni}; the Gateway {gateway} serves {hosts} on port {port}.",
      },
      ko: {
        what: "egress gateway로 가는 TLS에 sni가 없어서 핸드셰이크가 {sni} 이름을 요청합니다. {gateway} Gateway가 {port} 포트에서 받는 호스트는 {hosts}입니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
spec:
  subsets:
  - ...
    trafficPolicy:
      portLevelSettings:
      - ...
        tls:
          mode: ISTIO_MUTUAL
          #     ^^^^^^^^^^^^ warning gateway-hop-sni-mismatch
          sni: <none>
`,
    ],
  },
  *check({ view }, rule) {
    if (rule.uncertain || view.isUncertain("Gateway")) return;
    for (const { block, hop } of mismatches(view, rule)) {
      const { tls } = block;
      const [seen] = hop.onPort;
      yield {
        at: placeOf(block),
        args: {
          sni: nameSent(block, hop),
          gateway: seen?.gateway.name?.value ?? "",
          hosts: [...new Set(hop.onPort.flatMap(({ server }) => serverHosts(server)))].join(", "),
          port: hop.port ?? 0,
        },
        ...(tls.sni === undefined ? { variant: "unset" } : {}),
        related: hop.onPort.map(({ gateway, server }) => ({
          place: { document: gateway.document, span: server.hosts[0]?.span ?? server.span },
          text: { en: "The hosts that the gateway serves.", ko: "gateway가 받는 호스트입니다." },
        })),
      };
    }
  },
  *repair({ view }, rule, finding) {
    const found = mismatches(view, rule).find(({ block }) => placeOf(block).start === finding.at.start);
    const host = found?.hop.service.hosts.map((entry) => entry.value).find((name) => !name.startsWith("*"));
    const node = found === undefined ? undefined : mappingAt(rule.root, found.block.tls.span.start);
    if (host === undefined || node === undefined) return;
    yield {
      title: { en: "Set sni to {host}", ko: "sni를 {host} 값으로 설정" },
      args: { host },
      changes: [{ document: rule.document, edits: [setEntry(rule.document, node, "sni", host, { after: "mode" })] }],
      preferred: true,
      safe: true,
    };
  },
});

/** The rule's TLS blocks that hold for a hop whose servers all want another name; each block once. */
function mismatches(
  view: WorkspaceView,
  rule: DestinationRule,
): readonly { readonly block: TlsBlock; readonly hop: SeenHop }[] {
  const hops = hopsOverHost(view, hostOfRule(view, rule));
  return tlsBlocks(rule).flatMap((block) => {
    const hop = hops.find((candidate) => {
      if (candidate.policy.tls?.tls !== block.tls || candidate.onPort.length === 0) return false;
      if (block.mode !== "ISTIO_MUTUAL") return false;
      const name = nameSent(block, candidate).toLowerCase();
      return candidate.onPort.every(
        ({ server }) => serverKind(server) !== "http" && serverHosts(server).every((host) => !covers(host, name)),
      );
    });
    return hop === undefined ? [] : [{ block, hop }];
  });
}

function nameSent(block: TlsBlock, hop: SeenHop): string {
  return block.tls.sni?.value ?? meshServerName(hop.host, hop.port ?? 0, hop.destination.subset?.value);
}

function placeOf(block: TlsBlock): TlsBlock["tls"]["span"] {
  return block.tls.sni?.span ?? modeSpan(block.tls);
}
