// A listener of a Gateway or Sidecar has one port: where it listens. `targetPort` belongs to services.
import { knownNumber } from "../model/field";
import type { MessageNode } from "../model/message-walk";
import { entryOf } from "../syntax/yaml-node";
import { defineLocalRule, type Finding, type LocalContext } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineLocalRule({
  code: "target-port-not-allowed",
  severity: "error",
  seeAlso: ["IST0106"],
  subjects: ["Gateway", "Sidecar"],
  text: {
    en: {
      title: "targetPort on a listener",
      what: "targetPort means nothing on a {kind}.",
      why: REJECTED.en,
      next: "Remove targetPort; the listener's port is number.",
    },
    ko: {
      title: "리스너의 targetPort",
      what: "{kind} 리소스에서 targetPort 필드는 아무 의미가 없습니다.",
      why: REJECTED.ko,
      next: "targetPort 필드를 제거합니다. 리스너의 포트는 number 필드에 씁니다.",
    },
  },
  examples: {
    base: "passthrough",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    port:
      targetPort: 8443
      #<^^^^^^^^ error target-port-not-allowed
`,
    ],
  },
  on: {
    Port: check,
    SidecarPort: check,
  },
  repair: (_cx, resource, finding) => removeNoted(resource, finding, { preferred: true, safe: true }),
});

function* check({ resource }: LocalContext, port: MessageNode): Iterable<Finding> {
  const key = entryOf(port.node, "targetPort")?.key;
  if (key === undefined || (knownNumber(port.node, "targetPort")?.value ?? 0) === 0) return;
  yield { at: key.span, args: { kind: resource.type }, data: about(port, "targetPort") };
}
