// TLS is originated for a TCP port without a server name: only for HTTP does the proxy take the name from the request, so a server with
// several certificates answers with the wrong one. https://istio.io/latest/docs/reference/config/networking/destination-
// rule/#ClientTLSSettings-sni
import { modeSpan } from "../model/destination-rule";
import { setEntry } from "../syntax/edit";
import { isIpAddress } from "../workspace/names";
import { originates, outsideService, tlsBlocks } from "../traffic/rule-use";
import { defineRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "tcp-tls-without-sni",
  severity: "information",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS over TCP without a server name",
      what: "TLS is originated for the TCP port {port} of {host} without sni.",
      why: "For TCP the proxy has no Host header to take the server name from, so it sends none; a server with several certificates may answer with another one.",
      next: "Set sni to the name the server's certificate is for.",
    },
    ko: {
      title: "서버 이름이 없는 TCP의 TLS",
      what: "{host} 호스트의 TCP 포트 {port}번에 sni 없이 TLS를 시작합니다.",
      why: "TCP에는 서버 이름을 가져올 Host 헤더가 없어 프록시가 SNI를 보내지 않습니다. 인증서가 여러 개인 서버는 다른 인증서로 응답할 수 있습니다.",
      next: "서버 인증서의 이름을 sni에 적습니다.",
    },
  },
  examples: {
    base: "sidecar",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - number: 5432
    name: tcp-db
    protocol: TCP
---
kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 5432
      tls:
        mode: SIMPLE
        #     ^^^^^^ information tcp-tls-without-sni
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  ports:
  - number: 5432
    name: tcp-db
    protocol: TCP
---
kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 5432
      tls:
        mode: SIMPLE
        sni: finance.yahoo.com
`,
    ],
  },
  *check({ view }, rule) {
    const service = outsideService(view, rule);
    if (rule.uncertain || service === undefined || isIpAddress(service.host)) return;
    for (const block of tlsBlocks(rule).filter(originates)) {
      const number = block.port?.number?.value;
      const port = service.ports.find(
        (candidate) => candidate.protocolClass === "tcp" && (number === undefined || candidate.number === number),
      );
      if (port === undefined || block.tls.sni !== undefined) continue;
      yield {
        at: modeSpan(block.tls),
        args: { host: service.host, port: port.number },
        data: { host: service.host, block: block.tls.span.start },
      };
    }
  },
  *repair(_cx, rule, { data }) {
    const node = mappingAt(rule.root, Number(data?.block));
    if (node === undefined) return;
    yield {
      title: { en: "Send the server name {host}", ko: "{host} 서버 이름 보내기" },
      args: { host: String(data?.host) },
      changes: [
        {
          document: rule.document,
          edits: [setEntry(rule.document, node, "sni", String(data?.host), { after: "mode" })],
        },
      ],
      preferred: true,
      safe: true,
    };
  },
});
