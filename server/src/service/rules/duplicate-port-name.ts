// Port names of a Gateway's servers: each only once, because listeners and their statistics go by them.
// https://istio.io/latest/docs/reference/config/networking/gateway/#Port
import { type Field, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

export const rule = defineRule({
  code: "duplicate-port-name",
  severity: "error",
  certainty: "local",
  subjects: ["Gateway"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Port name used by two servers",
      what: 'The port name "{name}" is used by another server of this Gateway.',
      why: REJECTED.en,
      next: "Give each server's port a name of its own.",
    },
    ko: {
      title: "두 서버가 함께 쓰는 포트 이름",
      what: '포트 이름 "{name}" 값을 이 Gateway의 다른 서버가 이미 사용합니다.',
      why: REJECTED.ko,
      next: "서버마다 다른 포트 이름을 지정합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
spec:
  servers:
  - ...
  - port:
      number: 8080
      name: http
      #     ^^^^ error duplicate-port-name
      protocol: HTTP
    hosts:
    - news.example.com
`,
    ],
    good: [
      `kind: Gateway
spec:
  servers:
  - ...
  - port:
      number: 8080
      name: http-2
      protocol: HTTP
    hosts:
    - news.example.com
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const seen = new Map<string, Field<string>>();
    for (const port of messagesOf(resource, "Port")) {
      const name = knownText(port.node, "name");
      // A name that is empty is told of elsewhere.
      if (name === undefined || name.value === "") continue;
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, name);
      else
        yield {
          at: name.span,
          args: { name: name.value },
          related: [
            {
              place: { document: resource.document, span: first.span },
              text: { en: "First used here", ko: "처음 사용한 곳" },
            },
          ],
          data: about(port, "name"),
        };
    }
  },
  *repair(_cx, resource, finding) {
    const ports = messagesOf(resource, "Port");
    const port = ports.find(({ node }) => node.span.start === finding.data?.owner);
    const number = entryOf(port?.node, "number")?.value;
    const names = ports.map(({ node }) => knownText(node, "name")?.value);
    const base = `${String(finding.args.name)}-${number?.kind === "scalar" ? number.source : "2"}`;
    const free = [base, `${base}-2`, `${base}-3`].find((name) => !names.includes(name));
    if (free !== undefined) yield* replaceNoted(resource, finding, free, { preferred: true, safe: true });
  },
});
