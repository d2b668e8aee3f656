// A plain TCP port is found by its address. Without addresses, and without an address that Istio hands out by itself, the proxy takes every
// connection to that port number for this service, whatever its destination.
// https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
import { isSet, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";

/** The label by which a ServiceEntry gives up its automatic address. */
const AUTO_ALLOCATE = "networking.istio.io/enable-autoallocate-ip";

export const rule = defineRule({
  code: "tcp-entry-without-address",
  severity: "warning",
  stage: "stable",
  certainty: "local",
  reads: [],
  seeAlso: ["IST0133", "IST0134"],
  subjects: ["ServiceEntry"],
  text: {
    en: {
      title: "TCP port without an address",
      what: "Port {port} is plain TCP, and this ServiceEntry has no addresses.",
      why: "The proxy tells TCP services apart by address only, so connections to any other host on port {port} are taken for this one. Istio's webhook warns about it.",
      next: "Add addresses, or name the protocol when it is HTTP or TLS.",
    },
    ko: {
      title: "주소가 없는 TCP 포트",
      what: "{port} 포트는 일반 TCP인데 이 ServiceEntry에 addresses 값이 없습니다.",
      why: "프록시는 TCP 서비스를 주소로만 구분하므로, 다른 host의 {port} 포트로 가는 연결까지 이 서비스로 처리합니다. Istio webhook이 경고합니다.",
      next: "addresses를 추가하거나, HTTP 또는 TLS라면 protocol을 지정합니다.",
    },
  },
  variants: {
    unset: {
      en: { what: "Port {port} names no protocol, and this ServiceEntry has no addresses." },
      ko: { what: "{port} 포트에 protocol이 없고 이 ServiceEntry에 addresses 값이 없습니다." },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: db
spec:
  hosts: [db.example.com]
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
              #<^ warning tcp-entry-without-address
  resolution: NONE
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: db
spec:
  hosts: [db.example.com]
  addresses: [10.0.0.1]
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
  resolution: NONE
`,
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: db
spec:
  hosts: [db.example.com]
  ports:
  - number: 5432
    name: postgres
    protocol: TCP
  resolution: DNS
`,
    ],
  },
  *check(_cx, entry) {
    if (!isReadable(entry) || isSet(entry.spec, "addresses")) return;
    const resolution = entryOf(entry.spec, "resolution")?.value;
    const isNone = !isSet(entry.spec, "resolution") || knownText(entry.spec, "resolution")?.value === "NONE";
    const optedOut = entry.labels[AUTO_ALLOCATE]?.toLowerCase() === "false";
    if (!isNone && !(optedOut && resolution !== undefined)) return;
    for (const port of messagesOf(entry, "ServicePort")) {
      if (entryOf(port.node, "protocol")?.value !== undefined && knownText(port.node, "protocol") === undefined)
        continue;
      const protocol = knownText(port.node, "protocol");
      if (protocol !== undefined && protocol.value !== "" && protocol.value.toUpperCase() !== "TCP") continue;
      const number = entryOf(port.node, "number")?.value;
      yield {
        at: protocol?.span ?? port.at,
        args: { port: number?.kind === "scalar" ? number.source : "" },
        ...(protocol === undefined || protocol.value === "" ? { variant: "unset" } : {}),
      };
    }
  },
});
