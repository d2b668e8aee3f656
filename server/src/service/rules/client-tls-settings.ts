// What the TLS settings of a connection may say together: MUTUAL needs a client certificate, a credential name replaces the files, and skipping
// the check of the server's certificate leaves nothing to check it with.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
import { isSet, knownText } from "../model/field";
import type { DestinationRule } from "../model/destination-rule";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { excludedBy } from "../schema/combinations";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted, replaceNoted } from "./repairs";

const CONFIG_MAP = "configmap://";

export const rule = defineRule({
  code: "client-tls-settings",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Client TLS settings that do not fit together",
      what: "TLS mode MUTUAL needs {fields}, which is not set here.",
      why: REJECTED.en,
      next: "Name a Secret with the client certificate in credentialName, or give the files in clientCertificate and privateKey.",
    },
    ko: {
      title: "서로 맞지 않는 클라이언트 TLS 설정",
      what: "TLS mode MUTUAL 설정에는 {fields} 필드가 필요하지만 지정되어 있지 않습니다.",
      why: REJECTED.ko,
      next: "credentialName에 클라이언트 인증서가 든 Secret 이름을 적거나, clientCertificate와 privateKey에 파일 경로를 지정합니다.",
    },
  },
  variants: {
    "credential-and-files": {
      en: {
        what: "{field} is set together with credentialName.",
        next: "Keep credentialName or the files: remove the other.",
      },
      ko: {
        what: "{field} 필드와 credentialName 필드가 함께 지정되어 있습니다.",
        next: "credentialName과 파일 가운데 하나만 남기고 나머지는 제거합니다.",
      },
    },
    unverified: {
      en: {
        what: "{field} is set although insecureSkipVerify is true.",
        why: "With insecureSkipVerify nobody checks the server's certificate, so there is nothing to compare with {field}; the webhook rejects the resource.",
        next: "Remove insecureSkipVerify, so that the server's certificate is checked.",
      },
      ko: {
        what: "insecureSkipVerify 값이 true인데 {field} 필드가 지정되어 있습니다.",
        why: "insecureSkipVerify를 켜면 서버 인증서를 검증하지 않으므로 {field} 필드와 비교할 대상이 없습니다. 웹훅이 리소스를 거부합니다.",
        next: "insecureSkipVerify를 제거하여 서버 인증서를 검증합니다.",
      },
    },
    "config-map": {
      en: {
        what: 'credentialName "{name}" does not name a ConfigMap in the form configmap://namespace/name.',
        next: "Write the namespace of this DestinationRule and the ConfigMap's name: configmap://{namespace}/name.",
      },
      ko: {
        what: 'credentialName "{name}" 값이 configmap://namespace/name 형식이 아닙니다.',
        next: "이 DestinationRule의 네임스페이스와 ConfigMap 이름을 configmap://{namespace}/name 형식으로 적습니다.",
      },
    },
    "config-map-namespace": {
      en: {
        what: 'credentialName "{name}" names a ConfigMap outside the namespace {namespace} of this DestinationRule.',
        next: "Put the ConfigMap into {namespace}, and name it there.",
      },
      ko: {
        what: 'credentialName "{name}" 값이 이 DestinationRule의 {namespace} 네임스페이스 밖에 있는 ConfigMap을 가리킵니다.',
        next: "ConfigMap을 {namespace} 네임스페이스에 두고 그 이름을 적습니다.",
      },
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
        mode: MUTUAL
        #     ^^^^^^ error client-tls-settings
        caCertificates: /etc/certs/ca.pem
`,
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        insecureSkipVerify: true
        subjectAltNames: [finance.yahoo.com]
        #<^^^^^^^^^^^^^ error client-tls-settings
`,
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        mode: MUTUAL
        credentialName: client-credential
        caCertificates: /etc/certs/ca.pem
        #<^^^^^^^^^^^^ error client-tls-settings
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const tls of messagesOf(resource, "ClientTLSSettings")) {
      yield* misnamedConfigMap(tls, resource);
      if (!resource.uncertain) yield* judge(tls);
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "credential-and-files") yield* removeNoted(resource, finding, { preferred: true });
    if (finding.variant === "unverified") {
      yield* removeField(resource, ownerOf(resource, finding), "insecureSkipVerify", {
        title: {
          en: "Remove insecureSkipVerify: check the server's certificate",
          ko: "insecureSkipVerify 제거: 서버 인증서를 검증",
        },
        preferred: true,
      });
      yield* removeNoted(resource, finding, {});
    }
    if (finding.variant === "config-map") {
      const name = /^configmap:\/\/\/?([^/]+)$/.exec(String(finding.args.name))?.[1];
      const namespace = resource.namespaceField?.value;
      if (name !== undefined && namespace !== undefined)
        yield* replaceNoted(resource, finding, `${CONFIG_MAP}${namespace}/${name}`, { preferred: true });
    }
  },
});

/** What Istio's ValidateTLS says of one set of client settings. */
function* judge(tls: MessageNode): Iterable<Finding> {
  const { node } = tls;
  const mode = knownText(node, "mode");
  if (mode === undefined || (mode.value !== "SIMPLE" && mode.value !== "MUTUAL")) return;
  const at = (field: string): Finding["at"] => entryOf(node, field)?.key.span ?? tls.at;
  const beside = (field: string): readonly string[] =>
    excludedBy(tls.message, field, (of) => knownText(node, of)?.value);
  if (isSet(node, "insecureSkipVerify")) {
    for (const field of beside("insecureSkipVerify"))
      if (isSet(node, field)) yield { at: at(field), args: { field }, variant: "unverified", data: about(tls, field) };
  }
  if (isSet(node, "credentialName")) {
    for (const field of beside("credentialName")) {
      if (field !== "insecureSkipVerify" && isSet(node, field))
        yield { at: at(field), args: { field }, variant: "credential-and-files", data: about(tls, field) };
    }
    return;
  }
  const missing = mode.value === "MUTUAL" ? ["clientCertificate", "privateKey"].filter((key) => !isSet(node, key)) : [];
  if (missing.length > 0) yield { at: mode.span, args: { fields: missing.join(", ") } };
}

/** A name that begins like a ConfigMap's must be `configmap://namespace/name`, in the rule's own namespace. */
function* misnamedConfigMap(tls: MessageNode, resource: DestinationRule): Iterable<Finding> {
  const credential = knownText(tls.node, "credentialName");
  if (credential?.value.startsWith(CONFIG_MAP) !== true) return;
  const [namespace = "", name = ""] = credential.value.slice(CONFIG_MAP.length).split("/");
  const own = resource.namespaceField?.value;
  const args = { name: credential.value, namespace: own ?? "NAMESPACE" };
  const data = about(tls, "credentialName");
  if (namespace === "" || name === "") yield { at: credential.span, args, variant: "config-map", data };
  else if (own !== undefined && namespace !== own)
    yield { at: credential.span, args, variant: "config-map-namespace", data };
}
