// The legs of the path use a port on which the Gateway has no server: a rule for the gateway matches another port than its servers have,
// or the sidecars are led to a port behind which the Gateway's servers for the host do not listen.
import { replaceScalar } from "../syntax/edit";
import { seenHops } from "../traffic/gateway-hops";
import { boundGateways, gatewaysNamed } from "../traffic/legs";
import { MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import type { Gateway } from "../model/gateway";
import { type RouteMatch, routesOf, type VirtualService } from "../model/virtual-service";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-port-mismatch",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0162"],
  text: {
    en: {
      title: "Port without a server at the gateway",
      what: "This rule takes requests on port {port} of the Gateway {gateway}, which listens on {ports}.",
      why: "The rule never holds: requests that arrive at the gateway get 404.",
      next: "Match the port of the Gateway's server.",
    },
    ko: {
      title: "gateway에 서버가 없는 포트",
      what: "이 규칙은 {gateway} Gateway의 {port} 포트로 오는 요청에 적용되는데, 그 Gateway가 여는 포트는 {ports}입니다.",
      why: "규칙이 적용되는 일이 없어, gateway에 도착한 요청은 404를 받습니다.",
      next: "Gateway 서버의 포트를 적습니다.",
    },
  },
  variants: {
    match: {
      en: {
        what: "This match takes requests on port {port} of the Gateway {gateway}, which listens on {ports}.",
        why: "The match never holds. The route is taken by its other matches.",
        next: "Remove the match, or give the Gateway a server on port {port}.",
      },
      ko: {
        what: "이 match는 {gateway} Gateway의 {port} 포트로 오는 요청에 맞는데, 그 Gateway가 여는 포트는 {ports}입니다.",
        why: "이 match가 적용되는 일은 없습니다. 경로는 다른 match로 선택됩니다.",
        next: "이 match를 제거하거나, Gateway에 {port} 포트의 서버를 추가합니다.",
      },
    },
    hop: {
      en: {
        what: "This route leads to port {port} of the egress gateway, but the Gateway {gateway} listens on {ports} for the host.",
        why: "Nothing at the gateway takes the requests: the connection is refused, or they get 404.",
        next: "Lead to the port of the Gateway's server, or give the Gateway a server on port {port}.",
      },
      ko: {
        what: "이 경로는 egress gateway의 {port} 포트로 가는데, {gateway} Gateway가 이 호스트를 위해 여는 포트는 {ports}입니다.",
        why: "gateway에서 요청을 받는 서버가 없어 연결이 거부되거나 404를 받습니다.",
        next: "Gateway 서버의 포트로 보내거나, Gateway에 {port} 포트의 서버를 추가합니다.",
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
    match:
    - ...
      port: 443
      #     ^^^ warning gateway-port-mismatch
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain || view.isUncertain("Gateway")) return;
    for (const route of routesOf(service)) {
      const dead = route.matches.flatMap((match) => {
        const gateways = gatewaysOf(view, service, match);
        const ports = gateways === undefined ? [] : portsOf(gateways);
        const { port } = match;
        const isDead = port !== undefined && ports.length > 0 && !ports.includes(port.value);
        return gateways !== undefined && isDead ? [{ port, gateways, ports }] : [];
      });
      const isTakenOtherwise = dead.length < route.matches.length;
      for (const { port, gateways, ports } of dead) {
        yield {
          at: port.span,
          args: { port: port.value, gateway: gateways[0]?.name?.value ?? "", ports: ports.join(", ") },
          data: { only: ports.length === 1 ? (ports[0] ?? 0) : 0 },
          ...(isTakenOtherwise ? { variant: "match", severity: "information" as const } : {}),
          related: gateways.map((gateway) => ({
            place: { document: gateway.document, span: gateway.servers[0]?.number?.span ?? gateway.kind.span },
            text: { en: "The Gateway's port.", ko: "Gateway의 포트입니다." },
          })),
        };
      }
    }
    for (const hop of seenHops(view, service)) {
      const { destination, servers, onPort, port } = hop;
      const [seen] = servers;
      if (destination.port === undefined || port === undefined || seen === undefined || onPort.length > 0) continue;
      const ports = portsOf(servers.map(({ gateway }) => gateway));
      yield {
        at: destination.port.span,
        args: { port, gateway: seen.gateway.name?.value ?? "", ports: ports.join(", ") },
        variant: "hop",
        data: { only: ports.length === 1 ? (ports[0] ?? 0) : 0 },
        related: [
          {
            place: { document: seen.gateway.document, span: seen.server.number?.span ?? seen.server.span },
            text: { en: "The Gateway's port.", ko: "Gateway의 포트입니다." },
          },
        ],
      };
    }
  },
  *repair(_cx, service, finding) {
    const wanted = Number(finding.data?.only);
    const scalar = scalarAt(service.root, finding.at.start);
    if (finding.variant === "match" || wanted === 0 || scalar === undefined) return;
    yield {
      title: { en: "Change the port to {wanted}", ko: "포트를 {wanted} 값으로 변경" },
      args: { wanted },
      changes: [{ document: service.document, edits: [replaceScalar(scalar, wanted)] }],
      preferred: true,
      safe: true,
    };
  },
});

/** The Gateways at which a match can hold; nothing when the sidecars are among them, or one that no file shows. */
function gatewaysOf(view: WorkspaceView, service: VirtualService, match: RouteMatch): readonly Gateway[] | undefined {
  const names =
    match.gateways.length > 0
      ? match.gateways.map(({ value }) => qualifyGateway(value, service.namespace))
      : boundGateways(service).map(({ name }) => name);
  if (names.length === 0 || names.includes(MESH_GATEWAY)) return undefined;
  const gateways = names.map((name) => gatewaysNamed(view, name));
  return gateways.some((found) => found.length === 0) ? undefined : gateways.flat();
}

function portsOf(gateways: readonly Gateway[]): readonly number[] {
  const numbers = gateways.flatMap((gateway) => gateway.servers.flatMap((server) => server.number?.value ?? []));
  return [...new Set(numbers)].sort((a, b) => a - b);
}
