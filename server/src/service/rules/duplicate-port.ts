// A port number that one resource opens twice: two ports of a ServiceEntry, two listeners of a Sidecar.
import { type Field, knownNumber, knownText } from "../model/field";
import type { IstioResource } from "../model/lower";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "duplicate-port",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry", "Sidecar"],
  text: {
    en: {
      title: "Same port twice",
      what: "Port {port} is already used above.",
      why: REJECTED.en,
      next: "Remove one of them, or give it another number.",
    },
    ko: {
      title: "중복된 포트",
      what: "{port} 포트는 위에서 이미 사용했습니다.",
      why: REJECTED.ko,
      next: "둘 중 하나를 제거하거나 번호를 바꿉니다.",
    },
  },
  variants: {
    socket: {
      en: { what: "Another listener already binds {port}.", next: "Give each listener a socket of its own." },
      ko: { what: "다른 리스너가 이미 {port} 소켓을 사용합니다.", next: "리스너마다 다른 소켓을 지정합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
    number: 443
  - ...
    number: 443
    #       ^^^ error duplicate-port
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const { document } = resource;
    for (const ports of groups(resource)) {
      const first = new Map<string | number, Field<string | number>>();
      for (const port of ports) {
        const other = first.get(port.value);
        if (other === undefined) {
          first.set(port.value, port);
          continue;
        }
        yield {
          at: port.span,
          args: { port: port.value },
          ...(typeof port.value === "string" ? { variant: "socket" } : {}),
          related: [{ place: { document, span: other.span }, text: { en: "First used here", ko: "처음 사용한 곳" } }],
        };
      }
    }
  },
});

/** Ports that must differ from each other; sockets count by their path. Port 0 of a Sidecar's egress listener stands for its socket. */
function groups(resource: IstioResource): readonly (readonly Field<string | number>[])[] {
  const numbers = (message: string, parent: string): readonly Field<number>[] =>
    messagesOf(resource, message).flatMap((port) =>
      port.parent?.message === parent ? (knownNumber(port.node, "number") ?? []) : [],
    );
  const sockets = messagesOf(resource, "IstioEgressListener").flatMap(({ node }) => {
    const port = messagesOf(resource, "SidecarPort").find(({ parent }) => parent?.node === node);
    return port !== undefined && knownNumber(port.node, "number")?.value === 0 ? (knownText(node, "bind") ?? []) : [];
  });
  return [
    numbers("ServicePort", "ServiceEntry"),
    numbers("SidecarPort", "IstioIngressListener"),
    numbers("SidecarPort", "IstioEgressListener").filter(({ value }) => value !== 0),
    sockets,
  ];
}
