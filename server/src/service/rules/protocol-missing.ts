// A ServiceEntry's port has to say its protocol. Unlike the ports of a Kubernetes Service, its name says nothing to Istio, so a forgotten
// protocol leaves the proxy guessing from the first bytes of every connection.
// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
import { messagesOf } from "../model/message-walk";
import { protocolClass } from "../model/protocol-class";
import type { ServiceEntryPort } from "../model/service-entry";
import { defineRule } from "./define";
import { setField } from "./repairs";

export const rule = defineRule({
  code: "protocol-missing",
  severity: "warning",
  certainty: "local",
  subjects: ["ServiceEntry"],
  seeAlso: ["IST0133", "IST0134"],
  text: {
    en: {
      title: "ServiceEntry port without a protocol",
      what: "Port {port} of this ServiceEntry has no protocol.",
      why: "Istio then guesses from the first bytes: what looks like HTTP is routed as HTTP, everything else, TLS included, is forwarded as plain TCP. Without addresses that takes all connections to port {port}, whatever their host.",
      next: "Add protocol: HTTP, HTTPS, TLS, GRPC, TCP or another one that Istio knows.",
    },
    ko: {
      title: "프로토콜이 없는 ServiceEntry 포트",
      what: "이 ServiceEntry의 {port} 포트에 protocol이 없습니다.",
      why: "Istio는 연결의 첫 바이트로 추측합니다. HTTP로 보이면 HTTP로 처리하고, TLS를 포함한 나머지는 모두 일반 TCP로 전달합니다. addresses가 없으면 호스트와 관계없이 {port} 포트의 모든 연결을 이 호스트로 보냅니다.",
      next: "protocol을 추가합니다. HTTP, HTTPS, TLS, GRPC, TCP 등 Istio가 아는 값을 씁니다.",
    },
  },
  variants: {
    name: {
      en: {
        what: "Port {port} has the name {name}, but no protocol; in a ServiceEntry the name says nothing about the protocol.",
        next: "Add protocol: {protocol}.",
      },
      ko: {
        what: "{port} 포트에 {name} 이름은 있지만 protocol이 없습니다. ServiceEntry에서는 이름으로 프로토콜을 정하지 않습니다.",
        next: "protocol: {protocol} 설정을 추가합니다.",
      },
    },
    address: {
      en: {
        why: "Istio then guesses from the first bytes: what looks like HTTP is routed as HTTP, everything else, TLS included, is forwarded as plain TCP, and routes for TLS do not apply.",
      },
      ko: {
        why: "Istio는 연결의 첫 바이트로 추측합니다. HTTP로 보이면 HTTP로 처리하고, TLS를 포함한 나머지는 모두 일반 TCP로 전달하므로 TLS용 경로가 적용되지 않습니다.",
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
  - number: 443
    #       ^^^ warning protocol-missing
    name: https
`,
    ],
  },
  *check(_cx, entry) {
    if (entry.uncertain) return;
    for (const port of entry.ports) {
      if (port.number === undefined || (port.protocol?.value ?? "") !== "") continue;
      const named = fromName(port);
      const hasAddress = entry.addresses.length > 0;
      yield {
        at: port.number.span,
        args: { port: port.number.value, name: port.name?.value ?? "", protocol: named ?? "" },
        ...(named !== undefined
          ? { variant: "name" }
          : hasAddress
            ? { variant: "address", severity: "information" }
            : {}),
      };
    }
  },
  *repair(_cx, entry, finding) {
    const port = entry.ports.find((candidate) => candidate.number?.span.start === finding.at.start);
    const owner = messagesOf(entry, "ServicePort").find(({ node }) => node.span.start === port?.span.start);
    if (port === undefined) return;
    const named = fromName(port);
    const likely = named ?? BY_NUMBER.get(port.number?.value ?? 0);
    if (likely === undefined) return;
    yield* setField(entry, owner, "protocol", likely, {
      title: { en: "Add protocol {value}", ko: "protocol {value} 추가" },
      after: port.name === undefined ? "number" : "name",
      preferred: true,
      safe: named !== undefined,
    });
  },
});

/** What most servers speak on a port. */
const BY_NUMBER: ReadonlyMap<number, string> = new Map([
  [80, "HTTP"],
  [8080, "HTTP"],
  [443, "HTTPS"],
  [8443, "HTTPS"],
]);

/** The protocol that a port's name begins with, as in a Kubernetes Service: `https`, `grpc-api`. */
function fromName(port: ServiceEntryPort): string | undefined {
  const name = port.name?.value.toLowerCase() ?? "";
  const word = name.startsWith("grpc-web") ? "grpc-web" : (name.split("-")[0] ?? "");
  return protocolClass(word) === "auto" ? undefined : word.toUpperCase();
}
