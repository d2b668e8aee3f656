// A VirtualService needs a route, and a route needs somewhere to send what it matches; TLS routes can only match by SNI.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { headSpan } from "../model/resource";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "incomplete-route",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "VirtualService or route that leads nowhere",
      what: "VirtualService {name} has no routes.",
      why: REJECTED.en,
      next: "Add http, tls or tcp with at least one route.",
    },
    ko: {
      title: "목적지가 없는 VirtualService 또는 경로",
      what: "{name} VirtualService에 경로가 없습니다.",
      why: REJECTED.ko,
      next: "http, tls, tcp 가운데 하나에 경로를 추가합니다.",
    },
  },
  variants: {
    http: {
      en: {
        what: "This http route does not say what to do with the requests it matches.",
        next: "Add route with a destination, or redirect, or directResponse.",
      },
      ko: {
        what: "이 http 경로에는 match한 요청을 처리할 방법이 없습니다.",
        next: "목적지를 담은 route를 추가하거나, redirect 또는 directResponse를 추가합니다.",
      },
    },
    connection: {
      en: {
        what: "This {kind} route has no destination.",
        next: "Add route with a destination.",
      },
      ko: {
        what: "이 {kind} 경로에 목적지가 없습니다.",
        next: "목적지를 담은 route를 추가합니다.",
      },
    },
    match: {
      en: {
        what: "This tls route matches nothing.",
        next: "Add a match with the sniHosts of the connections to route.",
      },
      ko: {
        what: "이 tls 경로에 match가 없습니다.",
        next: "라우팅할 연결의 sniHosts를 담은 match를 추가합니다.",
      },
    },
    sni: {
      en: {
        what: "This match lists no SNI host.",
        next: "List the host names that clients ask for in the TLS handshake.",
      },
      ko: {
        what: "이 match의 sniHosts 목록이 비어 있습니다.",
        next: "클라이언트가 TLS 핸드셰이크에서 요청하는 호스트 이름을 적습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
metadata:
  name: finance-yahoo-com-through-egress
  #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error incomplete-route
spec:
  http: <none>
`,
      `kind: VirtualService
spec:
  http:
  - match:
    #<^^^ error incomplete-route
    - port: 80
    timeout: 5s
`,
      `#- base: passthrough
kind: VirtualService
spec:
  tls:
  - ...
    match:
    - ...
      sniHosts: []
      #<^^^^^^ error incomplete-route
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - match:
    - uri:
        prefix: /old
    redirect:
      uri: /new
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain || resource.spec === undefined) return;
    const { spec } = resource;
    if (!["http", "tls", "tcp"].some((kind) => isSet(spec, kind)))
      yield { at: headSpan(resource), args: { name: resource.name?.value ?? "" } };
    for (const route of messagesOf(resource, "HTTPRoute")) {
      if (!["route", "redirect", "directResponse", "delegate"].some((action) => isSet(route.node, action)))
        yield { at: route.at, args: {}, variant: "http" };
    }
    for (const route of messagesOf(resource, "TLSRoute", "TCPRoute")) {
      const kind = route.message === "TLSRoute" ? "tls" : "tcp";
      if (!isSet(route.node, "route")) yield { at: route.at, args: { kind }, variant: "connection" };
      const match = entryOf(route.node, "match");
      if (kind === "tls" && match?.value?.kind === "sequence" && match.value.items.length === 0)
        yield { at: match.key.span, args: {}, variant: "match" };
    }
    for (const { node } of messagesOf(resource, "TLSMatchAttributes")) {
      const hosts = entryOf(node, "sniHosts");
      if (hosts?.value?.kind === "sequence" && hosts.value.items.length === 0)
        yield { at: hosts.key.span, args: {}, variant: "sni" };
    }
  },
});
