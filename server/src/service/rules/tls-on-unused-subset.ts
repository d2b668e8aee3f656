// TLS is originated for a subset that no route names, while routes lead to the host without it: the traffic takes the way around the TLS.
import { setEntry } from "../syntax/edit";
import { tracesAbout } from "../traffic/paths";
import { plainSendOf } from "../traffic/plain-send";
import { originates, tlsBlocks } from "../traffic/rule-use";
import { definePathRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = definePathRule({
  code: "tls-on-unused-subset",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["server-wants-tls"],
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
  *check(_cx, { trace }, _hop, step) {
    const send = plainSendOf(trace);
    if (send === undefined || send.policy.tls !== undefined) return;
    for (const owner of send.policy.rules) {
      const name = tlsBlocks(owner)
        .filter(originates)
        .flatMap(({ subset }) => subset?.name ?? [])[0];
      if (name === undefined || name.value === send.destination.subset?.value) continue;
      yield {
        at: { document: owner.document, span: name.span },
        args: { host: send.host, subset: name.value, service: send.service.name?.value ?? "" },
        step,
        data: { uri: send.service.document.uri, destination: send.destination.span.start },
        related: [
          {
            place: { document: send.service.document, span: send.destination.host?.span ?? send.destination.span },
            text: { en: "The destination without the subset.", ko: "subset을 지정하지 않은 목적지입니다." },
          },
        ],
      };
      return;
    }
  },
  *repair({ view }, owner, finding) {
    const send = tracesAbout(view, owner)
      .flatMap(({ trace }) => plainSendOf(trace) ?? [])
      .find(
        ({ service, destination }) =>
          service.document.uri === finding.data?.uri && destination.span.start === finding.data.destination,
      );
    const node = send === undefined ? undefined : mappingAt(send.service.root, send.destination.span.start);
    if (send === undefined || node === undefined) return;
    const { document } = send.service;
    const subset = String(finding.args.subset);
    yield {
      title: { en: "Send to the subset {subset}", ko: "{subset} subset으로 보내기" },
      args: { subset },
      changes: [{ document, edits: [setEntry(document, node, "subset", subset, { after: "host" })] }],
      preferred: true,
      safe: true,
    };
  },
});
