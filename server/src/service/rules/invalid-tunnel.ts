// A tunnel wraps connections in HTTP CONNECT or POST on their way to a target; Istio wants to know which. The target itself is judged as any host
// and port are.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
import { isSet, knownText } from "../model/field";
import { entryOf } from "../syntax/yaml-node";
import { defineLocalRule } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted, replaceNoted } from "./repairs";

export const rule = defineLocalRule({
  code: "invalid-tunnel",
  severity: "error",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Tunnel settings Istio refuses",
      what: 'The tunnel protocol is "{value}".',
      why: REJECTED.en,
      next: "Write CONNECT or POST, in capitals; CONNECT is the default.",
    },
    ko: {
      title: "Istio가 거부하는 tunnel 설정",
      what: 'tunnel의 protocol 값("{value}")을 사용할 수 없습니다.',
      why: REJECTED.ko,
      next: "CONNECT나 POST를 대문자로 적습니다. 기본값은 CONNECT입니다.",
    },
  },
  variants: {
    "proxy-protocol": {
      en: {
        what: "proxyProtocol is set together with tunnel.",
        next: "Keep one of the two.",
      },
      ko: {
        what: "proxyProtocol 필드와 tunnel 필드가 함께 지정되어 있습니다.",
        next: "둘 가운데 하나만 남깁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    tunnel:
      protocol: connect
      #         ^^^^^^^ error invalid-tunnel
      targetHost: finance.yahoo.com
      targetPort: 443
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    tunnel:
      protocol: CONNECT
      targetHost: finance.yahoo.com
      targetPort: 443
`,
    ],
  },
  on: {
    *TunnelSettings(_cx, tunnel) {
      const protocol = knownText(tunnel.node, "protocol");
      if (protocol !== undefined && !["", "CONNECT", "POST"].includes(protocol.value))
        yield { at: protocol.span, args: { value: protocol.value }, data: about(tunnel, "protocol") };
    },
    *TrafficPolicy(_cx, policy) {
      const other = entryOf(policy.node, "proxyProtocol");
      if (other?.value?.kind === "mapping" && isSet(policy.node, "tunnel"))
        yield { at: other.key.span, args: {}, variant: "proxy-protocol", data: about(policy, "proxyProtocol") };
    },
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "proxy-protocol") {
      yield* removeNoted(resource, finding, {});
      yield* removeField(resource, ownerOf(resource, finding), "tunnel", {});
    }
    const meant = String(finding.args.value).toUpperCase();
    if (finding.variant === undefined && (meant === "CONNECT" || meant === "POST"))
      yield* replaceNoted(resource, finding, meant, { preferred: true, safe: true });
  },
});
