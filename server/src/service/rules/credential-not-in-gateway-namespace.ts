// A gateway reads Secrets from its own namespace only. When the files hold the Secret, but in another namespace, the gateway has no
// certificate and connections fail. https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-
// credential_name
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import type { Secret } from "../model/kubernetes";
import type { WorkspaceView } from "../workspace/view";
import { headSpan } from "../model/resource";
import { definePathRule } from "./define";

export const rule = definePathRule({
  code: "credential-not-in-gateway-namespace",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["tls-originated", "secret-missing"],
  seeAlso: ["IST0101"],
  text: {
    en: {
      title: "Secret in another namespace than the gateway",
      what: "The Secret {secret} lives in {elsewhere}; the gateway that uses it runs in {namespace}.",
      why: "A gateway reads Secrets of its own namespace only: without the certificate its connections to {host} fail with 503.",
      next: "Create the Secret in {namespace}.",
    },
    ko: {
      title: "gateway와 다른 네임스페이스의 Secret",
      what: "{secret} Secret은 {elsewhere} 네임스페이스에 있지만, 이를 쓰는 gateway는 {namespace} 네임스페이스에서 실행됩니다.",
      why: "gateway는 자기 네임스페이스의 Secret만 읽으므로 인증서가 없어 {host} 호스트로의 연결이 503으로 실패합니다.",
      next: "{namespace} 네임스페이스에 Secret을 만듭니다.",
    },
  },
  examples: {
    base: "mutual",
    bad: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-mutual-tls
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        credentialName: client-credential
        #               ^^^^^^^^^^^^^^^^^ warning credential-not-in-gateway-namespace
---
apiVersion: v1
kind: Secret
metadata:
  name: client-credential
  namespace: default
`,
    ],
    good: [
      `apiVersion: v1
kind: Secret
metadata:
  name: client-credential
  namespace: istio-system
`,
    ],
  },
  *check({ view }, _path, hop, step) {
    const { proxy, tls, namespace, destination } = hop;
    const credential = tls?.policy?.tls.credentialName;
    if (proxy !== "gateway" || tls?.policy === undefined || credential === undefined) return;
    const secret = credential.value;
    const stray = strayFrom(view, secret, namespace);
    if (stray === undefined) return;
    yield {
      at: { document: tls.policy.rule.document, span: credential.span },
      args: { secret, elsewhere: stray.namespace, namespace, host: destination?.host ?? "" },
      step,
      data: { secret, namespace },
      related: [
        {
          place: { document: stray.document, span: headSpan(stray) },
          text: { en: "The Secret is here.", ko: "Secret은 여기 있습니다." },
        },
      ],
    };
  },
  *repair({ view }, _rule, finding) {
    const namespace = String(finding.data?.namespace);
    const stray = strayFrom(view, String(finding.data?.secret), namespace);
    const metadata = entryOf(stray?.root, "metadata")?.value;
    if (stray === undefined || metadata?.kind !== "mapping") return;
    yield {
      title: { en: "Move the Secret to {namespace}", ko: "Secret을 {namespace} 네임스페이스로 이동" },
      changes: [
        {
          document: stray.document,
          edits: [setEntry(stray.document, metadata, "namespace", namespace, { after: "name" })],
        },
      ],
      preferred: true,
    };
  },
});

/** The Secret of that name in another namespace, when the gateway's own has none. */
function strayFrom(view: WorkspaceView, name: string, namespace: string): Secret | undefined {
  const secrets = view.namedAnywhere("Secret", name);
  return secrets.some((secret) => secret.namespace === namespace) ? undefined : secrets[0];
}
