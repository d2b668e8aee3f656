// The sentences that the client itself shows, in both languages, and the choice between them. What the server says is
// worded by the server; what the manifest says is worded in package.nls.json.
import * as vscode from "vscode";

/** The ways out of the mesh that can be scaffolded. */
export type ScaffoldVariant = "classic" | "istio-mutual" | "mutual" | "sidecar" | "passthrough" | "wildcard";

interface Wording {
  readonly en: string;
  readonly ko: string;
}

const words = {
  starting: { en: "Starting", ko: "시작하는 중" },
  ready: { en: "Ready", ko: "준비됨" },
  stopped: { en: "Stopped: the output tells why", ko: "중지됨: 출력에서 원인을 확인할 수 있습니다" },
  statusName: { en: "Istio Egress Status", ko: "Istio Egress 상태" },
  showOutput: { en: "Show Output", ko: "출력 보기" },
  restart: { en: "Restart", ko: "다시 시작" },
  scaffoldTitle: { en: "New Egress Set", ko: "새 Egress 구성" },
  pickVariant: { en: "How does the traffic leave the mesh?", ko: "트래픽을 어떤 방식으로 메시 밖으로 보내시겠습니까?" },
  askHost: { en: "Which external host do the apps call?", ko: "앱이 호출하는 외부 호스트는 무엇입니까?" },
  badHost: {
    en: "A host name is expected, such as api.example.com: no scheme, path or port",
    ko: "api.example.com 같은 호스트 이름을 입력합니다. 스킴, 경로, 포트는 넣지 않습니다",
  },
  badWildcardHost: {
    en: "A wildcard host is expected, such as *.example.com",
    ko: "*.example.com 같은 와일드카드 호스트를 입력합니다",
  },
  askNamespace: {
    en: "Which namespace do the resources belong to?",
    ko: "리소스를 둘 네임스페이스는 무엇입니까?",
  },
  badNamespace: {
    en: "A namespace consists of lower-case letters, digits and hyphens",
    ko: "네임스페이스는 영문 소문자, 숫자, 하이픈으로 이루어집니다",
  },
} satisfies Record<string, Wording>;

const variants: Readonly<Record<ScaffoldVariant, { readonly title: Wording; readonly detail: Wording }>> = {
  classic: {
    title: { en: "Through the egress gateway, TLS from there", ko: "egress gateway를 거쳐 그곳에서 TLS 시작" },
    detail: {
      en: "The app calls http; the gateway originates TLS (four resources)",
      ko: "앱은 http로 호출하고 gateway가 TLS를 시작합니다 (리소스 4개)",
    },
  },
  "istio-mutual": {
    title: {
      en: "Through the egress gateway, encrypted inside the mesh too",
      ko: "메시 안 구간도 암호화해서 egress gateway 경유",
    },
    detail: {
      en: "ISTIO_MUTUAL up to the gateway, then TLS to the host (five resources)",
      ko: "gateway까지는 ISTIO_MUTUAL, 그다음은 외부 호스트로 TLS (리소스 5개)",
    },
  },
  mutual: {
    title: {
      en: "Through the egress gateway with a client certificate",
      ko: "클라이언트 인증서를 쓰는 egress gateway 경유",
    },
    detail: {
      en: "MUTUAL with credentialName, for hosts that ask who is calling",
      ko: "호출자의 인증서를 요구하는 호스트에 credentialName과 MUTUAL을 씁니다",
    },
  },
  sidecar: {
    title: { en: "Straight from the sidecar", ko: "sidecar에서 바로 내보내기" },
    detail: {
      en: "No gateway: the app's own sidecar originates TLS (targetPort: 443)",
      ko: "gateway 없이 앱의 sidecar가 TLS를 시작합니다 (targetPort: 443)",
    },
  },
  passthrough: {
    title: { en: "The app's own TLS, through the egress gateway", ko: "앱이 직접 맺는 TLS를 egress gateway로 통과" },
    detail: {
      en: "The gateway routes by SNI and decrypts nothing",
      ko: "gateway는 SNI로만 라우팅하고 복호화하지 않습니다",
    },
  },
  wildcard: {
    title: { en: "Every host below a domain", ko: "한 도메인 아래의 모든 호스트" },
    detail: {
      en: "A wildcard such as *.example.com, routed by SNI",
      ko: "*.example.com 같은 와일드카드를 SNI로 라우팅합니다",
    },
  },
};

/** The sentence in the language that the person reads. */
export function say(key: keyof typeof words): string {
  return words[key][language()];
}

/** The variants in the order in which they are offered. */
export function variantChoices(): readonly { variant: ScaffoldVariant; label: string; detail: string }[] {
  const order: readonly ScaffoldVariant[] = ["classic", "istio-mutual", "mutual", "sidecar", "passthrough", "wildcard"];
  return order.map((variant) => ({
    variant,
    label: variants[variant].title[language()],
    detail: variants[variant].detail[language()],
  }));
}

/** The setting decides; on `auto` Korean is for a VS Code in Korean, English for any other. */
function language(): "en" | "ko" {
  const chosen = vscode.workspace.getConfiguration("istioEgress").get<string>("locale", "auto");
  const locale = chosen === "auto" ? vscode.env.language : chosen;
  return locale.toLowerCase().startsWith("ko") ? "ko" : "en";
}
