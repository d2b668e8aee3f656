// The server's certificate is not checked. TLS without the check protects from nobody who can answer in the server's place.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify
import { removeEntry } from "../syntax/edit";
import { tlsBlocks } from "../traffic/rule-use";
import { defineRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "certificate-check-skipped",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "Server certificate not checked",
      what: "The certificate of {host} is not checked: insecureSkipVerify is true.",
      why: "The connection is encrypted, but to whoever answers; anybody on the way can read and change the requests.",
      next: "Remove the field; for a private authority name its certificates in caCertificates or credentialName.",
    },
    ko: {
      title: "검증하지 않는 서버 인증서",
      what: "insecureSkipVerify가 true이므로 {host} 호스트의 인증서를 검증하지 않습니다.",
      why: "연결은 암호화되지만 상대가 누구인지 확인하지 않으므로, 중간에 있는 누구나 요청을 읽고 바꿀 수 있습니다.",
      next: "이 필드를 제거합니다. 사설 인증 기관이라면 caCertificates나 credentialName에 그 인증서를 지정합니다.",
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
        insecureSkipVerify: true
        #                   ^^^^ warning certificate-check-skipped
`,
    ],
  },
  *check(_cx, rule) {
    for (const { tls } of tlsBlocks(rule)) {
      if (tls.insecureSkipVerify?.value !== true) continue;
      yield { at: tls.insecureSkipVerify.span, args: { host: rule.host?.value ?? "" }, data: { tls: tls.span.start } };
    }
  },
  *repair(_cx, rule, finding) {
    const tls = mappingAt(rule.root, Number(finding.data?.tls));
    const edit = tls === undefined ? undefined : removeEntry(rule.document, tls, "insecureSkipVerify");
    if (edit === undefined) return;
    yield {
      title: { en: "Check the certificate: remove insecureSkipVerify", ko: "인증서 검증: insecureSkipVerify 제거" },
      changes: [{ document: rule.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});
