// A route's match may only name gateways that the VirtualService itself lists: istiod hands the routes to the listed gateways and no others.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest (gateways)
import { closest } from "../base/edit-distance";
import type { VirtualService } from "../model/virtual-service";
import { routesOf } from "../model/virtual-service";
import { insertItem, setEntry } from "../syntax/edit";
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { boundGateways, gatewaysNamed } from "../traffic/legs";
import { MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Repair } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "match-gateway-not-listed",
  severity: "warning",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["KIA1102"],
  text: {
    en: {
      title: "Route for a gateway that the VirtualService does not list",
      what: "This match asks for the gateway {gateway}, which spec.gateways does not list.",
      why: "The match never holds: requests take a later route, or get 404 when there is none.",
      next: "List {gateway} in spec.gateways as well, or name a gateway that is listed there: {listed}.",
    },
    ko: {
      title: "VirtualService의 gateways에 없는 gateway를 쓰는 경로",
      what: "이 match는 {gateway} gateway를 지정하지만 spec.gateways에는 없습니다.",
      why: "이 match는 절대 맞지 않습니다. 요청은 뒤의 다른 경로를 타거나, 맞는 경로가 없으면 404를 받습니다.",
      next: "{gateway} gateway를 spec.gateways에도 추가하거나, 이미 있는 gateway({listed}) 가운데 하나로 바꿉니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  gateways: [finance-yahoo-com-egress]
  http:
  - ...
    match:
    - gateways: [mesh]
      #          ^^^^ warning match-gateway-not-listed
      port: 80
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - ...
      gateways: [default/finance-yahoo-com-egress]
`,
    ],
  },
  *check(cx, service) {
    // A delegate's routes hold at the gateways of the VirtualService that delegates to it.
    if (service.uncertain || service.hosts.length === 0) return;
    const bound = boundGateways(service);
    const names = new Set(bound.map(({ name }) => name));
    for (const route of routesOf(service)) {
      for (const match of route.matches) {
        for (const entry of match.gateways) {
          const name = qualifyGateway(entry.value, service.namespace);
          if (names.has(name) || isMisspeltInList(cx.view, service, entry.value, name)) continue;
          yield {
            at: entry.span,
            args: { gateway: entry.value, listed: listed(service).join(", ") },
            data: { gateway: entry.value },
          };
        }
      }
    }
  },
  *repair(cx, service, finding) {
    const gateway = String(finding.data?.gateway);
    const name = qualifyGateway(gateway, service.namespace);
    const isReal = name === MESH_GATEWAY || gatewaysNamed(cx.view, name).length > 0;
    const near = isReal ? undefined : closest(gateway, listed(service));
    if (near !== undefined) {
      yield* replaceScalarAt(service, finding.at.start, near, {
        title: { en: "Change to the listed gateway {value}", ko: "목록에 있는 {value} gateway로 변경" },
        preferred: true,
        safe: true,
      });
    }
    yield* listToo(service, gateway, near === undefined, isReal);
  },
});

/** The gateways a VirtualService lists, in its own spelling. */
function listed(service: VirtualService): readonly string[] {
  return service.gateways.length === 0 ? [MESH_GATEWAY] : service.gateways.map((entry) => entry.value);
}

/** Whether the match is right and the list has a typo: unknown-gateway says that. */
function isMisspeltInList(view: WorkspaceView, service: VirtualService, written: string, name: string): boolean {
  if (gatewaysNamed(view, name).length === 0) return false;
  return boundGateways(service).some(
    (bound) =>
      bound.entry !== undefined &&
      bound.name !== MESH_GATEWAY &&
      gatewaysNamed(view, bound.name).length === 0 &&
      closest(bound.entry.value, [written, name]) !== undefined,
  );
}

function* listToo(service: VirtualService, gateway: string, preferred: boolean, isReal: boolean): Iterable<Repair> {
  const { document, spec } = service;
  if (spec === undefined) return;
  const list: YamlNode | undefined = entryOf(spec, "gateways")?.value;
  const edit =
    list?.kind === "sequence" && list.items.length > 0
      ? insertItem(document, list, gateway)
      : setEntry(document, spec, "gateways", [gateway, MESH_GATEWAY], { after: "hosts" });
  if (edit === undefined) return;
  yield {
    title: { en: "List {gateway} in spec.gateways", ko: "spec.gateways에 {gateway} gateway 추가" },
    args: { gateway },
    changes: [{ document, edits: [edit] }],
    preferred,
    safe: preferred && isReal,
  };
}
