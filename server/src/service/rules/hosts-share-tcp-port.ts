// Plain TCP carries no host name, so a port for it cannot serve several hosts: the proxy could not tell whom a connection is for.
import { knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { sharingProblem } from "../model/resolution";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "hosts-share-tcp-port",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry"],
  text: {
    en: {
      title: "Several hosts on a port without host names",
      what: "{count} hosts share a port whose protocol is {protocol}.",
      why: REJECTED.en,
      next: "Give each host its own ServiceEntry, or use HTTP or TLS, which carry the host's name.",
    },
    ko: {
      title: "호스트 이름을 알 수 없는 포트를 여러 호스트가 공유",
      what: "호스트 {count}개가 {protocol} protocol 포트 하나를 함께 사용합니다.",
      why: REJECTED.ko,
      next: "호스트마다 ServiceEntry를 따로 만들거나, 호스트 이름이 전달되는 HTTP 또는 TLS를 사용합니다.",
    },
  },
  variants: {
    address: {
      en: {
        what: "{count} hosts share the addresses of a {protocol} port.",
        why: "A connection that does not name its host in SNI is told apart by its address alone, and all these hosts have the same. Istio's webhook warns about it.",
        next: "Give each host its own ServiceEntry with its own addresses, or remove addresses.",
      },
      ko: {
        what: "호스트 {count}개가 {protocol} 포트의 addresses 값을 함께 사용합니다.",
        why: "SNI에 호스트 이름이 없는 연결은 주소로만 구분하는데 모든 호스트의 주소가 같습니다. Istio 웹훅이 경고합니다.",
        next: "호스트마다 addresses를 따로 가진 ServiceEntry를 만들거나 addresses 필드를 제거합니다.",
      },
    },
    unset: {
      en: {
        what: "{count} hosts share a port without a protocol, which may be plain TCP.",
        next: "Name the protocol of the port.",
      },
      ko: {
        what: "protocol을 지정하지 않은 포트를 호스트 {count}개가 함께 사용합니다. 이 포트는 일반 TCP일 수 있습니다.",
        next: "포트의 protocol을 지정합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  hosts:
  - one.example.com
  - two.example.com
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
    #         ^^^ error hosts-share-tcp-port
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  hosts:
  - one.example.com
  - two.example.com
`,
    ],
  },
  *check(_cx, entry) {
    if (!isReadable(entry)) return;
    const hosts = entryOf(entry.spec, "hosts")?.value;
    const count = hosts?.kind === "sequence" ? hosts.items.length : 0;
    const resolution = knownText(entry.spec, "resolution")?.value ?? "NONE";
    for (const port of messagesOf(entry, "ServicePort")) {
      const written = entryOf(port.node, "protocol")?.value;
      if (written?.kind === "scalar" && written.placeholder) continue;
      const text = knownText(port.node, "protocol");
      const protocol = text?.value ?? "";
      const problem = sharingProblem(entry.spec, resolution, protocol);
      if (problem === undefined) continue;
      const finding = { at: text?.span ?? port.at, args: { count, protocol } };
      if (problem === "address") yield { ...finding, variant: "address", severity: "warning" };
      else yield { ...finding, ...(protocol === "" ? { variant: "unset" } : {}) };
      return;
    }
  },
});
