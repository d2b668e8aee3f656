// A VirtualService without hosts is a delegate: others pass requests on to its http routes, and it has nothing of its own. The route that passes
// them on does nothing else with them.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-delegate",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Delegation that Istio refuses",
      what: "{field} is set although the VirtualService has no hosts.",
      why: "Without hosts it is a delegate that other VirtualServices pass requests on to; it may only have http routes, and Istio's webhook rejects the rest.",
      next: "Add hosts when this VirtualService stands on its own; otherwise remove {field}.",
    },
    ko: {
      title: "Istio가 거부하는 위임(delegate) 설정",
      what: "VirtualService에 hosts가 없는데 {field} 필드가 지정되어 있습니다.",
      why: "hosts가 없으면 다른 VirtualService가 요청을 넘겨주는 delegate가 됩니다. delegate는 http 경로만 가질 수 있으며 나머지는 Istio의 웹훅이 거부합니다.",
      next: "독립된 VirtualService라면 hosts를 추가하고, 아니라면 {field} 필드를 제거합니다.",
    },
  },
  variants: {
    nested: {
      en: {
        what: "This delegate delegates again.",
        why: REJECTED.en,
        next: "Route the requests here, or let the root VirtualService delegate to the other one directly.",
      },
      ko: {
        what: "delegate가 다시 다른 곳으로 위임합니다.",
        why: REJECTED.ko,
        next: "여기서 요청을 라우팅하거나, 최상위 VirtualService가 그 대상에 직접 위임하게 합니다.",
      },
    },
    root: {
      en: {
        what: "This route has {field} beside delegate.",
        why: REJECTED.en,
        next: "Move {field} into the routes of the delegate.",
      },
      ko: {
        what: "이 경로에 delegate 필드와 {field} 필드가 함께 있습니다.",
        why: REJECTED.ko,
        next: "{field} 필드를 delegate의 경로로 옮깁니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout-routes
spec:
  gateways: [egress]
# ^^^^^^^^ error invalid-delegate
  http:
  - route:
    - destination:
        host: checkout
`,
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop.example.com]
  http:
  - delegate:
      name: checkout-routes
    route:
#   ^^^^^ error invalid-delegate
    - destination:
        host: checkout
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop.example.com]
  http:
  - match:
    - uri: { prefix: /checkout }
    delegate:
      name: checkout-routes
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout-routes
spec:
  http:
  - route:
    - destination:
        host: checkout
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    const isDelegate = !isSet(resource.spec, "hosts");
    const [spec] = messagesOf(resource, "VirtualService");
    for (const field of isDelegate ? ["gateways", "tls", "tcp"] : []) {
      const entry = entryOf(spec?.node, field);
      if (spec !== undefined && entry !== undefined && isSet(spec.node, field))
        yield { at: entry.key.span, args: { field }, data: about(spec, field) };
    }
    for (const route of messagesOf(resource, "HTTPRoute")) {
      const delegate = entryOf(route.node, "delegate");
      if (delegate?.value?.kind !== "mapping") continue;
      if (isDelegate) yield { at: delegate.key.span, args: {}, variant: "nested", data: about(route, "delegate") };
      for (const field of isDelegate ? [] : ["redirect", "route"]) {
        const entry = entryOf(route.node, field);
        if (entry !== undefined && isSet(route.node, field))
          yield { at: entry.key.span, args: { field }, variant: "root", data: about(route, field) };
      }
    }
  },
  *repair(_cx, resource, finding) {
    yield* removeNoted(resource, finding, { preferred: finding.args.field === "gateways" });
    if (finding.variant === "root") yield* removeField(resource, ownerOf(resource, finding), "delegate", {});
  },
});
