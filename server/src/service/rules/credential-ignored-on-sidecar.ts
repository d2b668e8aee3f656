// A Secret is named for TLS that sidecars originate. Sidecars read Secrets only for rules with a workloadSelector; without one istiod
// drops the TLS settings and the traffic goes out in plain text (B.7; cluster_tls.go).
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
import { originates, outsideService, sendsTo, tlsBlocks, usesGatewayApi } from "../traffic/rule-use";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "credential-ignored-on-sidecar",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
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
  *check({ view }, rule) {
    const service = outsideService(view, rule);
    if (rule.uncertain || service === undefined || rule.workloadSelector !== undefined) return;
    if (view.isUncertain("VirtualService") || usesGatewayApi(view)) return;
    for (const block of tlsBlocks(rule).filter(originates)) {
      const { credentialName } = block.tls;
      if (credentialName === undefined || credentialName.value.startsWith("configmap://")) continue;
      const number = block.port?.number?.value;
      const sends = sendsTo(view, rule).filter((send) => number === undefined || send.port.number === number);
      const bySidecars = sends.find((send) => send.gateway === undefined);
      const port = service.ports.find((candidate) => number === undefined || candidate.number === number);
      // Without any route, only the sidecars can be meant, on a port that carries plain HTTP.
      const isDirect =
        sends.length === 0 && view.routingTo(service.host).length === 0 && port?.protocolClass === "http";
      if (bySidecars === undefined && !isDirect) continue;
      yield {
        at: credentialName.span,
        args: { host: service.host, secret: credentialName.value },
        ...(bySidecars === undefined
          ? {}
          : {
              related: [
                {
                  place: {
                    document: bySidecars.service.document,
                    span: bySidecars.destination.host?.span ?? bySidecars.destination.span,
                  },
                  text: { en: "The route that sidecars take.", ko: "사이드카가 이용하는 경로입니다." },
                },
              ],
            }),
      };
    }
  },
});
