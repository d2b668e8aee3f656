// Routes and matches that never get a request because an earlier route of the same VirtualService takes it: routes are tried in order, and the
// first match wins. Istio's webhook warns about the plainest of these; others follow from the conditions just as surely.
// https://istio.io/latest/docs/ops/best-practices/traffic-management/ (order of routes); analyzeUnreachableHTTPRules and its siblings
import type { Span } from "../base/span";
import { RouteCoverage, takesEverything } from "../model/route-coverage";
import { type Route, type RouteMatch, routesOf, type VirtualService } from "../model/virtual-service";
import { moveItemBefore, removeItem } from "../syntax/edit";
import { entryOf, type SequenceNode } from "../syntax/yaml-node";
import { gatewayNames } from "../workspace/names";
import { defineRule, type Finding } from "./define";

export const rule = defineRule({
  code: "unreachable-route",
  severity: "warning",
  certainty: "local",
  tags: ["unnecessary"],
  subjects: ["VirtualService"],
  seeAlso: ["IST0130", "IST0131"],
  text: {
    en: {
      title: "Route that no request reaches",
      what: "This {kind} route is never used: route {earlier} before it takes all of its requests.",
      why: "Routes are tried in order and the first that matches wins, so what this one says has no effect.",
      next: "Move it in front of route {earlier}, narrow the match of that route, or remove this one.",
    },
    ko: {
      title: "요청이 닿지 않는 경로",
      what: "이 {kind} 경로는 사용되지 않습니다. 앞에 있는 경로({earlier})가 같은 요청을 모두 가져갑니다.",
      why: "경로는 순서대로 비교하며 처음 맞는 경로가 선택됩니다. 따라서 이 경로의 설정은 아무 효과가 없습니다.",
      next: "앞의 경로({earlier})보다 먼저 오도록 옮기거나, 그 경로의 match를 좁히거나, 이 경로를 제거합니다.",
    },
  },
  variants: {
    match: {
      en: {
        what: "This match is never used: route {earlier} takes all of its requests before.",
        next: "Remove the match, or narrow the one that comes first.",
      },
      ko: {
        what: "이 match는 사용되지 않습니다. 앞의 경로({earlier})가 같은 요청을 모두 가져갑니다.",
        next: "이 match를 제거하거나 먼저 오는 match를 좁힙니다.",
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
    match: <none>
  - ...
    match:
    #<^^^ warning unreachable-route
    - gateways:
      - finance-yahoo-com-egress
      port: 80
`,
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - uri:
        prefix: /api
    - uri:
      #<^ warning unreachable-route
        prefix: /api/v1
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
  - route:
    - destination:
        host: finance.yahoo.com
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const kind of ["http", "tls", "tcp"] as const) yield* judge(resource, resource[kind], kind);
  },
  *repair(_cx, resource, { variant, data }) {
    const { document } = resource;
    const route = routesOf(resource).find(
      ({ routeKind, position }) => routeKind === data?.kind && position === data.position,
    );
    const routes = listOf(entryOf(resource.spec, String(data?.kind))?.value);
    if (route === undefined || routes === undefined) return;
    if (variant === "match") {
      const list = listOf(entryOf(routes.items[route.position], "match")?.value);
      const edit = list && removeItem(document, list, Number(data?.match));
      if (edit === undefined) return;
      yield {
        title: { en: "Remove this match", ko: "이 match 제거" },
        changes: [{ document, edits: [edit] }],
        preferred: true,
        safe: true,
      };
      return;
    }
    const earlier = resource[route.routeKind].find(({ position }) => position === data?.earlier);
    const moved = moveItemBefore(document, routes, route.position, Number(data?.earlier));
    if (moved !== undefined && earlier !== undefined && leaves(route, earlier, resource))
      yield {
        title: {
          en: "Move this route in front of the other: it takes its requests",
          ko: "이 경로를 앞으로 옮겨 요청을 먼저 받기",
        },
        changes: [{ document, edits: moved }],
        preferred: true,
      };
    const removed = removeItem(document, routes, route.position);
    if (removed !== undefined)
      yield { title: { en: "Remove this route", ko: "이 경로 제거" }, changes: [{ document, edits: [removed] }] };
  },
});

/** The findings of one list of routes: one for a whole route when nothing reaches it, else one for each match that nothing reaches. */
function* judge(resource: VirtualService, routes: readonly Route[], kind: Route["routeKind"]): Iterable<Finding> {
  const gatewaysOf = gatewaysOfMatches(resource);
  const coverage = new RouteCoverage<Route>(kind, gatewaysOf);
  let everything: Route | undefined;
  for (const route of routes) {
    const covers = route.matches.map((match) => {
      const cover = everything ?? coverage.find(match);
      // What a delegate does not take goes on to the next route.
      if (route.delegate === undefined) coverage.add(match, route);
      return cover;
    });
    const [first] = covers;
    const earlier = everything ?? (first !== route && covers.every((cover) => cover === first) ? first : undefined);
    if (earlier !== undefined) {
      yield {
        at: route.matchField?.keySpan ?? firstKey(route.span, resource),
        args: { kind, earlier: nameOf(earlier) },
        // A fault put in front of the real route, to be taken out after a trial, hides it on purpose.
        ...(earlier.abortStatus === undefined ? {} : { severity: "information" as const }),
        related: related(resource, earlier),
        data: { kind, position: route.position, earlier: earlier.position },
      };
    } else {
      for (const [index, cover] of covers.entries()) {
        const match = route.matches[index];
        if (cover === undefined || match === undefined) continue;
        yield {
          at: firstKey(match.span, resource),
          args: { kind, earlier: nameOf(cover) },
          variant: "match",
          related: related(resource, cover),
          data: { kind, position: route.position, match: itemIndex(resource, route, match) },
        };
      }
    }
    if (everything === undefined && route.delegate === undefined && takesAll(route, resource)) everything = route;
  }
}

/** Whether a route in front of another one would leave it any request. */
function leaves(route: Route, other: Route, resource: VirtualService): boolean {
  if (takesAll(route, resource)) return false;
  const coverage = new RouteCoverage<Route>(route.routeKind, gatewaysOfMatches(resource));
  for (const match of route.matches) coverage.add(match, route);
  return other.matches.length === 0 || other.matches.some((match) => coverage.find(match) === undefined);
}

/** Whether a route takes every request there is, at all gateways of the VirtualService. */
function takesAll(route: Route, resource: VirtualService): boolean {
  if (route.matchField === undefined) return true;
  const list = listOf(entryOf(itemNode(resource, route), "match")?.value);
  if (list?.items.length === 0) return true;
  const gatewaysOf = gatewaysOfMatches(resource);
  const own = gatewayNames(resource);
  return route.matches.some((match) => takesEverything(match) && own.every((name) => gatewaysOf(match).includes(name)));
}

/** The gateways at which a match holds: those of the VirtualService unless it names some. */
function gatewaysOfMatches(resource: VirtualService): (match: Pick<RouteMatch, "gateways">) => readonly string[] {
  const own = gatewayNames(resource);
  return ({ gateways }) => (gateways.length === 0 ? own : gatewayNames({ ...resource, gateways }));
}

function nameOf(route: Route): string {
  return route.name === undefined || route.name.value === "" ? `#${route.position + 1}` : `"${route.name.value}"`;
}

function related(resource: VirtualService, earlier: Route): NonNullable<Finding["related"]> {
  const span = earlier.name?.span ?? earlier.matchField?.keySpan ?? firstKey(earlier.span, resource);
  return [
    {
      place: { document: resource.document, span },
      text: { en: "Takes the requests first", ko: "요청을 먼저 가져가는 경로" },
    },
  ];
}

/** The first key of an object, which stands for all of it. */
function firstKey(span: Span, { document }: VirtualService): Span {
  const word = /^[^\s:,}]+/.exec(document.text.slice(span.start, span.end));
  return word === null ? span : { start: span.start, end: span.start + word[0].length };
}

function itemNode(resource: VirtualService, route: Route): SequenceNode["items"][number] {
  return listOf(entryOf(resource.spec, route.routeKind)?.value)?.items[route.position];
}

function itemIndex(resource: VirtualService, route: Route, match: RouteMatch): number {
  const list = listOf(entryOf(itemNode(resource, route), "match")?.value);
  return list?.items.findIndex((item) => item?.span.start === match.span.start) ?? -1;
}

function listOf(node: SequenceNode["items"][number]): SequenceNode | undefined {
  return node?.kind === "sequence" ? node : undefined;
}
