// Where a Sidecar sends what it does not know: `egressProxy` needs ALLOW_ANY, a host without wildcard, and a port.
import { knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED, setField } from "./repairs";

export const rule = defineRule({
  code: "invalid-egress-proxy",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["Sidecar"],
  text: {
    en: {
      title: "egressProxy that cannot work",
      what: "egressProxy is set, but the mode is {mode}.",
      why: REJECTED.en,
      next: "Set mode to ALLOW_ANY: only then is unknown traffic let through at all.",
    },
    ko: {
      title: "동작할 수 없는 egressProxy",
      what: "egressProxy 필드가 있지만 mode는 {mode} 값입니다.",
      why: REJECTED.ko,
      next: "mode를 ALLOW_ANY로 지정합니다. 그래야 알려지지 않은 트래픽이 나갈 수 있습니다.",
    },
  },
  variants: {
    port: {
      en: { what: "egressProxy names no port.", next: "Add port with the proxy's port number." },
      ko: { what: "egressProxy에 포트가 없습니다.", next: "port 필드에 프록시의 포트 번호를 추가합니다." },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  outboundTrafficPolicy:
    mode: REGISTRY_ONLY
    egressProxy:
    #<^^^^^^^^^ error invalid-egress-proxy
      host: proxy.egress.svc.cluster.local
      port:
        number: 8080
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  outboundTrafficPolicy:
    mode: ALLOW_ANY
    egressProxy:
      host: proxy.egress.svc.cluster.local
      port:
        number: 8080
`,
    ],
  },
  *check(_cx, sidecar) {
    if (!isReadable(sidecar)) return;
    for (const policy of messagesOf(sidecar, "OutboundTrafficPolicy")) {
      const proxy = entryOf(policy.node, "egressProxy");
      if (proxy?.value?.kind !== "mapping") continue;
      const mode = entryOf(policy.node, "mode")?.value;
      if (mode?.kind === "scalar" && mode.placeholder) continue;
      const value = knownText(policy.node, "mode")?.value ?? "REGISTRY_ONLY";
      if (value !== "ALLOW_ANY") yield { at: proxy.key.span, args: { mode: value } };
      else if (entryOf(proxy.value, "port")?.value === undefined)
        yield { at: proxy.key.span, args: {}, variant: "port" };
    }
  },
  *repair(_cx, sidecar, { variant }) {
    if (variant !== undefined) return;
    const [policy] = messagesOf(sidecar, "OutboundTrafficPolicy");
    yield* setField(sidecar, policy, "mode", "ALLOW_ANY", {
      title: {
        en: "Set mode to ALLOW_ANY; unknown hosts become reachable",
        ko: "mode를 ALLOW_ANY로 지정 (알려지지 않은 호스트도 접근할 수 있게 됩니다)",
      },
    });
  },
});
