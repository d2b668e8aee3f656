// An http route does one thing with a request: forward it, redirect it, or answer it. What only fits forwarding may not stand beside the others.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { excludedBy } from "../schema/combinations";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, removeField, removeNoted } from "./repairs";

/** What answers a request itself; where both stand, the first one speaks. */
const ANSWERS = ["redirect", "directResponse"];

export const rule = defineRule({
  code: "conflicting-route-actions",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Route that does two things at once",
      what: "This route has {other} beside {action}.",
      why: "{action} answers the request at once, so there is nothing left to forward; Istio's webhook rejects the VirtualService.",
      next: "Keep one of them, or give each its own route with its own match.",
    },
    ko: {
      title: "두 가지 동작을 함께 지정한 경로",
      what: "이 경로에 {action} 필드와 {other} 필드가 함께 있습니다.",
      why: "{action} 필드는 요청에 바로 응답하므로 전달할 것이 남지 않습니다. Istio의 웹훅이 VirtualService를 거부합니다.",
      next: "하나만 남기거나, match를 나누어 각각 별도의 경로로 만듭니다.",
    },
  },
  variants: {
    mirror: {
      en: {
        what: "This route has mirrors beside mirror.",
        why: "Both say where copies of the requests go; Istio's webhook rejects the VirtualService.",
        next: "Move the destination of mirror into the list of mirrors.",
      },
      ko: {
        what: "이 경로에 mirror 필드와 mirrors 필드가 함께 있습니다.",
        why: "둘 다 요청의 사본을 보낼 곳을 정합니다. Istio의 웹훅이 VirtualService를 거부합니다.",
        next: "mirror의 목적지를 mirrors 목록으로 옮깁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    redirect:
      authority: www.example.com
    route:
    #<^^^ error conflicting-route-actions
    - destination:
        host: finance.yahoo.com
`,
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    mirror:
      host: shadow.example.com
    mirrors:
    #<^^^^^ error conflicting-route-actions
    - destination:
        host: shadow2.example.com
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
      authority: www.example.com
  - route:
    - destination:
        host: finance.yahoo.com
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const route of messagesOf(resource, "HTTPRoute")) {
      const action = ANSWERS.find((field) => isSet(route.node, field));
      // What may stand beside delegate has its own rule.
      if (action !== undefined && !isSet(route.node, "delegate")) {
        for (const other of excludedBy(route.message, action)) {
          const entry = entryOf(route.node, other);
          if (entry !== undefined && isSet(route.node, other))
            yield { at: entry.key.span, args: { action, other }, data: about(route, other) };
        }
      }
      const mirrors = entryOf(route.node, "mirrors");
      if (mirrors !== undefined && isSet(route.node, "mirrors") && isSet(route.node, "mirror"))
        yield { at: mirrors.key.span, args: {}, variant: "mirror", data: about(route, "mirrors") };
    }
  },
  *repair(_cx, resource, finding) {
    yield* removeNoted(resource, finding, {});
    const other = finding.variant === "mirror" ? "mirror" : String(finding.args.action);
    yield* removeField(resource, ownerOf(resource, finding), other, {});
  },
});
