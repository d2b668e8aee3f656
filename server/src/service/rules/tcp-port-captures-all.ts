// Plain TCP carries no host name, so a proxy knows a TCP service by its address alone. Without addresses the listener stands for every address,
// and connections to other hosts on that port go to this one. Sidecars that hand out addresses by DNS are not affected.
// https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
import { protocolClass } from "../model/protocol-class";
import { fullName } from "../model/resource";
import type { ServiceEntry, ServiceEntryPort } from "../model/service-entry";
import { meshFacts } from "../traffic/mesh";
import { isWildcard } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { replaceScalarAt } from "./repairs";

/** The label by which a ServiceEntry gives up its automatic address. */
const AUTO_ALLOCATE = "networking.istio.io/enable-autoallocate-ip";

export const rule = defineRule({
  code: "tcp-port-captures-all",
  severity: "warning",
  certainty: "local",
  subjects: ["ServiceEntry"],
  seeAlso: ["IST0133", "IST0134"],
  text: {
    en: {
      title: "TCP port that takes every connection",
      what: "Port {port} of {host} is plain {protocol}, and the ServiceEntry has no addresses.",
      why: "Sidecars know a TCP service by its address only. Without one, connections to any host on port {port} that Istio does not know otherwise end up at {host}.",
      next: "Add addresses. If clients speak TLS on this port, declare TLS: then the server name decides.",
    },
    ko: {
      title: "모든 연결을 가로채는 TCP 포트",
      what: "{host} 호스트의 {port} 포트는 일반 {protocol} 프로토콜인데 이 ServiceEntry에 addresses가 없습니다.",
      why: "사이드카는 TCP 서비스를 주소로만 구분합니다. 주소가 없으면 Istio가 따로 알지 못하는 모든 호스트의 {port} 포트 연결이 {host} 호스트로 갑니다.",
      next: "addresses를 추가합니다. 클라이언트가 이 포트에서 TLS를 쓰면 TLS로 선언합니다. 그러면 서버 이름으로 구분합니다.",
    },
  },
  variants: {
    rival: {
      en: {
        what: "Port {port} of {host} is plain {protocol} without addresses, and so is that of {other}.",
        why: "Sidecars cannot tell the two apart: all connections to port {port} go to one of the hosts.",
        next: "Add addresses to both, or declare TLS if clients speak it.",
      },
      ko: {
        what: "{host} 호스트의 {port} 포트와 {other} ServiceEntry의 포트가 모두 addresses 없는 일반 {protocol} 프로토콜입니다.",
        why: "사이드카가 둘을 구분하지 못하므로 {port} 포트의 연결이 모두 한쪽 호스트로 갑니다.",
        next: "두 곳에 addresses를 추가하거나, 클라이언트가 TLS를 쓰면 TLS로 선언합니다.",
      },
    },
  },
  examples: {
    base: "serviceentry",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
    #         ^^^ warning tcp-port-captures-all
  resolution: NONE
`,
      `kind: ServiceEntry
spec:
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
    #         ^^^ information tcp-port-captures-all
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  addresses: [192.0.2.10]
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
`,
    ],
  },
  *check(cx, entry) {
    if (entry.uncertain || entry.addresses.length > 0 || hasAutomaticAddress(cx.view, entry)) return;
    for (const port of entry.ports) {
      const { number, protocol } = port;
      if (number === undefined || protocol === undefined || protocolClass(protocol.value) !== "tcp") continue;
      const other = rivalOf(cx.view, entry, port);
      const args = { port: number.value, host: entry.hosts[0]?.value ?? "", protocol: protocol.value };
      if (other !== undefined) {
        const { name, document } = other;
        yield {
          variant: "rival",
          at: protocol.span,
          args: { ...args, other: fullName(other) },
          data: { port: number.value },
          related: [
            {
              place: { document, span: name?.span ?? other.kind.span },
              text: { en: "{other} is here.", ko: "{other} ServiceEntry가 여기 있습니다." },
              args: { other: fullName(other) },
            },
          ],
        };
        continue;
      }
      const data = { port: number.value };
      yield { at: protocol.span, args, data, ...(isRefusedAnAddress(entry) ? {} : { severity: "information" }) };
    }
  },
  *repair(_cx, entry, finding) {
    if (finding.data?.port !== 443) return;
    yield* replaceScalarAt(entry, finding.at.start, "TLS", {
      title: { en: "Declare TLS: tell hosts apart by server name", ko: "TLS로 선언: 서버 이름으로 호스트 구분" },
    });
  },
});

/** Whether sidecars give the ServiceEntry an address of its own, as the mesh's configuration among the files says. */
function hasAutomaticAddress(view: WorkspaceView, entry: ServiceEntry): boolean {
  return (
    meshFacts(view).isDnsAllocating && !isRefusedAnAddress(entry) && !entry.hosts.some(({ value }) => isWildcard(value))
  );
}

/** Whether Istio never hands out an address for the ServiceEntry; its webhook warns then. */
function isRefusedAnAddress(entry: ServiceEntry): boolean {
  return (entry.resolution?.value ?? "NONE") === "NONE" || entry.labels[AUTO_ALLOCATE]?.toLowerCase() === "false";
}

/** Another ServiceEntry that takes the whole port as well. */
function rivalOf(view: WorkspaceView, entry: ServiceEntry, port: ServiceEntryPort): ServiceEntry | undefined {
  const hosts = new Set(entry.hosts.map(({ value }) => value.toLowerCase()));
  return view
    .withPort("ServiceEntry", port.number?.value ?? 0, "tcp")
    .find(
      (other) =>
        !other.uncertain &&
        mayMeet(entry, other) &&
        other.addresses.length === 0 &&
        other.namespace === entry.namespace &&
        !other.hosts.some(({ value }) => hosts.has(value.toLowerCase())),
    );
}
