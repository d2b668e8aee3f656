// A Secret is named for TLS that sidecars originate. Sidecars read Secrets only for rules with a workloadSelector; without one istiod
// drops the TLS settings and the traffic goes on as it came (core/cluster_tls.go). A block that a gateway uses is made for the gateway: that TLS of
// the apps' own passes it in the sidecars is no fault then.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
import { tracesAbout, type WitnessTrace } from "../traffic/paths";
import type { EffectiveTls } from "../traffic/destination-policy";
import type { Hop } from "../traffic/trace";
import type { WorkspaceView } from "../workspace/view";
import { definePathRule, type PathFinding } from "./define";

export const rule = definePathRule({
  code: "credential-ignored-on-sidecar",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["tls-dropped-credential-on-sidecar", "server-wants-tls"],
  seeAlso: [],
  text: {
    en: {
      title: "Secret that sidecars do not read",
      what: "credentialName {secret} is used for traffic that sidecars send to {host}, but the rule has no workloadSelector.",
      why: "A sidecar then gets no certificate and drops TLS altogether: the requests leave in plain text.",
      next: "Add a workloadSelector with the labels of the pods that send the traffic, or lead it through an egress gateway.",
    },
    ko: {
      title: "사이드카가 읽지 않는 Secret",
      what: "사이드카가 {host} 호스트로 보내는 트래픽에 credentialName {secret} 값을 쓰지만, 규칙에 workloadSelector가 없습니다.",
      why: "사이드카는 인증서를 받지 못하고 TLS 설정을 통째로 버리므로, 요청이 평문으로 나갑니다.",
      next: "트래픽을 보내는 파드의 라벨로 workloadSelector를 추가하거나, egress gateway를 거치게 합니다.",
    },
  },
  variants: {
    untouched: {
      en: {
        why: "A sidecar then gets no certificate and drops the whole TLS block: TLS that apps open passes it as it comes, without the client certificate.",
      },
      ko: {
        why: "사이드카는 인증서를 받지 못하고 tls 블록을 통째로 버리므로, 앱이 시작한 TLS는 클라이언트 인증서 없이 그대로 나갑니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `#- without: Gateway
kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        mode: MUTUAL
        credentialName: client-credential
        #               ^^^^^^^^^^^^^^^^^ warning credential-ignored-on-sidecar
---
kind: VirtualService
spec:
  gateways: <none>
  http:
  - route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`,
    ],
    good: [
      `#- base: mutual
`,
    ],
  },
  *check({ view }, path, _hop, step) {
    const dropping = path.trace.hops.filter(({ tls }) => tls?.dropped === "credential-on-sidecar");
    for (const { tls, destination, taken } of dropping) {
      const credential = tls?.policy?.tls.credentialName;
      if (tls?.policy === undefined || credential === undefined || destination === undefined) continue;
      const isTlsOfApp = tls.mode === "PASSTHROUGH";
      if ((isTlsOfApp || path.standing !== "caller") && isUsedAtGateway(view, path, tls.policy)) continue;
      yield {
        at: { document: tls.policy.rule.document, span: credential.span },
        args: { host: destination.host, secret: credential.value },
        step,
        ...(isTlsOfApp ? { variant: "untouched" } : {}),
        related: relatedRoute(taken),
      };
    }
  },
});

/** Whether a gateway on any way that leads to the rule's host uses the block. */
function isUsedAtGateway(view: WorkspaceView, path: WitnessTrace, { rule: owner, tls }: EffectiveTls): boolean {
  return [path, ...tracesAbout(view, owner)].some(({ trace }) =>
    trace.hops.some((hop) => hop.proxy === "gateway" && hop.tls?.policy?.tls === tls),
  );
}

function relatedRoute(taken: Hop["taken"]): NonNullable<PathFinding["related"]> {
  if (taken?.destination === undefined) return [];
  const { host, span } = taken.destination;
  return [
    {
      place: { document: taken.virtualService.document, span: host?.span ?? span },
      text: { en: "The route that sidecars take.", ko: "사이드카가 이용하는 경로입니다." },
    },
  ];
}
