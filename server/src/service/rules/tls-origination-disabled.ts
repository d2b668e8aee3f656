// A TLS block with mode DISABLE (or without a mode, which means the same) holds for a port that awaits TLS and that an http route sends
// to: somebody decided, but against what the port is for. https://istio.io/latest/docs/reference/config/networking/destination-
// rule/#ClientTLSSettings-TLSmode
import { modeSpan } from "../model/destination-rule";
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { senderOf } from "../traffic/plain-send";
import { type TlsBlock, tlsBlocks } from "../traffic/rule-use";
import { definePathRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = definePathRule({
  code: "tls-origination-disabled",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["server-wants-tls"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS switched off for a TLS port",
      what: "TLS is switched off for port {port} of {host}, which awaits it, and an http route of {service} sends there.",
      why: "The requests leave in plain text, and the server answers 400 or closes the connection.",
      next: "Set the mode to SIMPLE, or MUTUAL with a client certificate.",
    },
    ko: {
      title: "TLS 포트에 꺼진 TLS",
      what: "TLS를 기다리는 {host} 호스트의 {port} 포트에 TLS가 꺼져 있고, {service} VirtualService의 http 경로가 그곳으로 요청을 보냅니다.",
      why: "요청이 평문으로 나가고, 서버는 400으로 응답하거나 연결을 끊습니다.",
      next: "mode를 SIMPLE로, 클라이언트 인증서를 쓴다면 MUTUAL로 설정합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        mode: DISABLE
        #     ^^^^^^^ warning tls-origination-disabled
`,
    ],
  },
  *check(_cx, { trace }, _hop, step) {
    const { policy, servicePort, service, taken } = senderOf(trace) ?? {};
    if (policy?.tls?.mode !== "DISABLE") return;
    const { tls, rule: owner } = policy.tls;
    yield {
      at: { document: owner.document, span: modeSpan(tls) },
      args: {
        host: service?.host ?? "",
        port: servicePort?.number ?? 0,
        service: taken?.virtualService.name?.value ?? service?.resources[0]?.name?.value ?? "",
      },
      step,
      related:
        taken?.destination === undefined
          ? []
          : [
              {
                place: {
                  document: taken.virtualService.document,
                  span: taken.destination.port?.span ?? taken.destination.span,
                },
                text: { en: "The route that sends there.", ko: "이곳으로 보내는 경로입니다." },
              },
            ],
    };
  },
  *repair(_cx, rule, finding) {
    if (rule.type !== "DestinationRule") return;
    const block = tlsBlocks(rule).find((candidate) => placeOf(candidate).start === finding.at.start);
    const node = block === undefined ? undefined : mappingAt(rule.root, block.tls.span.start);
    if (node === undefined || entryOf(node, "mode") === undefined) return;
    yield {
      title: { en: "Originate TLS: set the mode to SIMPLE", ko: "TLS 시작: mode를 SIMPLE로 설정" },
      changes: [{ document: rule.document, edits: [setEntry(rule.document, node, "mode", "SIMPLE")] }],
      preferred: true,
      safe: true,
    };
  },
});

function placeOf(block: TlsBlock): TlsBlock["tls"]["span"] {
  return modeSpan(block.tls);
}
