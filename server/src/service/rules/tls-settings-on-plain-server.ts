// TLS settings only make sense on a Gateway server whose protocol is HTTPS or TLS; an HTTP server may have them for httpsRedirect alone.
// https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
import { isSet, knownText } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isHttpProtocol, parseProtocol } from "../model/protocol";
import { isTlsMisplaced } from "../model/server-tls";
import { isReadable } from "../model/shape";
import { entryOf, type MappingNode } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, ownerOf, REJECTED, removeField, setField } from "./repairs";

export const rule = defineRule({
  code: "tls-settings-on-plain-server",
  severity: "error",
  certainty: "local",
  subjects: ["Gateway"],
  seeAlso: ["IST0106", "IST0133"],
  text: {
    en: {
      title: "TLS settings on a server without TLS",
      what: "The server speaks {protocol}, which is not encrypted, yet it has tls settings.",
      why: REJECTED.en,
      next: "Write {encrypted} as the port's protocol when clients connect with TLS; otherwise remove tls.",
    },
    ko: {
      title: "TLS가 아닌 서버의 TLS 설정",
      what: "이 서버는 암호화하지 않는 {protocol} 프로토콜을 쓰는데 tls 설정이 있습니다.",
      why: REJECTED.ko,
      next: "클라이언트가 TLS로 접속한다면 포트의 protocol 값을 {encrypted} 값으로 바꾸고, 아니라면 tls를 제거합니다.",
    },
  },
  variants: {
    redirect: {
      en: {
        what: "httpsRedirect is set on a server that speaks {protocol}.",
        why: "Only an HTTP server can answer with a redirect to https, so the setting does nothing here and Istio's webhook warns about it.",
        next: "Move httpsRedirect to the HTTP server, or remove it.",
      },
      ko: {
        what: "{protocol} 프로토콜을 쓰는 서버에 httpsRedirect 값이 지정되어 있습니다.",
        why: "https로 redirect하는 응답은 HTTP 서버만 보낼 수 있습니다. 여기서는 아무 동작도 하지 않으며 Istio의 웹훅이 경고합니다.",
        next: "httpsRedirect를 HTTP 서버로 옮기거나 제거합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
    #<^ error tls-settings-on-plain-server
      mode: SIMPLE
      credentialName: finance
`,
      `#- base: passthrough
kind: Gateway
spec:
  servers:
  - ...
    tls:
      httpsRedirect: true
      #<^^^^^^^^^^^ warning tls-settings-on-plain-server
`,
    ],
    good: [
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      httpsRedirect: true
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const server of messagesOf(resource, "Server")) {
      const protocol = knownText(entryOf(server.node, "port")?.value, "protocol");
      const tls = entryOf(server.node, "tls");
      if (protocol === undefined || tls?.value?.kind !== "mapping") continue;
      const misplaced = isTlsMisplaced(protocol.value, tls.value);
      if (misplaced) {
        const encrypted = isHttpProtocol(parseProtocol(protocol.value)) ? "HTTPS" : "TLS";
        yield { at: tls.key.span, args: { protocol: protocol.value, encrypted }, data: about(server, "tls") };
      } else {
        yield* misplacedRedirect(resource.uncertain ? undefined : server, protocol.value, tls.value);
      }
    }
  },
  *repair(_cx, resource, finding) {
    const server = ownerOf(resource, finding);
    if (finding.variant === "redirect") {
      yield* removeField(resource, server, "httpsRedirect", { preferred: true, safe: true });
      return;
    }
    const port = messagesOf(resource, "Port").find(({ parent }) => parent === server);
    yield* setField(resource, port, "protocol", String(finding.args.encrypted), {
      title: { en: "Change the port's protocol to {value}", ko: "포트의 protocol을 {value} 값으로 변경" },
      preferred: true,
    });
    yield* removeField(resource, server, "tls", {
      title: { en: "Remove tls: the server stays unencrypted", ko: "tls 제거: 서버를 암호화하지 않은 상태로 유지" },
    });
  },
});

function* misplacedRedirect(server: MessageNode | undefined, protocol: string, tls: MappingNode): Iterable<Finding> {
  const redirect = entryOf(tls, "httpsRedirect");
  if (server === undefined || redirect === undefined || !isSet(tls, "httpsRedirect")) return;
  if (isHttpProtocol(parseProtocol(protocol))) return;
  yield {
    at: redirect.key.span,
    args: { protocol },
    variant: "redirect",
    severity: "warning",
    data: { owner: tls.span.start, field: "httpsRedirect" },
  };
}
