// TLS is originated for a subset that no route names, while routes lead to the host without it: the traffic takes the way around the TLS.
import { originates, outsideService, sendsTo, tlsBlocks } from "../traffic/rule-use";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "tls-on-unused-subset",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS for a subset that no route uses",
      what: "TLS is originated for the subset {subset} of {host}, but the route of {service} that leads there does not name it.",
      why: "A subset's settings hold only for routes that name it: these requests go out without TLS.",
      next: "Name the subset in the route's destination, or set tls for the whole rule.",
    },
    ko: {
      title: "경로가 쓰지 않는 subset의 TLS",
      what: "{host} 호스트의 {subset} subset에 TLS를 시작하도록 설정했지만, 그 호스트로 가는 {service} VirtualService의 경로는 이 subset을 지정하지 않습니다.",
      why: "subset의 설정은 그 subset을 지정한 경로에만 적용되므로, 이 요청은 TLS 없이 나갑니다.",
      next: "경로의 목적지에 subset을 지정하거나, 규칙 전체에 tls를 설정합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy: <none>
  subsets:
  - name: encrypted
    #     ^^^^^^^^^ warning tls-on-unused-subset
    trafficPolicy:
      tls: { mode: SIMPLE }
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy: <none>
  subsets:
  - name: encrypted
    trafficPolicy:
      tls: { mode: SIMPLE }
---
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - ...
      destination:
        subset: encrypted
`,
    ],
  },
  *check({ view }, rule) {
    if (rule.uncertain || outsideService(view, rule) === undefined) return;
    const sends = sendsTo(view, rule);
    for (const block of tlsBlocks(rule).filter(originates)) {
      const name = block.subset?.name;
      if (name === undefined || sends.some((send) => send.destination.subset?.value === name.value)) continue;
      const bare = sends.find(
        (send) => send.expectsTls && send.policy.tls === undefined && send.policy.rules.includes(rule),
      );
      if (bare === undefined) continue;
      yield {
        at: name.span,
        args: { host: bare.host, subset: name.value, service: bare.service.name?.value ?? "" },
        related: [
          {
            place: { document: bare.service.document, span: bare.destination.host?.span ?? bare.destination.span },
            text: { en: "The destination without the subset.", ko: "subset을 지정하지 않은 목적지입니다." },
          },
        ],
      };
    }
  },
});
