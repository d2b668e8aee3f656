// Settings for one port replace the connection settings of the whole rule, TLS included: an entry made for something else switches the
// rule's TLS off for its port. https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-
// port_level_settings
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { setEntry } from "../syntax/edit";
import type { EditValue } from "../syntax/render";
import { senderOf } from "../traffic/plain-send";
import { definePathRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = definePathRule({
  code: "port-settings-drop-tls",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["server-wants-tls"],
  seeAlso: [],
  text: {
    en: {
      title: "Port settings that switch TLS off",
      what: "The settings for port {port} say nothing about TLS, and they replace those of the whole rule, which originates TLS ({mode}).",
      why: "Requests to port {port} of {host} go out in plain text, though the port awaits TLS.",
      next: "Repeat the tls block in the settings for the port.",
    },
    ko: {
      title: "TLS를 꺼 버리는 포트 설정",
      what: "{port} 포트의 설정에는 tls가 없습니다. 포트 설정은 규칙 전체의 설정을 대신하므로, 규칙에 있는 TLS({mode})가 이 포트에는 적용되지 않습니다.",
      why: "{host} 호스트의 {port} 포트는 TLS를 기다리는데 요청이 평문으로 나갑니다.",
      next: "포트 설정에 tls 블록을 다시 적습니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    tls:
      mode: SIMPLE
    portLevelSettings:
    - port:
        number: 443
        #       ^^^ warning port-settings-drop-tls
      connectionPool: { tcp: { maxConnections: 10 } }
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    tls:
      mode: SIMPLE
    portLevelSettings:
    - ...
      connectionPool: { tcp: { maxConnections: 10 } }
`,
    ],
  },
  *check(_cx, { trace }, _hop, step) {
    const { policy, servicePort, service } = senderOf(trace) ?? {};
    const lost = policy?.lostTls;
    if (lost === undefined || servicePort === undefined) return;
    const { rule: owner } = lost;
    const settings = [owner.trafficPolicy, ...owner.subsets.map((subset) => subset.trafficPolicy)]
      .flatMap((written) => written?.ports ?? [])
      .find((candidate) => candidate.tls === undefined && candidate.number?.value === servicePort.number);
    if (settings?.number === undefined) return;
    const { document } = owner;
    yield {
      at: { document, span: settings.number.span },
      args: { host: service?.host ?? "", port: servicePort.number, mode: lost.mode },
      data: { settings: settings.span.start, tls: lost.tls.span.start },
      step,
      related: [
        {
          place: { document, span: lost.tls.keySpan },
          text: { en: "The TLS settings that are lost.", ko: "적용되지 않게 된 TLS 설정입니다." },
        },
      ],
    };
  },
  *repair(_cx, rule, finding) {
    const settings = mappingAt(rule.root, Number(finding.data?.settings));
    const tls = mappingAt(rule.root, Number(finding.data?.tls));
    if (settings === undefined || tls === undefined || entryOf(settings, "tls") !== undefined) return;
    const edit = setEntry(rule.document, settings, "tls", valueOf(tls), { after: "port" });
    yield {
      title: { en: "Repeat the TLS settings for port {port}", ko: "{port} 포트에 TLS 설정 다시 적기" },
      changes: [{ document: rule.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** A node as a value to write again. */
function valueOf(node: YamlNode): EditValue {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "bigint" ? String(node.value) : (node.value ?? node.source);
    case "sequence":
      return node.items.flatMap((item) => (item === undefined ? [] : [valueOf(item)]));
    case "mapping":
      return Object.fromEntries(
        node.entries.flatMap((entry) => (entry.value === undefined ? [] : [[entry.key.source, valueOf(entry.value)]])),
      );
  }
}
