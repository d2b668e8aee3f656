// A Gateway server that speaks HTTPS or TLS has to say what happens to the TLS: passed on untouched, or ended here and with which certificate.
// https://istio.io/latest/docs/reference/config/networking/gateway/#Server-tls
import { messagesOf } from "../model/message-walk";
import { isTlsProtocol, parseProtocol } from "../model/protocol";
import { knownText } from "../model/field";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, setField } from "./repairs";

export const rule = defineRule({
  code: "server-needs-tls-settings",
  severity: "error",
  certainty: "local",
  subjects: ["Gateway"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "HTTPS or TLS server without TLS settings",
      what: "The server on port {port} speaks {protocol}, but has no tls settings.",
      why: REJECTED.en,
      next: "Add tls with a mode: ISTIO_MUTUAL for traffic that comes from sidecars of the mesh, PASSTHROUGH to leave the application's own TLS untouched, SIMPLE or MUTUAL with a certificate of your own.",
    },
    ko: {
      title: "TLS 설정이 없는 HTTPS 또는 TLS 서버",
      what: "{port} 포트의 서버는 {protocol} 프로토콜을 쓰지만 tls 설정이 없습니다.",
      why: REJECTED.ko,
      next: "tls에 mode를 지정합니다. 메시의 사이드카에서 오는 트래픽이면 ISTIO_MUTUAL, 애플리케이션의 TLS를 그대로 통과시키려면 PASSTHROUGH, 직접 준비한 인증서를 쓰려면 SIMPLE이나 MUTUAL을 사용합니다.",
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    port:
      protocol: HTTPS
      #         ^^^^^ error server-needs-tls-settings
    tls: <none>
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const server of messagesOf(resource, "Server")) {
      const port = entryOf(server.node, "port")?.value;
      const protocol = knownText(port, "protocol");
      const tls = entryOf(server.node, "tls")?.value;
      if (protocol === undefined || !isTlsProtocol(parseProtocol(protocol.value)) || tls?.kind === "mapping") continue;
      const number = entryOf(port, "number")?.value;
      yield {
        at: protocol.span,
        args: { protocol: protocol.value, port: number?.kind === "scalar" ? number.source : "?" },
        data: about(server, "tls"),
      };
    }
  },
  *repair(_cx, resource, finding) {
    const server = ownerOf(resource, finding);
    const protocol = String(finding.args.protocol).toUpperCase();
    yield* setField(
      resource,
      server,
      "tls",
      { mode: "ISTIO_MUTUAL" },
      {
        title: {
          en: "Add tls with mode ISTIO_MUTUAL: end the mesh's own TLS here",
          ko: "tls mode ISTIO_MUTUAL 추가: 메시의 상호 TLS를 여기서 끝내기",
        },
        preferred: protocol === "HTTPS",
      },
    );
    yield* setField(
      resource,
      server,
      "tls",
      { mode: "PASSTHROUGH" },
      {
        title: {
          en: "Add tls with mode PASSTHROUGH: leave the application's TLS untouched",
          ko: "tls mode PASSTHROUGH 추가: 애플리케이션의 TLS를 그대로 통과",
        },
        preferred: protocol !== "HTTPS",
      },
    );
  },
});
