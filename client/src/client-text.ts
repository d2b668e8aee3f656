// The sentences that the client itself shows, in both languages, and the choice between them. What the server says is
// worded by the server; what the manifest says is worded in package.nls.json.
import * as vscode from "vscode";

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
  askHost: {
    en: "Which external host do the apps call? A host or a URL.",
    ko: "앱이 호출하는 외부 호스트는 무엇입니까? 호스트나 URL을 입력합니다.",
  },
  badHost: {
    en: "A host name or URL is expected, such as api.example.com or https://api.example.com:8443",
    ko: "api.example.com이나 https://api.example.com:8443 같은 호스트 이름 또는 URL을 입력합니다",
  },
  pickGateway: { en: "Which egress gateway do they leave through?", ko: "어느 egress gateway로 내보내시겠습니까?" },
  askSecret: {
    en: "Which Secret in the gateway's namespace holds the client certificate?",
    ko: "클라이언트 인증서가 들어 있는, gateway 네임스페이스의 Secret은 무엇입니까?",
  },
  badSecret: {
    en: "A Secret's name consists of lower-case letters, digits, dots and hyphens",
    ko: "Secret 이름은 영문 소문자, 숫자, 점, 하이픈으로 이루어집니다",
  },
  pickTarget: { en: "Where does the set go?", ko: "이 구성을 어디에 넣으시겠습니까?" },
  targetHere: {
    en: "Into this file, behind the resource at the cursor",
    ko: "이 파일에서 커서가 있는 리소스 뒤에 넣기",
  },
  targetNew: { en: "Into a new file", ko: "새 파일로 만들기" },
  askNamespace: {
    en: "Which namespace do the resources belong to?",
    ko: "리소스를 둘 네임스페이스는 무엇입니까?",
  },
  badNamespace: {
    en: "A namespace consists of lower-case letters, digits and hyphens",
    ko: "네임스페이스는 영문 소문자, 숫자, 하이픈으로 이루어집니다",
  },
} satisfies Record<string, Wording>;

/** The sentence in the language that the person reads. */
export function say(key: keyof typeof words): string {
  return words[key][language()];
}

/** The setting decides; on `auto` Korean is for a VS Code in Korean, English for any other. */
function language(): "en" | "ko" {
  const chosen = vscode.workspace.getConfiguration("istioEgress").get<string>("locale", "auto");
  const locale = chosen === "auto" ? vscode.env.language : chosen;
  return locale.toLowerCase().startsWith("ko") ? "ko" : "en";
}
