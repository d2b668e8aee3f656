// Port settings originate TLS for a port that the host does not have. Settings are chosen by the service's port, never by targetPort, so a
// slip in the number switches TLS off where it was meant.
import { replaceScalar } from "../syntax/edit";
import { destinationHost, targetsOf } from "../traffic/legs";
import { originates, outsideService, sendsTo, tlsBlocks } from "../traffic/rule-use";
import type { DestinationRule } from "../model/destination-rule";
import { routesOf } from "../model/virtual-service";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "tls-origination-on-unused-port",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS origination for a port nobody uses",
      what: "TLS is originated for port {port}, but {host} has no such port; its ports are {ports}.",
      why: "The settings are never used: requests to the ports that exist go out without TLS.",
      next: "Write the number of the port that requests are sent to.",
    },
    ko: {
      title: "쓰이지 않는 포트의 TLS origination",
      what: "{port} 포트에 TLS를 시작하도록 설정했지만 {host} 호스트에는 그 포트가 없습니다. 있는 포트는 {ports}입니다.",
      why: "이 설정은 쓰이지 않으며, 실제로 있는 포트로 가는 요청은 TLS 없이 나갑니다.",
      next: "요청을 보내는 포트의 번호를 적습니다.",
    },
  },
  variants: {
    targetPort: {
      en: {
        what: "TLS is originated for port {port}, which is only the target port of port {service} of {host}; settings are chosen by the service's own port.",
        next: "Write {service}.",
      },
      ko: {
        what: "{port} 포트에 TLS를 시작하도록 설정했지만, 이 번호는 {host} 호스트의 {service} 포트가 가리키는 targetPort일 뿐입니다. 설정은 서비스의 포트 번호로 선택됩니다.",
        next: "{service} 값을 적습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    portLevelSettings:
    - ...
      port:
        number: 8443
        #       ^^^^ warning tls-origination-on-unused-port
`,
    ],
  },
  *check({ view }, rule) {
    const service = outsideService(view, rule);
    if (rule.uncertain || service === undefined || service.resources.some((resource) => resource.uncertain)) return;
    for (const block of tlsBlocks(rule).filter(originates)) {
      const number = block.port?.number;
      if (number === undefined || service.ports.some((port) => port.number === number.value)) continue;
      const target = service.ports.find((port) => port.targetPort === number.value);
      // A route to the port as well: the port is missing in the ServiceEntry, and unknown-port speaks of that.
      if (target === undefined && isSentTo(view, service.host, number.value)) continue;
      yield {
        at: number.span,
        args: {
          host: service.host,
          port: number.value,
          ports: service.ports.map((port) => port.number).join(", "),
          service: target?.number ?? 0,
        },
        ...(target === undefined ? {} : { variant: "targetPort" }),
        related: service.ports.slice(0, 1).map((port) => ({
          place: port.at,
          text: {
            en: "The ports of {host} are declared here.",
            ko: "{host} 호스트의 포트는 여기에 선언되어 있습니다.",
          },
        })),
      };
    }
  },
  *repair({ view }, rule, finding) {
    const wanted = wantedPort(view, rule, Number(finding.args.port));
    const scalar = scalarAt(rule.root, finding.at.start);
    if (wanted === undefined || scalar === undefined) return;
    yield {
      title: { en: "Change the port to {wanted}", ko: "포트를 {wanted} 값으로 변경" },
      args: { wanted },
      changes: [{ document: rule.document, edits: [replaceScalar(scalar, wanted)] }],
      preferred: true,
      safe: true,
    };
  },
});

function isSentTo(view: WorkspaceView, host: string, number: number): boolean {
  return view.routingTo(host).some((service) =>
    routesOf(service)
      .flatMap(targetsOf)
      .some((target) => target.port?.value === number && destinationHost(view, service, target) === host),
  );
}

/** The port that was meant: the one whose target port this is, or one that a route sends to without TLS though it is awaited. */
function wantedPort(view: WorkspaceView, rule: DestinationRule, number: number): number | undefined {
  const service = outsideService(view, rule);
  const target = service?.ports.find((port) => port.targetPort === number);
  const bare = sendsTo(view, rule).find((send) => send.expectsTls && send.policy.tls === undefined);
  const wanted = target?.number ?? bare?.port.number;
  const isTaken = rule.trafficPolicy?.ports.some((port) => port.number?.value === wanted) === true;
  return isTaken ? undefined : wanted;
}
