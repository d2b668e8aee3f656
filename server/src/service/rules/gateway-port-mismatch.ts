// The legs of the path use a port on which the Gateway has no server: a rule for the gateway matches another port than its servers have,
// or the sidecars are led to a port behind which the Gateway's servers for the host do not listen.
import { replaceScalar, setEntry } from "../syntax/edit";
import { serverHosts } from "../traffic/gateways";
import { boundGateways, gatewaysNamed } from "../traffic/legs";
import { tracesAbout } from "../traffic/paths";
import type { TakenServer } from "../traffic/trace";
import { covers, MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import type { Gateway } from "../model/gateway";
import { type Destination, type RouteMatch, routesOf, type VirtualService } from "../model/virtual-service";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { mappingAt, scalarAt } from "./repairs";

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
    hopWithoutPort: {
      en: {
        what: "This route names no port of the egress gateway and so leads to {port}, but the Gateway {gateway} listens on {ports} for the host.",
        why: "Nothing listens there: the connection is refused, and apps get 503.",
        next: "Name the port of the Gateway's server.",
      },
      ko: {
        what: "이 경로에는 egress gateway의 포트가 없어 {port} 포트로 가는데, {gateway} Gateway가 이 호스트를 위해 여는 포트는 {ports}입니다.",
        why: "그 포트에서 듣는 서버가 없어 연결이 거부되고 앱은 503을 받습니다.",
        next: "Gateway 서버의 포트를 적습니다.",
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
    for (const { destination, port, servers } of strayHops(view, service)) {
      const [seen] = servers;
      const at = destination.port?.span ?? destination.host?.span;
      if (seen === undefined || at === undefined) continue;
      const ports = portsOf(servers.map(({ gateway }) => gateway));
      const isWritten = destination.port !== undefined;
      yield {
        at,
        args: { port, gateway: seen.gateway.name?.value ?? "", ports: ports.join(", ") },
        variant: isWritten ? "hop" : "hopWithoutPort",
        data: {
          only: ports.length === 1 ? (ports[0] ?? 0) : 0,
          ...(isWritten ? {} : { destination: destination.span.start }),
        },
        related: [
          {
            place: { document: seen.gateway.document, span: seen.server.number?.span ?? seen.server.span },
            text: { en: "The Gateway's port.", ko: "Gateway의 포트입니다." },
          },
        ],
      };
    }
  },
  *repair(_cx, service, { at, data, variant }) {
    const wanted = Number(data?.only);
    const { document } = service;
    if (variant === "match" || wanted === 0) return;
    const scalar = scalarAt(service.root, at.start);
    const node = variant === "hopWithoutPort" ? mappingAt(service.root, Number(data?.destination)) : undefined;
    const edit =
      node !== undefined
        ? setEntry(document, node, "port", { number: wanted })
        : scalar === undefined
          ? undefined
          : replaceScalar(scalar, wanted);
    if (edit === undefined) return;
    yield {
      title:
        node === undefined
          ? { en: "Change the port to {wanted}", ko: "포트를 {wanted} 값으로 변경" }
          : { en: "Lead to port {wanted}", ko: "{wanted} 포트로 보내기" },
      args: { wanted },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** A destination of the sidecars at whose end no server listens, and the servers for the host that listen elsewhere on the pods. */
interface StrayHop {
  readonly destination: Destination;
  /** The port of the gateway's Service that the request is sent to. */
  readonly port: number;
  readonly servers: readonly TakenServer[];
}

/** The ways that a VirtualService's routes lead to a gateway and end there for want of a listener; each once. */
function strayHops(view: WorkspaceView, service: VirtualService): readonly StrayHop[] {
  const found = new Map<Destination, StrayHop>();
  for (const { trace, standing, question } of tracesAbout(view, service)) {
    const [sender, gateway] = trace.hops.slice(-2);
    const { destination } = sender?.taken ?? {};
    if (trace.end?.code !== "no-server-on-port" || standing !== "caller" || destination === undefined) continue;
    if (sender?.taken?.virtualService !== service || gateway === undefined || found.has(destination)) continue;
    const servers = gateway.passedServers.filter(
      ({ reason, server }) =>
        reason === "other-port" && serverHosts(server).some((host) => covers(host, question.target.host)),
    );
    found.set(destination, { destination, port: sender.destination?.port ?? gateway.port, servers });
  }
  return [...found.values()];
}

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
