// ISTIO_MUTUAL towards a host outside the mesh: the proxy shows the mesh's certificate and trusts only the mesh's own authority, so no public
// server's handshake succeeds. Servers whose endpoints are listed may be part of another mesh with the same authority and are left alone.
import { modeSpan } from "../model/destination-rule";
import { senderOf } from "../traffic/plain-send";
import { isPublicName } from "../workspace/names";
import { definePathRule } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = definePathRule({
  code: "mesh-certificate-to-outside",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["mesh-tls-to-outside"],
  seeAlso: [],
  text: {
    en: {
      title: "Mesh certificates towards a host outside the mesh",
      what: "ISTIO_MUTUAL is set for {host}, which lies outside the mesh.",
      why: "The proxy presents the mesh's certificate and trusts only the mesh's own authority: the TLS handshake with a public server fails and apps get 503.",
      next: "Set SIMPLE, or MUTUAL with a client certificate of that server's.",
    },
    ko: {
      title: "메시 바깥 호스트에 쓰는 메시 인증서",
      what: "메시 바깥에 있는 {host} 호스트에 ISTIO_MUTUAL이 설정되어 있습니다.",
      why: "프록시가 메시 인증서를 제시하고 메시의 CA만 신뢰하므로, 공개 서버와의 TLS 핸드셰이크가 실패하고 앱은 503을 받습니다.",
      next: "SIMPLE로 바꾸거나, 서버가 인정하는 클라이언트 인증서와 함께 MUTUAL을 사용합니다.",
    },
  },
  examples: {
    base: "sidecar",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        mode: ISTIO_MUTUAL
        #     ^^^^^^^^^^^^ warning mesh-certificate-to-outside
`,
    ],
  },
  *check(_cx, { trace }, _hop, step) {
    const sender = senderOf(trace);
    const tls = sender?.policy?.tls;
    const host = sender?.service?.host ?? "";
    // A private name may be a server of another mesh with the same authority.
    if (tls === undefined || !isPublicName(host)) return;
    yield { at: { document: tls.rule.document, span: modeSpan(tls.tls) }, args: { host }, step };
  },
  *repair(_cx, rule, finding) {
    yield* replaceScalarAt(rule, finding.at.start, "SIMPLE", {
      title: { en: "Originate TLS with the public authorities: SIMPLE", ko: "공개 CA로 TLS 시작: SIMPLE" },
      preferred: true,
      safe: true,
    });
  },
});
