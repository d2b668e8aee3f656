// Each TLS mode of a server wants its own certificates: ISTIO_MUTUAL none, PASSTHROUGH none, SIMPLE a pair, MUTUAL a pair and a CA. A credential
// name stands for all of them.
// https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
import { type Field, isSet, knownText } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isTlsProtocol, parseProtocol } from "../model/protocol";
import { passesTls } from "../model/server-tls";
import { uselessFields } from "../schema/combinations";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

/** How many certificates of its own a server can show: one of each kind of key. */
const MAX_CERTIFICATES = 2;

export const rule = defineRule({
  code: "server-tls-settings",
  severity: "error",
  certainty: "local",
  subjects: ["Gateway", "Sidecar"],
  seeAlso: ["IST0106", "IST0133"],
  text: {
    en: {
      title: "Server TLS settings that do not fit the mode",
      what: "TLS mode {mode} needs {fields}, which this server does not set.",
      why: REJECTED.en,
      next: "Name a Secret with the certificate in credentialName, or give the files in {fields}.",
    },
    ko: {
      title: "mode와 맞지 않는 서버 TLS 설정",
      what: "TLS mode {mode} 설정에는 {fields} 필드가 필요하지만 이 서버에는 없습니다.",
      why: REJECTED.ko,
      next: "credentialName에 인증서가 든 Secret 이름을 적거나, {fields} 필드에 파일 경로를 지정합니다.",
    },
  },
  variants: {
    "istio-mutual": {
      en: {
        what: "{field} is set although the mode is ISTIO_MUTUAL.",
        why: "In this mode the proxy uses the certificates that Istio issues to it; the webhook rejects the resource when others are given.",
        next: "Remove {field}, or choose SIMPLE or MUTUAL to use your own certificate.",
      },
      ko: {
        what: "mode가 ISTIO_MUTUAL인데 {field} 필드가 지정되어 있습니다.",
        why: "이 mode에서 프록시는 Istio가 발급한 인증서를 사용합니다. 다른 인증서를 함께 지정하면 웹훅이 리소스를 거부합니다.",
        next: "{field} 필드를 제거하거나, 직접 준비한 인증서를 쓰려면 SIMPLE 또는 MUTUAL mode를 선택합니다.",
      },
    },
    passthrough: {
      en: {
        what: "{field} is set although the mode is {mode}.",
        why: "The server passes the encrypted bytes on without ending TLS, so it never uses a certificate; Istio's webhook warns about it.",
        next: "Remove {field}, or choose SIMPLE or MUTUAL when TLS should end here.",
      },
      ko: {
        what: "{mode} mode를 쓰면서 {field} 필드를 지정했습니다.",
        why: "이 서버는 TLS를 끝내지 않고 암호화된 바이트를 그대로 넘기므로 인증서를 사용하지 않습니다. Istio의 웹훅이 경고합니다.",
        next: "{field} 필드를 제거하거나, 여기서 TLS를 끝내려면 SIMPLE 또는 MUTUAL mode를 선택합니다.",
      },
    },
    "several-sources": {
      en: {
        what: "{field} is set together with {other}.",
        next: "Keep one source for the server's certificate and remove the other.",
      },
      ko: {
        what: "{field} 필드와 {other} 필드가 함께 지정되어 있습니다.",
        next: "서버 인증서를 가져올 곳을 하나만 남기고 나머지는 제거합니다.",
      },
    },
    "incomplete-pair": {
      en: {
        what: "This entry of tlsCertificates lacks {fields}.",
        next: "Give each entry a serverCertificate and its privateKey.",
      },
      ko: {
        what: "tlsCertificates의 이 항목에 {fields} 필드가 없습니다.",
        next: "항목마다 serverCertificate와 그에 맞는 privateKey를 지정합니다.",
      },
    },
    "many-certificates": {
      en: {
        what: "This is certificate {count} of tlsCertificates; a server can use two.",
        why: "Envoy takes one certificate of each kind of key, RSA and ECDSA, so Istio's webhook warns about more than two.",
        next: "Keep two entries at most.",
      },
      ko: {
        what: "tlsCertificates의 {count}번째 인증서입니다. 서버는 두 개까지 사용할 수 있습니다.",
        why: "Envoy는 키 종류(RSA, ECDSA)마다 인증서를 하나씩 사용합니다. 두 개를 넘으면 Istio의 웹훅이 경고합니다.",
        next: "항목을 두 개까지만 남깁니다.",
      },
    },
    "crl-with-credential": {
      en: {
        what: "caCrl is set together with credentialName.",
        next: "Put the revocation list into the Secret that credentialName names, and remove caCrl.",
      },
      ko: {
        what: "caCrl 필드와 credentialName 필드가 함께 지정되어 있습니다.",
        next: "폐기 목록은 credentialName이 가리키는 Secret에 넣고 caCrl을 제거합니다.",
      },
    },
    "crl-with-simple": {
      en: {
        what: "caCrl is set although the mode is SIMPLE.",
        why: "A SIMPLE server asks clients for no certificate, so there is none to look up in a revocation list; the webhook rejects the resource.",
        next: "Remove caCrl, or choose MUTUAL to check client certificates.",
      },
      ko: {
        what: "mode가 SIMPLE인데 caCrl 필드가 지정되어 있습니다.",
        why: "SIMPLE 서버는 클라이언트 인증서를 요구하지 않으므로 폐기 목록과 대조할 인증서가 없습니다. 웹훅이 리소스를 거부합니다.",
        next: "caCrl을 제거하거나, 클라이언트 인증서를 검증하려면 MUTUAL mode를 선택합니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      mode: SIMPLE
      #     ^^^^^^ error server-tls-settings
`,
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      credentialName: finance
      #<^^^^^^^^^^^^ error server-tls-settings
`,
      `#- base: passthrough
kind: Gateway
spec:
  servers:
  - ...
    tls:
      credentialName: finance
      #<^^^^^^^^^^^^ warning server-tls-settings
`,
    ],
    good: [
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      mode: MUTUAL
      credentialName: finance
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const tls of messagesOf(resource, "ServerTLSSettings")) yield* judge(tls);
  },
  *repair(_cx, resource, finding) {
    const variant = finding.variant ?? "";
    if (["istio-mutual", "passthrough", "crl-with-credential", "crl-with-simple"].includes(variant))
      yield* removeNoted(resource, finding, { preferred: true, safe: variant === "passthrough" });
    else if (variant === "several-sources" || variant === "many-certificates")
      yield* removeNoted(resource, finding, {});
  },
});

/** What Istio's validateTLSOptions says of one server, apart from cipher suites. */
function* judge(tls: MessageNode): Iterable<Finding> {
  const { node } = tls;
  const mode = knownText(node, "mode") ?? { value: "PASSTHROUGH", span: tls.at };
  const finding = (field: string, variant: string, args: Finding["args"] = {}): Finding => ({
    at: entryOf(node, field)?.key.span ?? tls.at,
    args: { field, mode: mode.value, ...args },
    variant,
    data: about(tls, field),
  });
  const useless = uselessFields(tls.message, () => mode.value);
  if (mode.value === "ISTIO_MUTUAL") {
    for (const field of useless) if (field !== "caCrl" && isSet(node, field)) yield finding(field, "istio-mutual");
    return;
  }
  const passes = passesTls(mode.value);
  if (passes) {
    for (const field of useless)
      if (isSet(node, field)) yield { ...finding(field, "passthrough"), severity: "warning" };
  }
  const sources = ["credentialName", "credentialNames", "tlsCertificates"].filter((field) => isSet(node, field));
  if (isSet(node, "serverCertificate") && isSet(node, "privateKey")) sources.push("serverCertificate");
  const [other = "", ...more] = sources;
  for (const field of more) yield finding(field, "several-sources", { other });
  const hasCredential = isSet(node, "credentialName") || isSet(node, "credentialNames");
  if (!passes && hasCredential) return;
  if (!passes && !isPlain(tls)) yield* missingFiles(tls, mode);
  if (!isSet(node, "caCrl")) return;
  if (isSet(node, "credentialName")) yield finding("caCrl", "crl-with-credential");
  if (mode.value === "SIMPLE") yield finding("caCrl", "crl-with-simple");
}

/** Whether the server around the settings speaks a protocol without TLS; that they are there at all has its own rule then. */
function isPlain(tls: MessageNode): boolean {
  const protocol = knownText(entryOf(tls.parent?.node, "port")?.value, "protocol");
  return protocol !== undefined && !isTlsProtocol(parseProtocol(protocol.value));
}

/** The files that a mode demands when no credential name stands for them. */
function* missingFiles(tls: MessageNode, mode: Field<string>): Iterable<Finding> {
  const { node } = tls;
  if (!["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"].includes(mode.value)) return;
  const pair = ["serverCertificate", "privateKey"];
  const hasList = isSet(node, "tlsCertificates");
  const wanted = [...(hasList ? [] : pair), ...(mode.value === "SIMPLE" ? [] : ["caCertificates"])];
  const missing = wanted.filter((field) => !isSet(node, field));
  if (missing.length > 0) yield { at: mode.span, args: { mode: mode.value, fields: missing.join(", ") } };
  const list = entryOf(node, "tlsCertificates")?.value;
  if (list?.kind !== "sequence") return;
  for (const [position, item] of list.items.entries()) {
    if (item?.kind === "mapping" && position === MAX_CERTIFICATES)
      yield {
        at: item.entries[0]?.key.span ?? item.span,
        args: { count: position + 1 },
        variant: "many-certificates",
        severity: "warning",
        data: about(tls, "tlsCertificates", position),
      };
    const lacks = pair.filter((field) => !isSet(item, field));
    if (item?.kind !== "mapping" || lacks.length === 0) continue;
    yield {
      at: item.entries[0]?.key.span ?? item.span,
      args: { fields: lacks.join(", ") },
      variant: "incomplete-pair",
    };
  }
}
