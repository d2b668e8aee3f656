// A VirtualService is prepared for an egress gateway, but nothing leads the sidecars there: traffic leaves from the pods directly, past
// the gateway and whatever is enforced there.
import { insertItem } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { gatewayBehind } from "../traffic/gateways";
import { missedIntent } from "../traffic/intent";
import { destinationHost, gatewaysNamed, isInMesh, targetsOf } from "../traffic/legs";
import { usesGatewayApi } from "../traffic/rule-use";
import { MESH_GATEWAY } from "../workspace/names";
import { definePathRule } from "./define";

export const rule = definePathRule({
  code: "egress-gateway-bypassed",
  severity: "warning",
  subjects: ["Gateway", "ServiceEntry", "Sidecar", "VirtualService"],
  on: ["server-reached"],
  seeAlso: [],
  yieldsTo: ["match-gateway-not-listed", "https-port-declared-http", "host-not-imported-by-sidecar", "unknown-subset"],
  text: {
    en: {
      title: "Egress gateway that nothing leads to",
      what: "At the egress gateway {gateway} this VirtualService routes {host} on, but no rule leads the sidecars' requests for {host} to that gateway.",
      why: "The requests leave straight from the pods, past the gateway, with no error to notice it by.",
      next: "Bind the VirtualService to mesh as well, with a rule that leads to the gateway's Service.",
    },
    ko: {
      title: "아무도 보내지 않는 egress gateway",
      what: "이 VirtualService는 {gateway} egress gateway에서 {host} 호스트로 보내도록 되어 있지만, 사이드카의 {host} 요청을 그 gateway로 보내는 규칙이 없습니다.",
      why: "요청이 gateway를 거치지 않고 파드에서 바로 나가며, 오류도 나지 않아 알아차리기 어렵습니다.",
      next: "VirtualService를 mesh에도 연결하고, gateway의 Service로 보내는 규칙을 둡니다.",
    },
  },
  variants: {
    sidecar: {
      en: {
        what: "The Sidecar of {client} does not import {service}, whose routes lead requests for {host} to the egress gateway.",
        next: "Add the namespace of the VirtualService to the Sidecar's hosts.",
      },
      ko: {
        what: "{client} 네임스페이스의 Sidecar는 {host} 호스트의 요청을 egress gateway로 이끄는 {service} VirtualService를 가져오지 않습니다.",
        next: "Sidecar의 hosts에 그 VirtualService의 네임스페이스를 추가합니다.",
      },
    },
    export: {
      en: {
        what: "{service}, whose routes lead requests for {host} to the egress gateway, is not exported to {client}.",
        next: "Add {client} to its exportTo.",
      },
      ko: {
        what: "{host} 호스트의 요청을 egress gateway로 이끄는 {service} VirtualService가 {client} 네임스페이스에 공개되지 않습니다.",
        next: "exportTo에 {client} 네임스페이스를 추가합니다.",
      },
    },
    protocol: {
      en: {
        what: "Port {port} of {host} is declared as {value}, so sidecars do not look at the routes of {service}, which lead to the egress gateway.",
        next: "Declare the port with the protocol that the routes are for.",
      },
      ko: {
        what: "{host} 호스트의 {port} 포트가 {value} 프로토콜로 선언되어, 사이드카는 egress gateway로 이끄는 {service} VirtualService의 경로를 보지 않습니다.",
        next: "경로의 종류에 맞는 프로토콜로 포트를 선언합니다.",
      },
    },
    "no-port": {
      en: {
        what: "{host} is declared without port {port}, which the routes of {service} lead to the egress gateway.",
        next: "Declare the port.",
      },
      ko: {
        what: "{host} 호스트가 {port} 포트 없이 선언되어 있어, egress gateway로 이끄는 {service} VirtualService의 경로가 쓰이지 않습니다.",
        next: "포트를 선언합니다.",
      },
    },
    port: {
      en: {
        what: "This route of {service} takes requests on port {value} only; apps ask for {host} on port {port}, and there nothing leads to the egress gateway.",
        next: "Match port {port}.",
      },
      ko: {
        what: "{service} VirtualService의 이 경로는 {value} 포트의 요청만 받습니다. 앱은 {host} 호스트를 {port} 포트로 호출하고, 거기서는 egress gateway로 이끄는 경로가 없습니다.",
        next: "match의 port를 {port} 값으로 고칩니다.",
      },
    },
    source: {
      en: {
        what: "This route of {service} takes requests of certain workloads only; those of others to {host} do not pass the egress gateway.",
        next: "Take the condition on the source out, or add a route for the others.",
      },
      ko: {
        what: "{service} VirtualService의 이 경로는 일부 워크로드의 요청만 받습니다. 다른 워크로드가 {host} 호스트로 보낸 요청은 egress gateway를 지나지 않습니다.",
        next: "호출자 조건을 없애거나, 나머지를 위한 경로를 추가합니다.",
      },
    },
    gateway: {
      en: {
        what: "The Gateway {gateway} is open for {host}, but no VirtualService leads requests for {host} there.",
        next: "Write a VirtualService that is bound to mesh and to the Gateway.",
      },
      ko: {
        what: "{gateway} Gateway가 {host} 호스트를 받지만, {host} 호스트의 요청을 그곳으로 보내는 VirtualService가 없습니다.",
        next: "mesh와 이 Gateway에 연결된 VirtualService를 작성합니다.",
      },
    },
    destination: {
      en: {
        what: "This route sends the sidecars' requests for {host} outside directly, past the egress gateway {gateway} that {service} is written for.",
        next: "Lead to the gateway's Service here.",
      },
      ko: {
        what: "이 경로는 {host} 호스트로 가는 사이드카의 요청을 {service} VirtualService가 준비된 {gateway} egress gateway를 거치지 않고 바로 내보냅니다.",
        next: "여기서 gateway의 Service로 보냅니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  gateways: [finance-yahoo-com-egress]
  #          ^^^^^^^^^^^^^^^^^^^^^^^^ warning egress-gateway-bypassed
  http:
  - ...
    match:
    - port: 8080
  - ...
`,
    ],
  },
  *check({ view }, path, _hop, step) {
    if (view.isUncertain("VirtualService") || usesGatewayApi(view)) return;
    const missed = missedIntent(view, path);
    if (missed?.lost !== "gateway") return;
    const { piece, at, service, value } = missed;
    const { from, target } = path.question;
    yield {
      at,
      args: {
        gateway: value,
        host: target.host,
        port: target.port,
        client: from.namespace,
        service: service?.name?.value ?? "",
        value,
      },
      ...(piece === "nothing" ? {} : { variant: piece }),
      // Nothing names the routes that are missing: they may be in another folder.
      ...(piece === "gateway" && view.settings.knowledge === "part" ? { severity: "information" as const } : {}),
      step,
      related: gatewaysNamed(view, value).map((gateway) => ({
        place: { document: gateway.document, span: gateway.name?.span ?? gateway.kind.span },
        text: { en: "The Gateway is here.", ko: "Gateway는 여기 있습니다." },
      })),
    };
  },
  *repair({ view }, service, finding) {
    if (service.type !== "VirtualService" || finding.variant !== undefined) return;
    const list = entryOf(service.spec, "gateways")?.value;
    const leads = [...service.http, ...service.tls, ...service.tcp].some((route) =>
      targetsOf(route).some((target) => gatewayBehind(view, destinationHost(view, service, target)) !== undefined),
    );
    const edit =
      list?.kind === "sequence" && leads && !isInMesh(service)
        ? insertItem(service.document, list, MESH_GATEWAY)
        : undefined;
    if (edit === undefined) return;
    yield {
      title: { en: "Bind the VirtualService to mesh as well", ko: "VirtualService를 mesh에도 연결" },
      changes: [{ document: service.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});
