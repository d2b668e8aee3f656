// A server name is set and no names for the certificate: the proxy then checks only that some authority signed the certificate, not whose
// it is. Without sni it checks the name by itself (B.7; pilot/pkg/networking/core/cluster_tls.go).
import { setEntry } from "../syntax/edit";
import { originates, outsideService, tlsBlocks } from "../traffic/rule-use";
import { behaves } from "../traffic/versions";
import { defineRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "server-name-not-verified",
  severity: "information",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "Server's name not verified",
      what: "sni is set and subjectAltNames is not, so the name in the certificate of {host} is not checked.",
      why: "Any certificate of a trusted authority is accepted, whoever it belongs to.",
      next: "Add {sni} to subjectAltNames, or remove sni: then the proxy uses the host's name and checks it.",
    },
    ko: {
      title: "검증되지 않는 서버 이름",
      what: "sni만 있고 subjectAltNames가 없으므로 {host} 호스트의 인증서에 적힌 이름을 확인하지 않습니다.",
      why: "신뢰하는 인증 기관이 서명한 인증서라면 누구의 것이든 받아들입니다.",
      next: "subjectAltNames에 {sni} 이름을 추가하거나 sni를 제거합니다. sni가 없으면 프록시가 호스트 이름을 사용하고 확인합니다.",
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
        sni: finance.yahoo.com
        #    ^^^^^^^^^^^^^^^^^ information server-name-not-verified
`,
    ],
  },
  *check({ view }, rule) {
    const service = outsideService(view, rule);
    if (rule.uncertain || service === undefined || service.subjectAltNames.length > 0) return;
    if (!behaves(view.settings.istioVersion, "verify-server-certificate")) return;
    for (const { tls } of tlsBlocks(rule).filter(originates)) {
      const { sni } = tls;
      if (sni === undefined || tls.subjectAltNames.length > 0 || tls.insecureSkipVerify?.value === true) continue;
      yield { at: sni.span, args: { host: service.host, sni: sni.value }, data: { tls: tls.span.start } };
    }
  },
  *repair(_cx, rule, finding) {
    const tls = mappingAt(rule.root, Number(finding.data?.tls));
    if (tls === undefined) return;
    const edit = setEntry(rule.document, tls, "subjectAltNames", [String(finding.args.sni)], { after: "sni" });
    yield {
      title: { en: "Verify the name {sni}", ko: "{sni} 이름 확인하기" },
      changes: [{ document: rule.document, edits: [edit] }],
      preferred: true,
    };
  },
});
