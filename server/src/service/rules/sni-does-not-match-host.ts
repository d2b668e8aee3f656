// The server name sent in the TLS handshake is another one than the host's, and nothing says that the server's certificate is for that
// name. https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-sni
import type { DestinationRule } from "../model/destination-rule";
import { replaceScalar } from "../syntax/edit";
import { originates, outsideService, type TlsBlock, tlsBlocks } from "../traffic/rule-use";
import { covers, isIpAddress } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "sni-does-not-match-host",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "Server name of another host",
      what: "The TLS handshake with {host} asks for {sni}.",
      why: "The server answers with the certificate of {sni}, or refuses: the handshake fails or the request ends up at another site.",
      next: "Write {host}; if the certificate really is for {sni}, list that name in subjectAltNames.",
    },
    ko: {
      title: "다른 호스트의 서버 이름",
      what: "{host} 호스트와의 TLS 핸드셰이크에서 {sni} 이름을 요청합니다.",
      why: "서버가 {sni} 이름의 인증서로 응답하거나 거부하므로, 핸드셰이크가 실패하거나 요청이 다른 사이트로 갑니다.",
      next: "{host} 값을 적습니다. 인증서가 정말 {sni} 이름의 것이라면 subjectAltNames에 그 이름을 적습니다.",
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
        sni: www.example.com
        #    ^^^^^^^^^^^^^^^ warning sni-does-not-match-host
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        sni: www.example.com
        subjectAltNames: [www.example.com]
`,
    ],
  },
  *check({ view }, rule) {
    const host = rule.host?.value.toLowerCase();
    if (rule.uncertain || host === undefined || isIpAddress(host)) return;
    for (const block of tlsBlocks(rule).filter(originates)) {
      const { sni } = block.tls;
      if (sni === undefined || isMeant(view, rule, block, sni.value.toLowerCase())) continue;
      yield { at: sni.span, args: { host, sni: sni.value } };
    }
  },
  *repair(_cx, rule, finding) {
    const scalar = scalarAt(rule.root, finding.at.start);
    if (scalar === undefined || String(finding.args.host).startsWith("*")) return;
    yield {
      title: { en: "Change sni to {host}", ko: "sni를 {host} 값으로 변경" },
      changes: [{ document: rule.document, edits: [replaceScalar(scalar, String(finding.args.host))] }],
      preferred: true,
      safe: true,
    };
  },
});

/** Whether somebody says that the server goes by this name: the host itself, the certificate's names, or another host of the ServiceEntry. */
function isMeant(view: WorkspaceView, rule: DestinationRule, block: TlsBlock, sni: string): boolean {
  const service = outsideService(view, rule);
  // Only for hosts outside the mesh is the name the files' business; a Service's certificate may carry any name.
  if (service === undefined) return true;
  const names = [
    service.host,
    ...block.tls.subjectAltNames.map((name) => name.value.toLowerCase()),
    ...service.subjectAltNames.map((name) => name.toLowerCase()),
    ...service.resources.flatMap((resource) =>
      resource.type === "ServiceEntry" ? resource.hosts.map((name) => name.value.toLowerCase()) : [],
    ),
  ];
  return (
    names.some((name) => covers(name, sni)) || service.endpoints.some((endpoint) => endpoint.address?.value === sni)
  );
}
