// How a VirtualService writes the gateways it is bound to: `name`, `namespace/name`, or `mesh`. The old spelling `name.namespace` still works.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { hostProblem, isDnsLabel } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

type Reason = "empty-part" | "namespace" | "name" | "legacy";

export const rule = defineRule({
  code: "invalid-gateway-reference",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106", "IST0133", "KIA1108"],
  text: {
    en: {
      title: "Gateway written in a way Istio does not read",
      what: '"{gateway}" is not the name of a gateway.',
      why: REJECTED.en,
      next: "Write the name of a Gateway in this namespace, or namespace/name, or mesh for the sidecars.",
    },
    ko: {
      title: "Istio가 읽지 못하는 gateway 표기",
      what: '"{gateway}" 값은 gateway 이름이 아닙니다.',
      why: REJECTED.ko,
      next: "같은 네임스페이스의 Gateway 이름, namespace/name 형식의 이름, 또는 사이드카를 뜻하는 mesh를 적습니다.",
    },
  },
  variants: {
    "empty-part": {
      en: { what: 'In "{gateway}" the namespace or the name is missing.' },
      ko: { what: '"{gateway}" 값에 네임스페이스나 이름이 빠져 있습니다.' },
    },
    namespace: {
      en: { what: 'In "{gateway}" the part before the slash cannot be a namespace.' },
      ko: { what: '"{gateway}" 값에서 슬래시 앞부분은 네임스페이스가 될 수 없습니다.' },
    },
    legacy: {
      en: {
        what: '"{gateway}" is the old spelling of {preferred}.',
        why: "Istio still reads it as a name with its namespace, and its webhook warns about it.",
        next: "Write {preferred}.",
      },
      ko: {
        what: '"{gateway}" 값은 {preferred} 이름을 예전 방식으로 적은 것입니다.',
        why: "Istio는 여전히 이름과 네임스페이스로 읽지만 웹훅이 경고합니다.",
        next: "{preferred} 형식으로 적습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  gateways:
  - istio-system/*
  # ^^^^^^^^^^^^^^ error invalid-gateway-reference
  - egress.istio-system.svc.cluster.local
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning invalid-gateway-reference
  - finance-yahoo-com-egress
`,
    ],
    good: [
      `kind: VirtualService
spec:
  gateways: [mesh, finance-yahoo-com-egress, default/finance-yahoo-com-egress]
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const owner of messagesOf(resource)) {
      const list = entryOf(owner.node, "gateways")?.value;
      if (list?.kind !== "sequence") continue;
      for (const [position, item] of list.items.entries()) {
        if (item?.kind !== "scalar" || item.placeholder || typeof item.value !== "string") continue;
        const reason = judge(item.value);
        if (reason === undefined) continue;
        const [name = "", namespace = ""] = item.value.split(".");
        yield {
          at: item.span,
          args: { gateway: item.value, preferred: `${namespace}/${name}` },
          ...(reason === "name" ? {} : { variant: reason }),
          ...(reason === "legacy" ? { severity: "warning" as const } : {}),
          data: about(owner, "gateways", position),
        };
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "legacy")
      yield* replaceNoted(resource, finding, String(finding.args.preferred), { preferred: true, safe: true });
  },
});

/** What Istio's validateGatewayNames says of one name. */
function judge(gateway: string): Reason | undefined {
  const slash = gateway.indexOf("/");
  if (slash < 0) {
    if (hostProblem(gateway) !== undefined) return "name";
    return gateway.includes(".") ? "legacy" : undefined;
  }
  const namespace = gateway.slice(0, slash);
  const name = gateway.slice(slash + 1);
  if (namespace === "" || name === "") return "empty-part";
  if (!isDnsLabel(namespace)) return "namespace";
  return isDnsLabel(name) ? undefined : "name";
}
