// TLS is originated for a port behind which the server speaks plain HTTP: port 80, with no targetPort that leads elsewhere. The mistake is made
// when the two ways of originating TLS are mixed: port 80 with targetPort 443, or a route from port 80 to port 443.
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
import { modeSpan } from "../model/destination-rule";
import { setEntry } from "../syntax/edit";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { endpointPort, type RegistryPort, type RegistryService } from "../traffic/registry";
import { senderOf } from "../traffic/plain-send";
import { outsideService, usesGatewayApi } from "../traffic/rule-use";
import { definePathRule } from "./define";

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

export const rule = definePathRule({
  code: "tls-opened-to-plain-port",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["server-wants-plaintext"],
  seeAlso: [],
  yieldsTo: ["double-tls"],
  text: {
    en: {
      title: "TLS to a plain HTTP port",
      what: "TLS ({mode}) is originated for port 80 of {host}, and the connection goes to the server's port 80.",
      why: "Servers speak plain HTTP there: the TLS handshake fails and apps get 503 (wrong version number).",
      next: "Set targetPort 443 for that port in the ServiceEntry, or let a route lead to port 443 and originate TLS for that port.",
    },
    ko: {
      title: "평문 HTTP 포트로 여는 TLS",
      what: "{host} 호스트의 80 포트에 TLS({mode})를 시작하는데, 연결이 서버의 80 포트로 갑니다.",
      why: "서버는 이 포트에서 평문 HTTP로 응답하므로 TLS 핸드셰이크가 실패하고, 앱은 503(wrong version number)을 받습니다.",
      next: "ServiceEntry에서 이 포트의 targetPort를 443으로 두거나, 경로를 443 포트로 보내고 그 포트에 TLS를 시작합니다.",
    },
  },
  examples: {
    base: "sidecar",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
    targetPort: <none>
---
kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      tls:
        mode: SIMPLE
        #     ^^^^^^ warning tls-opened-to-plain-port
`,
    ],
  },
  *check({ view }, { trace }, _hop, step) {
    const { policy, servicePort, service } = senderOf(trace) ?? {};
    if (policy?.tls === undefined || servicePort?.number !== HTTP_PORT || usesGatewayApi(view)) return;
    const { tls, mode, rule: owner } = policy.tls;
    yield {
      at: { document: owner.document, span: modeSpan(tls) },
      args: { host: service?.host ?? "", mode },
      step,
      related: [
        {
          place: servicePort.at,
          text: { en: "Port 80 is declared here.", ko: "80 포트는 여기에 선언되어 있습니다." },
        },
      ],
    };
  },
  *repair({ view }, rule) {
    const service = rule.type === "DestinationRule" ? outsideService(view, rule) : undefined;
    const place = service === undefined ? undefined : plainPort(service)?.at;
    const entry = service?.resources.find((resource) => resource.document === place?.document);
    if (place === undefined || entry === undefined) return;
    const ports = nodeAtPath(entry.root, ["spec", "ports"]);
    const items = ports?.kind === "sequence" ? ports.items : [];
    const port = items.find((item) => entryOf(item, "number")?.value?.span.start === place.span.start);
    if (port?.kind !== "mapping") return;
    yield {
      title: { en: "Lead port 80 to the server's port 443", ko: "80 포트를 서버의 443 포트로 연결" },
      changes: [{ document: entry.document, edits: [setEntry(entry.document, port, "targetPort", HTTPS_PORT)] }],
      preferred: true,
      safe: true,
    };
  },
});

/** Port 80 of a host, where it is HTTP and ends at the server's port 80. */
function plainPort(service: RegistryService): RegistryPort | undefined {
  return service.ports.find(
    (port) =>
      port.number === HTTP_PORT &&
      port.protocolClass === "http" &&
      (endpointPort(service, port) ?? port.number) === HTTP_PORT,
  );
}
