// Several ServiceEntries may declare one host, but they must agree: on the protocol of a port they share, and, within a namespace, on how the
// host is resolved. Otherwise istiod keeps one declaration and drops the other.
// https://istio.io/latest/docs/reference/config/networking/service-entry/
import { protocolClass } from "../model/protocol-class";
import { fullName } from "../model/resource";
import type { ServiceEntry } from "../model/service-entry";
import { hasOtherProtocol, type RivalPort, rivalPorts } from "../traffic/entry-conflicts";
import { declarationsOf } from "../traffic/registry";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "conflicting-service-entries",
  severity: "warning",
  certainty: "seen",
  subjects: ["ServiceEntry"],
  seeAlso: ["IST0177", "KIA1212"],
  text: {
    en: {
      title: "ServiceEntries that contradict each other",
      what: "Port {port} of {host} is {protocol} here and {otherProtocol} in {other}.",
      why: "A proxy uses only one of the two, usually the older one. Routes and TLS settings made for the other protocol have no effect there.",
      next: "Declare the same protocol in both, or keep one ServiceEntry for the host.",
    },
    ko: {
      title: "서로 어긋나는 ServiceEntry",
      what: "{host} 호스트의 {port} 포트가 여기서는 {protocol} 프로토콜이고 {other} ServiceEntry에서는 {otherProtocol} 프로토콜입니다.",
      why: "프록시는 둘 중 하나, 보통 먼저 만든 것만 사용합니다. 다른 프로토콜에 맞춘 경로와 TLS 설정은 적용되지 않습니다.",
      next: "두 곳의 프로토콜을 같게 적거나, 호스트의 ServiceEntry를 하나만 남깁니다.",
    },
  },
  variants: {
    resolution: {
      en: {
        what: "{host} is resolved by {resolution} here and by {otherResolution} in {other}.",
        why: "istiod cannot merge the two and drops the younger one with all its ports.",
        next: "Use the same resolution in both, or keep one ServiceEntry for the host.",
      },
      ko: {
        what: "{host} 호스트의 resolution이 여기서는 {resolution} 값이고 {other} ServiceEntry에서는 {otherResolution} 값입니다.",
        why: "istiod는 둘을 합치지 못하고 나중에 만든 것을 포트까지 모두 버립니다.",
        next: "두 곳의 resolution을 같게 적거나, 호스트의 ServiceEntry를 하나만 남깁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    protocol: HTTPS
    #         ^^^^^ warning conflicting-service-entries
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance-too
  namespace: default
spec:
  hosts: [finance.yahoo.com]
  ports:
  - number: 443
    name: http
    protocol: HTTP
    #         ^^^^ warning conflicting-service-entries
  resolution: DNS
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance-too
  namespace: default
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 8080, name: http, protocol: HTTP }
  - { number: 443, name: https, protocol: https }
  resolution: DNS
`,
    ],
  },
  *check(cx, entry) {
    if (entry.uncertain) return;
    const rivals = rivalPorts(cx.view, entry);
    const told = new Set<unknown>();
    for (const rival of rivals) {
      const { port, otherPort } = rival;
      if (!hasOtherProtocol(port, otherPort) || told.has(port)) continue;
      told.add(port);
      yield protocolFinding(rival);
    }
    const unlike = rivals.find(
      ({ other }) => other.namespace === entry.namespace && resolutionOf(other) !== resolutionOf(entry),
    );
    if (unlike !== undefined && told.size === 0) yield resolutionFinding(entry, unlike);
  },
  *repair(cx, entry, finding) {
    const rival = rivalPorts(cx.view, entry).find(
      ({ port, otherPort }) => port.protocol?.span.start === finding.at.start && hasOtherProtocol(port, otherPort),
    );
    const wanted = rival?.otherPort.protocol?.value;
    if (rival === undefined || wanted === undefined || finding.variant !== undefined) return;
    const own = isUsual(rival.port.number?.value, rival.port.protocol?.value);
    const others = isUsual(rival.port.number?.value, wanted);
    const isWrongOne = own === others ? isFirst(cx.view, rival) : others;
    yield* replaceScalarAt(entry, finding.at.start, wanted, {
      title: { en: "Declare {value} here too", ko: "여기도 {value} 프로토콜로 선언" },
      preferred: isWrongOne,
      safe: isWrongOne && others,
    });
  },
});

function protocolFinding({ host, port, other, otherPort }: RivalPort): Finding {
  return {
    at: port.protocol?.span ?? port.number?.span ?? port.span,
    args: {
      host,
      port: port.number?.value ?? 0,
      protocol: port.protocol?.value ?? "—",
      other: fullName(other),
      otherProtocol: otherPort.protocol?.value ?? "—",
    },
    related: [
      {
        place: { document: other.document, span: otherPort.protocol?.span ?? otherPort.span },
        text: { en: "{other} declares it here.", ko: "{other} ServiceEntry의 선언이 여기 있습니다." },
        args: { other: fullName(other) },
      },
    ],
  };
}

function resolutionFinding(entry: ServiceEntry, { host, other }: RivalPort): Finding {
  return {
    variant: "resolution",
    at: entry.resolution?.span ?? entry.hosts[0]?.span ?? entry.kind.span,
    args: { host, resolution: resolutionOf(entry), other: fullName(other), otherResolution: resolutionOf(other) },
    related: [
      {
        place: { document: other.document, span: other.resolution?.span ?? other.hosts[0]?.span ?? other.kind.span },
        text: { en: "{other} declares it here.", ko: "{other} ServiceEntry의 선언이 여기 있습니다." },
        args: { other: fullName(other) },
      },
    ],
  };
}

function resolutionOf(entry: ServiceEntry): string {
  return entry.resolution?.value ?? "NONE";
}

/** Whether istiod takes the other declaration of the host before this one. */
function isFirst(view: WorkspaceView, { host, other, entry }: RivalPort): boolean {
  const declared = declarationsOf(view, host.toLowerCase()).flatMap(({ resources }) => resources);
  return declared.indexOf(other) < declared.indexOf(entry);
}

/** Whether a protocol is what everybody expects on a port. */
function isUsual(port: number | undefined, protocol: string | undefined): boolean {
  const kind = protocolClass(protocol);
  return (port === 80 && kind === "http") || (port === 443 && kind === "tls");
}
