// What an ingress listener of a Sidecar may say: where it hands requests on (`defaultEndpoint`), and the few TLS settings it can carry out.
// https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
import { isSet, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "../model/protocol";
import { isReadable } from "../model/shape";
import { isPort, UNIX_PREFIX, unixPathProblem } from "../model/values";
import { refusedFields, refusedValues } from "../schema/combinations";
import { entryOf, type MappingNode } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "sidecar-ingress",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106", "IST0133"],
  subjects: ["Sidecar"],
  text: {
    en: {
      title: "Sidecar ingress settings that Istio refuses",
      what: '"{value}" is no valid defaultEndpoint.',
      why: REJECTED.en,
      next: "Write an address of the pod itself and a port, such as 127.0.0.1:8080, or a socket such as unix:///var/run/app.sock.",
    },
    ko: {
      title: "Istio가 거부하는 Sidecar ingress 설정",
      what: '"{value}" 값은 defaultEndpoint 형식이 아닙니다.',
      why: REJECTED.ko,
      next: "127.0.0.1:8080 처럼 pod 자신의 주소와 포트를 쓰거나 unix:///var/run/app.sock 처럼 소켓을 씁니다.",
    },
  },
  variants: {
    tls: {
      en: {
        what: "{field} is not supported on a Sidecar's listener.",
        next: "Remove {field}; give the certificate as files.",
      },
      ko: {
        what: "Sidecar 리스너의 TLS 설정에는 {field} 필드를 쓸 수 없습니다.",
        next: "{field} 필드를 제거하고 인증서는 파일로 지정합니다.",
      },
    },
    mode: {
      en: { what: "TLS mode {value} is not supported on a Sidecar's listener.", next: "Use SIMPLE or MUTUAL." },
      ko: {
        what: "Sidecar 리스너에는 TLS mode {value} 값을 쓸 수 없습니다.",
        next: "SIMPLE 또는 MUTUAL 값을 씁니다.",
      },
    },
    plain: {
      en: {
        what: "This listener has TLS settings, but its protocol is {value}.",
        next: "Set the protocol to HTTPS or TLS, or remove tls.",
      },
      ko: {
        what: "이 리스너에 TLS 설정이 있지만 protocol은 {value} 값입니다.",
        next: "protocol을 HTTPS 또는 TLS로 지정하거나 tls 필드를 제거합니다.",
      },
    },
    pool: {
      en: {
        what: "HTTP connection limits are set for a listener whose protocol is {value}.",
        why: "Only the TCP limits take effect; Istio's webhook warns about it.",
        next: "Set the protocol to HTTP, or remove connectionPool.http.",
      },
      ko: {
        what: "protocol이 {value} 값인 리스너에 HTTP 연결 제한이 있습니다.",
        why: "TCP 제한만 적용됩니다. Istio 웹훅이 경고합니다.",
        next: "protocol을 HTTP로 지정하거나 connectionPool.http 필드를 제거합니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  ingress:
  - port:
      number: 9080
      name: http
      protocol: HTTP
    defaultEndpoint: 10.0.0.1:8080
                     #<^^^^^^^^^^^ error sidecar-ingress
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  ingress:
  - port:
      number: 9443
      name: https
      protocol: HTTPS
    tls:
      mode: SIMPLE
      credentialName: shop
      #<^^^^^^^^^^^^ error sidecar-ingress
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  ingress:
  - port:
      number: 9080
      name: http
      protocol: HTTP
    defaultEndpoint: "[::1]:8080"
  - port:
      number: 9443
      name: https
      protocol: HTTPS
    tls:
      mode: SIMPLE
      serverCertificate: /etc/certs/tls.crt
      privateKey: /etc/certs/tls.key
`,
    ],
  },
  *check(_cx, sidecar) {
    if (!isReadable(sidecar)) return;
    for (const listener of messagesOf(sidecar, "IstioIngressListener")) {
      const { node } = listener;
      const endpoint = knownText(node, "defaultEndpoint");
      if (endpoint !== undefined && endpoint.value !== "" && !isLocalEndpoint(endpoint.value)) {
        yield { at: endpoint.span, args: { value: endpoint.value } };
      }
      const tls = messagesOf(sidecar, "ServerTLSSettings").find(({ parent }) => parent?.node === node);
      if (tls !== undefined) {
        for (const field of refusedFields(tls.message, "Sidecar")) {
          const key = entryOf(tls.node, field)?.key;
          if (key === undefined || !isSet(tls.node, field)) continue;
          yield { at: key.span, args: { field }, variant: "tls", data: about(tls, field) };
        }
        const mode = knownText(tls.node, "mode");
        if (mode !== undefined && refusedValues(tls.message, "mode", "Sidecar").includes(mode.value)) {
          yield { at: mode.span, args: { value: mode.value }, variant: "mode" };
        }
      }
      yield* protocolProblems(node);
    }
  },
  *repair(_cx, sidecar, finding) {
    if (finding.variant === "tls") yield* removeNoted(sidecar, finding, { preferred: true });
  },
});

/** What the listener's protocol contradicts: its TLS settings, its HTTP limits. */
function* protocolProblems(listener: MappingNode): Iterable<Finding> {
  const port = entryOf(listener, "port")?.value;
  const written = entryOf(port, "protocol")?.value;
  if (port?.kind !== "mapping" || (written?.kind === "scalar" && written.placeholder)) return;
  const value = knownText(port, "protocol")?.value ?? "";
  const protocol = parseProtocol(value);
  const shown = { value: value === "" ? "TCP" : value };
  const tls = entryOf(listener, "tls");
  if (tls?.value?.kind === "mapping" && !isTlsProtocol(protocol)) {
    yield { at: tls.key.span, args: shown, variant: "plain" };
  }
  const http = entryOf(entryOf(listener, "connectionPool")?.value, "http");
  if (http?.value?.kind === "mapping" && !isHttpProtocol(protocol)) {
    yield { at: http.key.span, args: shown, variant: "pool", severity: "warning" };
  }
}

/** Whether a text names a port of the pod itself or a socket in it. */
function isLocalEndpoint(text: string): boolean {
  if (text.startsWith(UNIX_PREFIX)) return unixPathProblem(text.slice(UNIX_PREFIX.length)) === undefined;
  const [, bracketed, plain = "", port = ""] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d+)$/.exec(text) ?? [];
  if (port === "" || !isPort(Number(port))) return false;
  return bracketed === undefined
    ? ["", "127.0.0.1", "0.0.0.0"].includes(plain)
    : ["::1", "::", "127.0.0.1", "0.0.0.0", ""].includes(bracketed);
}
