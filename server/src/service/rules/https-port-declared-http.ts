// Port 443 declared as plain HTTP. Sidecars share one HTTP listener for a port, so TLS that any app sends to any host on 443 meets an HTTP
// parser. Calls that are plain up to the gateway, or up to the sidecar, use port 80.
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
import { protocolClass } from "../model/protocol-class";
import type { ServiceEntry } from "../model/service-entry";
import { hasOtherProtocol, rivalPorts } from "../traffic/entry-conflicts";
import { destinationHost, matchedPorts, targetsOf } from "../traffic/legs";
import { originates, tlsBlocks } from "../traffic/rule-use";
import { MESH_GATEWAY } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { replaceScalarAt } from "./repairs";

const HTTPS_PORT = 443;

export const rule = defineRule({
  code: "https-port-declared-http",
  severity: "warning",
  certainty: "local",
  subjects: ["ServiceEntry"],
  seeAlso: [],
  text: {
    en: {
      title: "HTTPS port declared as HTTP",
      what: "Port 443 of {host} is declared as {protocol}.",
      why: "Sidecars then open port 443 as an HTTP listener for every address. TLS that any app sends to any other host on port 443 breaks there.",
      next: "Declare HTTPS. For apps that call http:// and a proxy that opens the TLS, declare port 80 with targetPort 443, or lead port 80 to 443 by routes.",
    },
    ko: {
      title: "HTTP로 선언한 HTTPS 포트",
      what: "{host} 호스트의 443 포트를 {protocol} 프로토콜로 선언했습니다.",
      why: "사이드카가 443 포트를 모든 주소에 대한 HTTP 리스너로 엽니다. 어떤 앱이든 다른 호스트의 443 포트로 보내는 TLS 연결이 여기서 끊깁니다.",
      next: "HTTPS로 선언합니다. 앱은 http://로 호출하고 프록시가 TLS를 시작해야 하면 80 포트에 targetPort 443을 쓰거나, 경로로 80 포트의 요청을 443 포트로 보냅니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    protocol: HTTP
    #         ^^^^ warning https-port-declared-http
`,
    ],
    good: [
      `#- base: sidecar
`,
    ],
  },
  *check(cx, entry) {
    if (entry.uncertain || entry.addresses.length > 0 || entry.location?.value === "MESH_INTERNAL") return;
    for (const { number, protocol } of entry.ports) {
      if (number?.value !== HTTPS_PORT || protocol === undefined || protocolClass(protocol.value) !== "http") continue;
      // Where another ServiceEntry says otherwise, that contradiction is the mistake.
      if (
        rivalPorts(cx.view, entry).some(
          ({ port, otherPort }) => port.protocol === protocol && hasOtherProtocol(port, otherPort),
        )
      )
        continue;
      yield { at: protocol.span, args: { host: entry.hosts[0]?.value ?? "", protocol: protocol.value } };
    }
  },
  *repair(cx, entry, finding) {
    yield* replaceScalarAt(entry, finding.at.start, "HTTPS", {
      title: { en: "Declare HTTPS", ko: "HTTPS로 선언" },
      preferred: true,
      safe: !hasHttpRoutesOnPort(cx.view, entry) && !isTlsOriginated(cx.view, entry),
    });
  },
});

/** Whether routes in the sidecars count on HTTP there; they would not apply any more. */
function hasHttpRoutesOnPort(view: WorkspaceView, entry: ServiceEntry): boolean {
  return entry.hosts.some((host) =>
    view
      .forHost("VirtualService", host.value.toLowerCase())
      .some((service) => service.http.some((route) => matchedPorts(service, route, MESH_GATEWAY).includes(HTTPS_PORT))),
  );
}

/**
 * Whether a DestinationRule opens TLS there for apps that speak plain HTTP to the port: under HTTPS it would encrypt TLS once more. Where http
 * routes lead to the port, its protocol does not matter to them.
 */
function isTlsOriginated(view: WorkspaceView, entry: ServiceEntry): boolean {
  return entry.hosts.some(({ value }) => {
    const host = value.toLowerCase();
    const blocks = view.covering("DestinationRule", host).flatMap(tlsBlocks);
    return (
      blocks.some((block) => originates(block) && (block.port?.number?.value ?? HTTPS_PORT) === HTTPS_PORT) &&
      !view
        .routingTo(host)
        .some((service) =>
          service.http
            .flatMap(targetsOf)
            .some((target) => target.port?.value === HTTPS_PORT && destinationHost(view, service, target) === host),
        )
    );
  });
}
