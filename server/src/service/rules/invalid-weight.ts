// Weights share the requests of a route among its destinations: none below zero, and not all of them zero.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
import { isSet, knownNumber } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-weight",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Weights that share nothing",
      what: "The weight is {weight}, which is below zero.",
      why: REJECTED.en,
      next: "Write how large a share of the requests the destination gets; 0 means none.",
    },
    ko: {
      title: "나눌 수 없는 가중치",
      what: "가중치({weight})가 0보다 작습니다.",
      why: REJECTED.ko,
      next: "목적지가 받을 요청의 비율을 적습니다. 0이면 요청을 받지 않습니다.",
    },
  },
  variants: {
    total: {
      en: {
        what: "This route has {count} destinations, and their weights add up to 0.",
        next: "Give each destination a weight.",
      },
      ko: {
        what: "이 경로의 목적지는 {count}개이지만 가중치의 합이 0입니다.",
        next: "목적지마다 weight를 지정합니다.",
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
    route:
    #<^^^ error invalid-weight
    - ...
    - destination:
        host: finance-2.example.com
  tcp:
  - route:
    - destination:
        host: finance.yahoo.com
      weight: 90
    - destination:
        host: finance-2.example.com
      weight: -1
      #       ^^ error invalid-weight
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - ...
      weight: 90
    - destination:
        host: finance-2.example.com
      weight: 10
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const byRoute = new Map<MessageNode, MessageNode[]>();
    for (const destination of messagesOf(resource, "HTTPRouteDestination", "RouteDestination")) {
      const weight = knownNumber(destination.node, "weight");
      if (weight !== undefined && weight.value < 0)
        yield { at: weight.span, args: { weight: weight.value }, data: about(destination, "weight") };
      if (destination.parent === undefined) continue;
      const siblings = byRoute.get(destination.parent);
      if (siblings === undefined) byRoute.set(destination.parent, [destination]);
      else siblings.push(destination);
    }
    for (const [route, destinations] of byRoute) {
      const key = entryOf(route.node, "route")?.key;
      if (resource.uncertain || key === undefined || destinations.length < 2) continue;
      const weights = destinations.map(
        ({ node }) => knownNumber(node, "weight")?.value ?? (isSet(node, "weight") ? 1 : 0),
      );
      if (weights.reduce((sum, weight) => sum + weight, 0) === 0)
        yield { at: key.span, args: { count: destinations.length }, variant: "total", data: about(route, "route") };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant !== "total") {
      yield* removeNoted(resource, finding, {});
      return;
    }
    const route = ownerOf(resource, finding);
    const own = messagesOf(resource, "HTTPRouteDestination", "RouteDestination").filter(
      ({ parent }) => parent === route,
    );
    const { document } = resource;
    const share = Math.floor(100 / own.length);
    yield {
      title: { en: "Share the requests evenly", ko: "요청을 고르게 나누기" },
      changes: [
        {
          document,
          edits: own.map(({ node }, position) =>
            setEntry(document, node, "weight", position === 0 ? 100 - share * (own.length - 1) : share),
          ),
        },
      ],
      preferred: true,
    };
  },
});
