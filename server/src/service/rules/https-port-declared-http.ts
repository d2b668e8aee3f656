// Port 443 declared as plain HTTP. The sidecars' listener for the port then takes plain HTTP to its routes and lets everything else fall through to
// the passthrough chain (core/listener.go, httpFilterChainMatch): TLS to other hosts is not harmed, but TLS to this one is unknown traffic.
// https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
import { protocolClass } from "../model/protocol-class";
import type { ServiceEntry } from "../model/service-entry";
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
  // Where another ServiceEntry says otherwise, that contradiction is the mistake.
  yieldsTo: ["conflicting-service-entries"],
  text: {
    en: {
      title: "HTTPS port declared as HTTP",
      what: "Port 443 of {host} is declared as {protocol}.",
      why: "Sidecars then match only plain HTTP on this port. TLS that apps send to the host is unknown traffic: it goes on without routes, policies and metrics of the host, and a mesh with outboundTrafficPolicy REGISTRY_ONLY refuses it.",
      next: "Declare HTTPS. For apps that call http:// and a proxy that opens the TLS, declare port 80 with targetPort 443, or lead port 80 to 443 by routes.",
    },
    ko: {
      title: "HTTP로 선언한 HTTPS 포트",
      what: "{host} 호스트의 443 포트를 {protocol} 프로토콜로 선언했습니다.",
      why: "사이드카는 이 포트에서 평문 HTTP만 이 호스트의 트래픽으로 봅니다. 앱이 이 호스트로 보내는 TLS는 알 수 없는 트래픽이 되어 이 호스트의 경로와 정책, 메트릭 없이 나가며, 메시의 outboundTrafficPolicy가 REGISTRY_ONLY이면 거부됩니다.",
      next: "HTTPS로 선언합니다. 앱은 http://로 호출하고 프록시가 TLS를 시작해야 하면 80 포트에 targetPort 443을 쓰거나, 경로로 80 포트의 요청을 443 포트로 보냅니다.",
    },
  },
  variants: {
    originated: {
      en: {
        why: "The proxies open the TLS for apps that speak plain HTTP to this port, which works. TLS that apps send to the host themselves is unknown traffic: it goes on without routes, policies and metrics of the host, and a mesh with outboundTrafficPolicy REGISTRY_ONLY refuses it.",
        next: "Nothing, if no app opens TLS itself. Otherwise declare HTTPS, and let apps that speak plain HTTP call port 80 with routes that lead here.",
      },
      ko: {
        why: "앱이 이 포트로 보낸 평문 HTTP의 TLS는 프록시가 시작하므로 잘 동작합니다. 앱이 직접 이 호스트로 보내는 TLS는 알 수 없는 트래픽이 되어 이 호스트의 경로와 정책, 메트릭 없이 나가며, 메시의 outboundTrafficPolicy가 REGISTRY_ONLY이면 거부됩니다.",
        next: "직접 TLS를 시작하는 앱이 없으면 그대로 둡니다. 있으면 HTTPS로 선언하고, 평문 HTTP를 쓰는 앱은 80 포트로 호출해 경로가 이 포트로 보내게 합니다.",
      },
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
      `#- without: VirtualService
kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    protocol: HTTP
    #         ^^^^ information https-port-declared-http
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
      yield {
        at: protocol.span,
        args: { host: entry.hosts[0]?.value ?? "", protocol: protocol.value },
        ...(isTlsOriginated(cx.view, entry) ? { variant: "originated", severity: "information" as const } : {}),
      };
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
    return opensTlsFor(view, host) && !isLedTo(view, host);
  });
}

function opensTlsFor(view: WorkspaceView, host: string): boolean {
  return view
    .covering("DestinationRule", host)
    .flatMap(tlsBlocks)
    .some((block) => originates(block) && (block.port?.number?.value ?? HTTPS_PORT) === HTTPS_PORT);
}

function isLedTo(view: WorkspaceView, host: string): boolean {
  return view
    .routingTo(host)
    .some((service) =>
      service.http
        .flatMap(targetsOf)
        .some((target) => target.port?.value === HTTPS_PORT && destinationHost(view, service, target) === host),
    );
}
