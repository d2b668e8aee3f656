// Port numbers outside of 1 to 65535. Zero means "not set" in some places and is a port like any other in others, as Istio's webhook has it.
import { type Field, knownNumber, knownText } from "../model/field";
import type { IstioResource } from "../model/lower";
import { type MessageNode, messagesOf, writtenFields } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isPort, UNIX_PREFIX } from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "invalid-port",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Port number out of range",
      what: "{field} is {port}; ports go from 1 to 65535.",
      why: REJECTED.en,
      next: "Write a port from 1 to 65535.",
    },
    ko: {
      title: "범위를 벗어난 포트 번호",
      what: "{field} 값이 {port}입니다. 포트는 1부터 65535까지입니다.",
      why: REJECTED.ko,
      next: "1에서 65535 사이의 포트를 씁니다.",
    },
  },
  variants: {
    socket: {
      en: {
        what: "This server binds a unix socket, but its port is {port}.",
        next: "Set number to 0, or bind an IP address.",
      },
      ko: {
        what: "이 서버는 unix 소켓을 사용하는데 포트가 {port} 값입니다.",
        next: "number를 0으로 지정하거나 IP 주소를 bind에 씁니다.",
      },
    },
    missing: {
      en: { what: "This port has no number.", next: "Write number with a port from 1 to 65535." },
      ko: { what: "이 port에 number 값이 없습니다.", next: "number 필드에 1에서 65535 사이의 포트를 씁니다." },
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
    number: 70000
    #       ^^^^^ error invalid-port
`,
      `#- base: none
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: 10.0.0.1
  ports:
    http: -80
          #<^ error invalid-port
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { field, port } of writtenPorts(resource)) {
      if (!isPort(port.value)) yield { at: port.span, args: { field, port: port.value } };
    }
    for (const { node, parent } of messagesOf(resource, "Port")) {
      const number = knownNumber(node, "number");
      if (number !== undefined && number.value !== 0 && isSocketServer(parent)) {
        yield { at: number.span, args: { port: number.value }, variant: "socket" };
      }
    }
    for (const { node, parent, at } of messagesOf(resource, "PortSelector", "SidecarPort")) {
      // Of a port-level policy Istio only asks that there is a port, and an egress listener without a number may be a socket.
      if (parent?.message === "PortTrafficPolicy" || parent?.message === "IstioEgressListener") continue;
      if (entryOf(node, "number") === undefined) yield { at, args: {}, variant: "missing" };
    }
  },
});

/** Every port that must be one. */
function writtenPorts(resource: IstioResource): readonly { readonly field: string; readonly port: Field<number> }[] {
  return writtenFields(resource).flatMap(({ owner, name, schema, entry }) => {
    // A deprecated port is ignored or refused whatever it is: target-port-not-allowed.
    if (schema.format !== "port" || schema.deprecated === true) return [];
    if (schema.shape === "map") return portsByName(entry.value);
    const port = knownNumber(owner.node, name);
    if (port === undefined || owner.parent?.message === "PortTrafficPolicy") return [];
    if (port.value === 0 && (schema.zero === "unset" || isSocket(owner))) return [];
    return [{ field: name, port }];
  });
}

/** Whether a listener binds a unix domain socket, which has no port; a Sidecar's listener with port 0 has a rule of its own. */
function isSocket(port: MessageNode): boolean {
  const { parent } = port;
  if (parent?.message === "IstioEgressListener") return true;
  return isSocketServer(parent);
}

function isSocketServer(server: MessageNode | undefined): boolean {
  return server?.message === "Server" && knownText(server.node, "bind")?.value.startsWith(UNIX_PREFIX) === true;
}

function portsByName(ports: YamlNode | undefined): readonly { readonly field: string; readonly port: Field<number> }[] {
  if (ports?.kind !== "mapping") return [];
  return ports.entries.flatMap(({ key }) => {
    const port = knownNumber(ports, key.source);
    return port === undefined ? [] : [{ field: key.source, port }];
  });
}
