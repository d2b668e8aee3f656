// What the listeners of a Sidecar may bind: an egress listener without a port catches the rest and comes last, port 0 stands for a unix socket.
// https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
import { knownNumber, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { UNIX_PREFIX } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "sidecar-listener",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["Sidecar"],
  text: {
    en: {
      title: "Sidecar listener in the wrong form",
      what: "This egress listener has no port, so it catches everything, but other listeners follow it.",
      why: REJECTED.en,
      next: "Move it to the end of egress, or give it a port.",
    },
    ko: {
      title: "형식에 맞지 않는 Sidecar 리스너",
      what: "이 egress 리스너는 포트가 없어 모든 트래픽을 받는데 뒤에 다른 리스너가 있습니다.",
      why: REJECTED.ko,
      next: "egress 목록의 끝으로 옮기거나 포트를 지정합니다.",
    },
  },
  variants: {
    socket: {
      en: {
        what: "Port 0 stands for a unix socket, but bind names none.",
        next: "Write bind as unix:///path/to/socket, or a port from 1 to 65535.",
      },
      ko: {
        what: "포트 0은 unix 소켓을 뜻하지만 bind 필드에 소켓이 없습니다.",
        next: "bind 필드에 unix:///path/to/socket 형식으로 쓰거나 1에서 65535 사이의 포트를 씁니다.",
      },
    },
    capture: {
      en: {
        what: "A listener on a unix socket cannot have captureMode {mode}: there is no connection to capture.",
        next: "Set captureMode to NONE, or remove it.",
      },
      ko: {
        what: "unix 소켓 리스너에는 가로챌 연결이 없으므로 captureMode를 {mode} 값으로 지정할 수 없습니다.",
        next: "captureMode를 NONE으로 지정하거나 제거합니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts: ["./*"]
    #<^^^ error sidecar-listener
  - port:
      number: 9080
      protocol: HTTP
    hosts: ["payments/*"]
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - port:
      number: 0
      protocol: HTTP
    bind: unix:///var/run/shop.sock
    captureMode: IPTABLES
                 #<^^^^^^ error sidecar-listener
    hosts: ["payments/*"]
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - port:
      number: 0
      protocol: HTTP
    bind: unix:///var/run/shop.sock
    hosts: ["payments/*"]
  - hosts: ["./*"]
`,
    ],
  },
  *check(_cx, sidecar) {
    if (!isReadable(sidecar)) return;
    const list = entryOf(sidecar.spec, "egress")?.value;
    const count = list?.kind === "sequence" ? list.items.length : 0;
    for (const { node, at, path } of messagesOf(sidecar, "IstioEgressListener")) {
      const port = entryOf(node, "port")?.value;
      if (port === undefined) {
        if (path.at(-1) !== count - 1) yield { at, args: {} };
        continue;
      }
      const number = knownNumber(port, "number");
      const unset = port.kind === "mapping" && entryOf(port, "number")?.value === undefined;
      if (!unset && number?.value !== 0) continue;
      const bind = entryOf(node, "bind")?.value;
      const isPlaceholder = bind?.kind === "scalar" && bind.placeholder;
      if (!isPlaceholder && knownText(node, "bind")?.value.startsWith(UNIX_PREFIX) !== true) {
        yield { at: number?.span ?? entryOf(node, "port")?.key.span ?? at, args: {}, variant: "socket" };
      }
      const mode = knownText(node, "captureMode");
      if (mode?.value === "IPTABLES") yield { at: mode.span, args: { mode: mode.value }, variant: "capture" };
    }
  },
});
