// A Sidecar says something about traffic that comes in or goes out; an empty one, or a listener that imports nothing at all, is refused.
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "incomplete-sidecar",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["Sidecar"],
  text: {
    en: {
      title: "Sidecar that says nothing",
      what: "This Sidecar sets none of egress, ingress, outboundTrafficPolicy and inboundConnectionPool.",
      why: REJECTED.en,
      next: 'Add what the workloads may reach, such as egress with hosts "./*" and "istio-system/*".',
    },
    ko: {
      title: "내용이 없는 Sidecar",
      what: "이 Sidecar에 egress, ingress, outboundTrafficPolicy, inboundConnectionPool 필드가 하나도 없습니다.",
      why: REJECTED.ko,
      next: '워크로드가 접근할 대상을 추가합니다. 예를 들어 egress의 hosts에 "./*" 와 "istio-system/*" 를 씁니다.',
    },
  },
  variants: {
    hosts: {
      en: {
        what: "This egress listener has no hosts.",
        next: 'Write the hosts it may reach as namespace/host; "~/*" means none.',
      },
      ko: {
        what: "이 egress 리스너의 hosts 목록이 비어 있습니다.",
        next: '접근할 호스트를 namespace/host 형식으로 씁니다. "~/*" 는 아무것도 접근하지 않는다는 뜻입니다.',
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
#<^^ error incomplete-sidecar
  workloadSelector:
    labels:
      app: shop
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts: []
    #<^^^ error incomplete-sidecar
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts: ["./*"]
`,
    ],
  },
  *check(_cx, sidecar) {
    if (!isReadable(sidecar)) return;
    const spec = entryOf(sidecar.root, "spec");
    const fields = ["egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool"];
    if (spec?.value?.kind === "mapping" && fields.every((field) => !isSet(sidecar.spec, field))) {
      yield { at: spec.key.span, args: {} };
    }
    for (const { node } of messagesOf(sidecar, "IstioEgressListener")) {
      const hosts = entryOf(node, "hosts");
      if (hosts?.value?.kind === "sequence" && hosts.value.items.length === 0) {
        yield { at: hosts.key.span, args: {}, variant: "hosts" };
      }
    }
  },
});
