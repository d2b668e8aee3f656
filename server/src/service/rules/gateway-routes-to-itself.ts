// A rule that leads to the egress gateway also holds at the gateway itself, because nothing limits it to the sidecars: the gateway sends the request to
// itself, again and again. That the gateway's own routes get it there is what the traces say.
import type { Route, RouteMatch, VirtualService } from "../model/virtual-service";
import { insertEntry, insertItem, setEntry } from "../syntax/edit";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { boundGateways, isInMesh } from "../traffic/legs";
import { MESH_GATEWAY } from "../workspace/names";
import type { Edit } from "../base/edit";
import { definePathRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = definePathRule({
  code: "gateway-routes-to-itself",
  severity: "error",
  subjects: ["VirtualService"],
  on: ["gateway-reaches-itself"],
  seeAlso: [],
  text: {
    en: {
      title: "Gateway that routes to itself",
      what: "This route leads to {host}, and it also holds at the gateway behind that host ({gateway}).",
      why: "The gateway sends every request to itself until it gives up: the apps get 503 or 504, and the gateway's CPU runs hot.",
      next: "Limit the rule to the sidecars with match.gateways: [mesh].",
    },
    ko: {
      title: "자기 자신에게 보내는 gateway",
      what: "이 경로는 {host} 호스트로 가는데, 그 호스트의 gateway({gateway})에서도 적용됩니다.",
      why: "gateway가 모든 요청을 자기 자신에게 계속 보내다가 포기하므로 앱은 503이나 504를 받고, gateway의 CPU 사용량이 치솟습니다.",
      next: "match.gateways: [mesh]로 이 규칙을 사이드카에만 적용합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error gateway-routes-to-itself
        port:
          number: 80
  - ...
`,
    ],
  },
  *check(_cx, _path, { taken, name, destination }, step) {
    const host = taken?.destination?.host;
    if (taken === undefined || host === undefined) return;
    const { routeKind: kind, position } = taken.route;
    yield {
      at: { document: taken.virtualService.document, span: host.span },
      args: { host: destination?.host ?? host.value, gateway: name },
      step,
      data: { kind, position },
    };
  },
  *repair(_cx, service, { data }) {
    if (service.type !== "VirtualService") return;
    const { kind, position } = data ?? {};
    const route = [...service.http, ...service.tls, ...service.tcp].find(
      (candidate) => candidate.routeKind === kind && candidate.position === position,
    );
    const edits = route === undefined ? undefined : limitToMesh(service, route);
    if (edits === undefined) return;
    yield {
      title: { en: "Limit the rule to the sidecars", ko: "규칙을 사이드카에만 적용" },
      changes: [{ document: service.document, edits }],
      preferred: true,
      safe: true,
    };
  },
});

/** Edits that let a route hold in the sidecars only; nothing when a match names a gateway on purpose. */
function limitToMesh(service: VirtualService, route: Route): readonly Edit[] | undefined {
  const { document } = service;
  const node = nodeAtPath(service.spec, [route.routeKind, route.position]);
  if (node?.kind !== "mapping") return undefined;
  const edits: Edit[] = [];
  if (route.matches.length === 0) {
    const place = entryOf(node, "route") === undefined ? undefined : { before: "route" };
    if (entryOf(node, "match") !== undefined)
      edits.push(setEntry(document, node, "match", [{ gateways: [MESH_GATEWAY] }]));
    else edits.push(insertEntry(document, node, "match", [{ gateways: [MESH_GATEWAY] }], place));
  }
  for (const match of route.matches) {
    const edit = limitMatch(service, match);
    if (edit === undefined) return undefined;
    edits.push(...edit);
  }
  if (!isInMesh(service)) {
    const list = entryOf(service.spec, "gateways")?.value;
    const listed = list?.kind === "sequence" ? insertItem(document, list, MESH_GATEWAY) : undefined;
    if (listed === undefined) return undefined;
    edits.push(listed);
  }
  return edits;
}

function limitMatch(service: VirtualService, match: RouteMatch): readonly Edit[] | undefined {
  const node = mappingAt(service.root, match.span.start);
  if (node === undefined) return undefined;
  const named = match.gateways.map((entry) => entry.value);
  if (named.length === 1 && named[0] === MESH_GATEWAY) return [];
  const meansAll = named.length === 0 || named.includes(MESH_GATEWAY) || named.length === boundGateways(service).length;
  return meansAll ? [setEntry(service.document, node, "gateways", [MESH_GATEWAY])] : undefined;
}
