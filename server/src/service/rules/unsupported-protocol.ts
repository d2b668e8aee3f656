// Protocols that Istio does not know. Left out, the proxy guesses HTTP or TCP, except on a Gateway, which must know.
// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
import { closest } from "../base/edit-distance";
import { knownText } from "../model/field";
import type { MessageNode } from "../model/message-walk";
import { COMMON_PROTOCOLS, parseProtocol } from "../model/protocol";
import { defineLocalRule, type Finding, type LocalContext } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

export const rule = defineLocalRule({
  code: "unsupported-protocol",
  severity: "error",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry", "Gateway", "Sidecar"],
  text: {
    en: {
      title: "Unknown protocol",
      what: 'Istio knows no protocol "{protocol}".',
      why: REJECTED.en,
      next: "Use one of: {allowed}.",
    },
    ko: {
      title: "알 수 없는 protocol",
      what: 'Istio는 "{protocol}" protocol을 지원하지 않습니다.',
      why: REJECTED.ko,
      next: "다음 가운데 하나를 씁니다: {allowed}.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    protocol: HTPPS
    #         ^^^^^ error unsupported-protocol
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
    protocol: http
  - number: 9000
    name: guessed
`,
    ],
  },
  on: { Port: check, ServicePort: check, SidecarPort: check },
  *repair(_cx, resource, finding) {
    const written = String(finding.args.protocol).replaceAll("-", "_");
    const meant = parseProtocol(written) ?? closest(written, COMMON_PROTOCOLS);
    if (meant !== undefined) yield* replaceNoted(resource, finding, meant, { preferred: true, safe: true });
  },
});

function* check(_cx: LocalContext, port: MessageNode): Iterable<Finding> {
  const protocol = knownText(port.node, "protocol");
  if (protocol === undefined || parseProtocol(protocol.value) !== undefined) return;
  if (protocol.value === "" && port.message !== "Port") return;
  yield {
    at: protocol.span,
    args: { protocol: protocol.value, allowed: COMMON_PROTOCOLS.join(", ") },
    data: about(port, "protocol"),
  };
}
