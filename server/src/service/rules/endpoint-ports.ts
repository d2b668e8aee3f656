// The ports of an endpoint are keyed by the names of its ServiceEntry's ports; a unix socket has none.
import { closest } from "../base/edit-distance";
import { knownText } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { UNIX_PREFIX } from "../model/values";
import { renameKey } from "../syntax/edit";
import { entryOf, type MappingEntry } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "endpoint-ports",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry", "WorkloadEntry"],
  text: {
    en: {
      title: "Endpoint ports that do not fit",
      what: 'No port of this ServiceEntry is named "{name}".',
      why: REJECTED.en,
      next: "Use the name of one of its ports: {names}.",
    },
    ko: {
      title: "맞지 않는 엔드포인트 포트",
      what: '이 ServiceEntry에는 "{name}" 이름의 포트가 없습니다.',
      why: REJECTED.ko,
      next: "다음 포트 이름 가운데 하나를 씁니다: {names}.",
    },
  },
  variants: {
    socket: {
      en: { what: "A unix socket has no ports, but this endpoint lists some.", next: "Remove ports." },
      ko: {
        what: "unix 소켓에는 포트가 없는데 이 엔드포인트에 ports 필드가 있습니다.",
        next: "ports 필드를 제거합니다.",
      },
    },
    "socket-service": {
      en: {
        what: "An endpoint is a unix socket, so the ServiceEntry must have exactly one port; it has {count}.",
        next: "Split the ports over several ServiceEntries, or use an IP address.",
      },
      ko: {
        what: "엔드포인트가 unix 소켓이면 ServiceEntry의 포트는 하나여야 하지만 {count}개가 있습니다.",
        next: "포트를 여러 ServiceEntry로 나누거나 IP 주소를 씁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
    ports:
      tls: 8443
      #<^ error endpoint-ports
`,
      `#- base: none
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: unix:///var/run/app.sock
  ports:
  #<^^^ error endpoint-ports
    http: 8080
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
    ports:
      https: 8443
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const isEntry = resource.type === "ServiceEntry";
    const services = messagesOf(resource, "ServicePort");
    const known = services.map(({ node }) => knownText(node, "name")?.value);
    const names = known.filter((name) => name !== undefined);
    const resolution = knownText(resource.spec, "resolution")?.value ?? "NONE";
    for (const endpoint of messagesOf(resource, "WorkloadEntry")) {
      const address = knownText(endpoint.node, "address");
      const isSocket = address?.value.startsWith(UNIX_PREFIX) === true;
      const ports = portsOf(endpoint);
      const key = entryOf(endpoint.node, "ports")?.key.span;
      if (isSocket && ports.length > 0 && key !== undefined) {
        yield { at: key, args: {}, variant: "socket", data: about(endpoint, "ports") };
      }
      if (!isEntry || resolution === "NONE" || known.length !== names.length) continue;
      if (isSocket && resolution === "STATIC" && services.length !== 1) {
        yield { at: address.span, args: { count: services.length }, variant: "socket-service" };
      }
      for (const { key: name } of ports) {
        if (name.placeholder || names.includes(name.source)) continue;
        yield {
          at: name.span,
          args: { name: name.source, names: names.join(", ") },
          data: about(endpoint, name.source),
        };
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "socket") {
      yield* removeNoted(resource, finding, { preferred: true });
      return;
    }
    const name = String(finding.args.name);
    const names = String(finding.args.names).split(", ");
    const endpoint = messagesOf(resource, "WorkloadEntry").find(({ node }) => node.span.start === finding.data?.owner);
    const entry = endpoint && portsOf(endpoint).find(({ key }) => key.source === name);
    if (finding.variant !== undefined || entry === undefined || endpoint === undefined) return;
    const taken = portsOf(endpoint).map(({ key }) => key.source);
    const free = names.filter((candidate) => candidate !== "" && !taken.includes(candidate));
    const [only, ...more] = free;
    const meant = closest(name, free) ?? (more.length === 0 ? only : undefined);
    if (meant === undefined) return;
    yield {
      title: { en: "Rename to {name}", ko: "{name} 이름으로 변경" },
      args: { name: meant },
      changes: [{ document: resource.document, edits: [renameKey(entry, meant)] }],
      preferred: true,
    };
  },
});

function portsOf(endpoint: MessageNode): readonly MappingEntry[] {
  const ports = entryOf(endpoint.node, "ports")?.value;
  return ports?.kind === "mapping" ? ports.entries : [];
}
