// Cipher suites of a server that Istio leaves out because it does not know them or has them already, and old TLS versions that none of the
// default suites fits.
// https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-cipher_suites
import { closest } from "../base/edit-distance";
import { knownText, knownTexts } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, removeNoted, replaceNoted } from "./repairs";

/** The suites that Envoy's TLS library offers (pkg/config/security, ValidCipherSuites). */
const SUITES = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-SHA",
  "ECDHE-RSA-AES128-SHA",
  "ECDHE-ECDSA-AES256-SHA",
  "ECDHE-RSA-AES256-SHA",
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
];

export const rule = defineRule({
  code: "ineffective-cipher-suites",
  severity: "warning",
  certainty: "local",
  subjects: ["Gateway", "Sidecar"],
  seeAlso: ["IST0133"],
  text: {
    en: {
      title: "Cipher suites that take no effect",
      what: 'Istio knows no cipher suite "{suite}".',
      why: "The proxy is configured without it; when no known suite remains, it offers its default ones.",
      next: "Remove it, or write the suite's OpenSSL name, such as ECDHE-RSA-AES128-GCM-SHA256.",
    },
    ko: {
      title: "적용되지 않는 cipher suite",
      what: '"{suite}" cipher suite는 Istio가 알지 못하는 이름입니다.',
      why: "프록시 설정에서 이 항목이 빠집니다. 알려진 항목이 하나도 남지 않으면 기본 cipher suite를 제공합니다.",
      next: "제거하거나 ECDHE-RSA-AES128-GCM-SHA256처럼 OpenSSL 이름으로 적습니다.",
    },
  },
  variants: {
    duplicate: {
      en: {
        what: 'The cipher suite "{suite}" is listed twice.',
        why: "The second mention is ignored.",
        next: "Remove one of them.",
      },
      ko: {
        what: '"{suite}" cipher suite가 두 번 적혀 있습니다.',
        why: "두 번째 항목은 무시됩니다.",
        next: "하나를 제거합니다.",
      },
    },
    "old-version": {
      en: {
        what: "minProtocolVersion {version} allows clients with an old TLS version, but no cipherSuites are listed.",
        why: "None of the proxy's default cipher suites works with versions below TLS 1.2, so such clients still fail the handshake.",
        next: "Raise minProtocolVersion to TLSV1_2, or list suites that old clients know, such as ECDHE-RSA-AES128-SHA.",
      },
      ko: {
        what: "minProtocolVersion {version} 설정은 오래된 TLS 버전을 허용하지만 cipherSuites 목록이 없습니다.",
        why: "프록시의 기본 cipher suite는 TLS 1.2보다 낮은 버전에서 동작하지 않으므로 그런 클라이언트의 핸드셰이크는 여전히 실패합니다.",
        next: "minProtocolVersion을 TLSV1_2로 올리거나, ECDHE-RSA-AES128-SHA처럼 오래된 클라이언트가 아는 항목을 적습니다.",
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
      credentialName: finance
      cipherSuites:
      - ECDHE-RSA-AES128-GCM
      # ^^^^^^^^^^^^^^^^^^^^ warning ineffective-cipher-suites
      - AES128-SHA
      - AES128-SHA
      # ^^^^^^^^^^ warning ineffective-cipher-suites
`,
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      mode: SIMPLE
      credentialName: finance
      minProtocolVersion: TLSV1_0
      #                   ^^^^^^^ warning ineffective-cipher-suites
`,
    ],
    good: [
      `kind: Gateway
spec:
  servers:
  - ...
    tls:
      mode: SIMPLE
      credentialName: finance
      cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256, -AES128-SHA]
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const tls of messagesOf(resource, "ServerTLSSettings")) {
      const list = entryOf(tls.node, "cipherSuites")?.value;
      const version = knownText(tls.node, "minProtocolVersion");
      if (
        !resource.uncertain &&
        (list?.kind !== "sequence" || list.items.length === 0) &&
        (version?.value === "TLSV1_0" || version?.value === "TLSV1_1")
      )
        yield { at: version.span, args: { version: version.value }, variant: "old-version" };
      const seen = new Set<string>();
      for (const suite of knownTexts(tls.node, "cipherSuites")) {
        const data = about(tls, "cipherSuites", suite.position);
        const finding = { at: suite.span, args: { suite: suite.value }, data };
        if (!isKnown(suite.value)) yield finding;
        else if (seen.has(suite.value)) yield { ...finding, variant: "duplicate" };
        seen.add(suite.value);
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "old-version") return;
    const meant = finding.variant === undefined ? closest(String(finding.args.suite), SUITES) : undefined;
    if (meant !== undefined) yield* replaceNoted(resource, finding, meant, { preferred: true });
    yield* removeNoted(resource, finding, { preferred: meant === undefined, safe: true });
  },
});

/** Istio leaves names alone that begin with an operator, such as `-` and `+` (IsValidCipherSuite). */
function isKnown(suite: string): boolean {
  return suite === "" || suite === "ALL" || !/^[\p{L}\p{N}]/u.test(suite) || SUITES.includes(suite);
}
