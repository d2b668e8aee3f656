// TLS is originated for traffic that is TLS already: connections that a tls route forwards, or a port declared HTTPS or TLS that no http
// route leads to, so that only the apps' own TLS can arrive there. https://istio.io/latest/docs/ops/common-problems/network-
// issues/#double-tls-tls-origination-for-a-tls-request
import { isSlip } from "../base/edit-distance";
import { modeSpan } from "../model/destination-rule";
import { removeEntry, setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { destinationHost, targetsOf } from "../traffic/legs";
import { senderOf } from "../traffic/plain-send";
import { outsideService, usesGatewayApi } from "../traffic/rule-use";
import type { WorkspaceView } from "../workspace/view";
import { definePathRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = definePathRule({
  code: "double-tls",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["tls-twice"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS inside TLS",
      what: "TLS ({mode}) is originated for port {port} of {host}, which carries TLS already: no http route leads there, so what arrives is the apps' own HTTPS.",
      why: "The proxy encrypts the encrypted connection once more; the server cannot read it, and apps see errors such as wrong version number.",
      next: "Originate TLS only for the port that carries plain HTTP, or let an http route lead to port {port}.",
    },
    ko: {
      title: "TLS 안의 TLS",
      what: "이미 TLS가 흐르는 {host} 호스트의 {port} 포트에 TLS({mode})를 다시 시작합니다. 이 포트로 가는 http 경로가 없으므로, 도착하는 것은 앱이 직접 보낸 HTTPS입니다.",
      why: "프록시가 암호화된 연결을 한 번 더 암호화하므로 서버가 읽지 못하고, 앱에는 wrong version number 같은 오류가 납니다.",
      next: "평문 HTTP를 나르는 포트에만 TLS를 시작하거나, {port} 포트로 가는 http 경로를 둡니다.",
    },
  },
  variants: {
    forwarded: {
      en: {
        what: "TLS ({mode}) is originated for port {port} of {host}, but the tls route of {service} forwards connections there that are TLS already.",
        next: "Take the tls block out for this port, or let the apps speak plain HTTP and use an http route.",
      },
      ko: {
        what: "{host} 호스트의 {port} 포트에 TLS({mode})를 시작하지만, {service} VirtualService의 tls 경로가 이미 TLS인 연결을 그곳으로 전달합니다.",
        next: "이 포트의 tls 블록을 없애거나, 앱이 평문 HTTP를 쓰게 하고 http 경로를 사용합니다.",
      },
    },
  },
  examples: {
    base: "passthrough",
    bad: [
      `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance-tls
  namespace: default
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
        #     ^^^^^^ warning double-tls
`,
    ],
    good: [
      `#- base: classic
`,
    ],
  },
  *check({ view }, { trace }, _hop, step) {
    const { policy, servicePort, service, taken } = senderOf(trace) ?? {};
    if (policy?.tls === undefined || servicePort === undefined || service === undefined || usesGatewayApi(view)) return;
    const { tls, mode, rule: owner } = policy.tls;
    const forwarding = taken?.route.routeKind === "tls" ? taken : undefined;
    // An http route that is written for the port, though a mistake of its own keeps requests away, makes sense of the TLS there.
    if (forwarding === undefined && isMeantByRoute(view, service.host, servicePort.number)) return;
    yield {
      at: { document: owner.document, span: modeSpan(tls) },
      args: {
        host: service.host,
        port: servicePort.number,
        mode,
        service: forwarding?.virtualService.name?.value ?? "",
      },
      step,
      ...(forwarding === undefined ? {} : { variant: "forwarded" }),
      related: [
        forwarding === undefined
          ? {
              place: servicePort.at,
              text: {
                en: "Port {port} is declared to carry TLS here.",
                ko: "{port} 포트는 여기에 TLS를 나르는 포트로 선언되어 있습니다.",
              },
            }
          : {
              place: {
                document: forwarding.virtualService.document,
                span: forwarding.destination?.host?.span ?? forwarding.route.span,
              },
              text: { en: "The tls route that forwards the connection.", ko: "연결을 그대로 전달하는 tls 경로입니다." },
            },
      ],
    };
  },
  *repair({ view }, rule, finding) {
    if (rule.type !== "DestinationRule") return;
    const service = outsideService(view, rule);
    const plain = service?.ports.filter((port) => port.protocolClass === "http") ?? [];
    const [only] = plain;
    const policy = entryOf(rule.spec, "trafficPolicy")?.value;
    const top = rule.trafficPolicy?.tls;
    if (top === undefined || policy?.kind !== "mapping" || only === undefined || plain.length !== 1) return;
    const isTop = top.mode?.span.start === finding.at.start && rule.trafficPolicy?.ports.length === 0;
    const tls = mappingAt(rule.root, top.span.start);
    const removed = removeEntry(rule.document, policy, "tls");
    if (!isTop || tls === undefined || removed === undefined || policy.entries.length !== 1) return;
    const settings = {
      port: { number: only.number },
      tls: Object.fromEntries(
        tls.entries.flatMap(({ key, value }) =>
          value?.kind === "scalar"
            ? [[key.source, typeof value.value === "bigint" ? value.source : (value.value ?? value.source)]]
            : [],
        ),
      ),
    };
    if (Object.keys(settings.tls).length !== tls.entries.length || rule.spec === undefined) return;
    yield {
      title: { en: "Originate TLS for port {number} only", ko: "{number} 포트에만 TLS 시작" },
      args: { number: only.number },
      changes: [
        {
          document: rule.document,
          edits: [setEntry(rule.document, rule.spec, "trafficPolicy", { portLevelSettings: [settings] })],
        },
      ],
      preferred: true,
    };
  },
});

/** Whether an http route is written for the port, though a mistake of its own (its gateway, its host, a port left out) keeps requests away. */
function isMeantByRoute(view: WorkspaceView, host: string, port: number): boolean {
  return [...view.routingTo(host), ...view.forHost("VirtualService", host)].some((service) =>
    service.http.flatMap(targetsOf).some((target) => {
      const name = destinationHost(view, service, target);
      return (name === host || isSlip(name, host)) && (target.port === undefined || target.port.value === port);
    }),
  );
}
