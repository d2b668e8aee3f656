// Parts of a traffic policy that say nothing, or not enough: an empty policy or connection pool, settings for a port without the port, keepalive
// pings without their times.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
import { isSet } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { messageSchema } from "../schema/structure";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "incomplete-traffic-policy",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule", "Sidecar"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Traffic policy that says nothing",
      what: "{field} is empty.",
      why: REJECTED.en,
      next: "Set at least one of {fields}, or remove {field}.",
    },
    ko: {
      title: "내용이 없는 트래픽 정책",
      what: "{field} 필드가 비어 있습니다.",
      why: REJECTED.ko,
      next: "{fields} 가운데 하나 이상을 지정하거나 {field} 필드를 제거합니다.",
    },
  },
  variants: {
    "port-settings": {
      en: {
        what: "This entry of portLevelSettings changes nothing.",
        next: "Set at least one of {fields} for the port, or remove the entry.",
      },
      ko: {
        what: "portLevelSettings의 이 항목은 아무것도 바꾸지 않습니다.",
        next: "이 포트에 {fields} 가운데 하나 이상을 지정하거나 항목을 제거합니다.",
      },
    },
    "no-port": {
      en: {
        what: "This entry of portLevelSettings does not say which port it is for.",
        next: "Add port with the number of the service's port.",
      },
      ko: {
        what: "portLevelSettings의 이 항목에 적용할 포트가 없습니다.",
        next: "port에 서비스 포트 번호를 지정합니다.",
      },
    },
    keepalive: {
      en: {
        what: "http2KeepAlive does not set {field}.",
        next: "Set both interval and timeout.",
      },
      ko: {
        what: "http2KeepAlive에 {field} 필드가 없습니다.",
        next: "interval과 timeout을 모두 지정합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy: {}
  #<^^^^^^^^^^^ error incomplete-traffic-policy
`,
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - tls:
      #<^ error incomplete-traffic-policy
        mode: SIMPLE
    - port:
      #<^^ error incomplete-traffic-policy
        number: 443
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const part of messagesOf(resource, "TrafficPolicy", "ConnectionPoolSettings")) {
      if (!saysNothing(part)) continue;
      const fields = CONTENT[part.message] ?? [];
      const data = part.parent === undefined ? {} : { data: about(part.parent, part.field) };
      yield { at: part.at, args: { field: part.field, fields: fields.join(", ") }, ...data };
    }
    for (const port of messagesOf(resource, "PortTrafficPolicy")) {
      if (!isSet(port.node, "port")) yield { at: port.at, args: {}, variant: "no-port" };
      if (saysNothing(port)) {
        const fields = (CONTENT[port.message] ?? []).join(", ");
        const position = Number(port.path.at(-1));
        const data = port.parent === undefined ? {} : { data: about(port.parent, port.field, position) };
        yield { at: port.at, args: { fields }, variant: "port-settings", ...data };
      }
    }
    for (const pings of messagesOf(resource, "ConnectionKeepalive")) {
      for (const field of ["interval", "timeout"]) {
        const written = entryOf(pings.node, field)?.value;
        if (written === undefined || (written.kind === "scalar" && written.value === undefined && !written.placeholder))
          yield { at: pings.at, args: { field }, variant: "keepalive" };
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === undefined || finding.variant === "port-settings")
      yield* removeNoted(resource, finding, { preferred: true });
  },
});

/** The fields of which one is demanded. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  TrafficPolicy: Object.keys(messageSchema("TrafficPolicy").fields),
  ConnectionPoolSettings: ["tcp", "http"],
  PortTrafficPolicy: ["tls", "connectionPool", "loadBalancer", "outlierDetection"],
};

/** Whether none of the demanded fields is set. A field that Istio does not know was meant as something; its own finding tells of it. */
function saysNothing(part: MessageNode): boolean {
  const known = Object.keys(messageSchema(part.message).fields);
  return (
    !(CONTENT[part.message] ?? []).some((field) => isSet(part.node, field)) &&
    part.node.entries.every(({ key }) => known.includes(key.source))
  );
}
