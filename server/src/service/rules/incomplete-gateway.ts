// A Gateway opens nothing without a server, and a server serves nobody without a host.
// https://istio.io/latest/docs/reference/config/networking/gateway/
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { headSpan } from "../model/resource";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "incomplete-gateway",
  severity: "error",
  certainty: "local",
  subjects: ["Gateway"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Gateway without a server or host",
      what: "Gateway {name} has no server.",
      why: REJECTED.en,
      next: "Add an entry to servers with the port to open, its protocol and its hosts.",
    },
    ko: {
      title: "서버나 호스트가 없는 Gateway",
      what: "{name} Gateway에 서버가 없습니다.",
      why: REJECTED.ko,
      next: "servers 목록에 열어야 할 포트와 protocol, hosts를 담은 항목을 추가합니다.",
    },
  },
  variants: {
    hosts: {
      en: {
        what: "This server lists no host.",
        next: 'Name the hosts whose traffic may pass here, or write "*" for all of them.',
      },
      ko: {
        what: "이 서버의 hosts 목록이 비어 있습니다.",
        next: '통과시킬 호스트를 적거나, 모든 호스트를 받으려면 "*"를 적습니다.',
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
spec:
  servers: []
  #<^^^^^ error incomplete-gateway
`,
      `kind: Gateway
spec:
  servers:
  - ...
    hosts: []
    #<^^^ error incomplete-gateway
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    if (!isSet(resource.spec, "servers")) {
      const spec = entryOf(resource.root, "spec");
      const at = entryOf(resource.spec, "servers")?.key.span ?? spec?.key.span ?? headSpan(resource);
      yield { at, args: { name: resource.name?.value ?? "" } };
    }
    for (const server of messagesOf(resource, "Server")) {
      const hosts = entryOf(server.node, "hosts");
      if (hosts?.value?.kind === "sequence" && hosts.value.items.length === 0)
        yield { at: hosts.key.span, args: {}, variant: "hosts" };
    }
  },
});
