// An http route leads plain requests to a port that awaits TLS, and no DestinationRule opens TLS there: the mistake the whole set is about.
// Every shape of it is found here, at the route; a TLS block that says DISABLE is a decision, and tls-origination-disabled speaks of that.
// https://istio.io/latest/docs/ops/common-problems/network-issues/#sending-https-to-an-http-port (the reverse: HTTP to an HTTPS port)
import { closest } from "../base/edit-distance";
import type { DestinationRule } from "../model/destination-rule";
import { headSpan } from "../model/resource";
import { shapeProblems } from "../model/shape";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import type { RejectionReason } from "../traffic/destination-policy";
import { tracesAbout, type WitnessTrace } from "../traffic/paths";
import { type PlainSend, plainSendOf } from "../traffic/plain-send";
import { qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { definePathRule, type PathFinding } from "./define";
import { correctRule, createRule, type MissedRule } from "./tls-origination-repairs";

export const rule = definePathRule({
  code: "missing-tls-origination",
  severity: "warning",
  subjects: ["VirtualService"],
  on: ["server-wants-tls"],
  seeAlso: [],
  yieldsTo: ["destination-rule-host-unknown"],
  text: {
    en: {
      title: "Plain HTTP sent to a TLS port",
      what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS, and no DestinationRule originates TLS there.",
      why: "The request leaves the mesh unencrypted, and the server answers 400 or closes the connection.",
      next: "Create a DestinationRule for {host} that sets tls.mode SIMPLE for port {port}.",
    },
    ko: {
      title: "TLS 포트로 보내는 평문 HTTP",
      what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보내는데, 그곳으로 TLS를 시작하는 DestinationRule이 없습니다.",
      why: "요청이 암호화되지 않은 채 메시를 떠나고, 서버는 400으로 응답하거나 연결을 끊습니다.",
      next: "{host} 호스트의 {port} 포트에 tls.mode SIMPLE을 설정하는 DestinationRule을 만듭니다.",
    },
  },
  variants: {
    otherPort: {
      en: {
        what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS; the DestinationRule {rule} originates TLS for port {other} only.",
        next: "Set tls for port {port} in it: the number is that of the destination, not the target port.",
      },
      ko: {
        what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보내는데, {rule} DestinationRule은 {other} 포트에만 TLS를 시작합니다.",
        next: "그 DestinationRule에 {port} 포트의 tls를 설정합니다. 여기의 번호는 targetPort가 아니라 목적지 포트입니다.",
      },
    },
    withoutTls: {
      en: {
        what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS; the DestinationRule {rule} holds for it, yet says nothing about TLS.",
        next: "Set tls.mode SIMPLE for port {port} in it.",
      },
      ko: {
        what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보냅니다. {rule} DestinationRule이 적용되지만 TLS 설정이 없습니다.",
        next: "그 DestinationRule에서 {port} 포트에 tls.mode SIMPLE을 설정합니다.",
      },
    },
    otherHost: {
      en: {
        what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS; the DestinationRule {rule} is written for {other}.",
        next: "Write {host} as its host, if that is what it is for.",
      },
      ko: {
        what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보냅니다. {rule} DestinationRule은 {other} 호스트로 적혀 있습니다.",
        next: "이 호스트를 위한 규칙이라면 host 필드를 {host} 값으로 고칩니다.",
      },
    },
    namespace: {
      en: {
        what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS; the DestinationRule {rule} lives in a namespace that the proxy in {proxy} does not look into.",
        next: "Move it to {wanted}, the namespace of the ServiceEntry.",
      },
      ko: {
        what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보냅니다. {rule} DestinationRule은 {proxy} 네임스페이스의 프록시가 찾지 않는 네임스페이스에 있습니다.",
        next: "ServiceEntry가 있는 {wanted} 네임스페이스로 옮깁니다.",
      },
    },
    notExported: {
      en: {
        what: "This route sends plain HTTP to port {port} of {host}, which awaits TLS; the DestinationRule {rule} is not exported to {proxy}, where the proxy runs.",
        next: "Add {proxy} to its exportTo.",
      },
      ko: {
        what: "이 경로는 TLS를 기다리는 {host} 호스트의 {port} 포트로 평문 HTTP를 보냅니다. {rule} DestinationRule은 프록시가 실행되는 {proxy} 네임스페이스에 공개되지 않습니다.",
        next: "그 규칙의 exportTo에 {proxy} 네임스페이스를 추가합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `#- without: DestinationRule
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - ...
      destination:
        port:
          number: 443
          #       ^^^ warning missing-tls-origination
`,
    ],
    good: [
      `#- base: sidecar
`,
    ],
  },
  *check({ view }, path, _hop, step) {
    const send = bareSend(view, path);
    if (send !== undefined) yield { ...judge(view, send), step };
  },
  *repair({ view }, resource, finding) {
    const send = tracesAbout(view, resource)
      .filter(({ trace }) => trace.end?.code === "server-wants-tls")
      .flatMap((path) => bareSend(view, path) ?? [])
      .find((candidate) => candidate.service === resource && placeOf(candidate).start === finding.at.start);
    if (send === undefined) return;
    const missed = missedRule(view, send);
    const change = missed === undefined ? undefined : correctRule(view, send, missed);
    if (change !== undefined) yield change;
    yield* createRule(view, send, change === undefined);
  },
});

/** The send that reaches a TLS port in plain text though nobody decided so; nothing where somebody did, or where its TLS is written elsewhere. */
function bareSend(view: WorkspaceView, { trace }: WitnessTrace): PlainSend | undefined {
  const send = plainSendOf(trace);
  if (send === undefined || send.policy.tls !== undefined || isTlsMisplaced(view, send.host)) return undefined;
  return hasBackendTlsPolicy(view, send) ? undefined : send;
}

/** Whether a DestinationRule for the host has fields that its structure does not know, or of a wrong type: the TLS settings may be among them. */
function isTlsMisplaced(view: WorkspaceView, host: string): boolean {
  return view
    .covering("DestinationRule", host)
    .some((rule) => shapeProblems(rule).some(({ code }) => code === "unknown-field" || code === "wrong-type"));
}

/** Whether the Gateway API's own way of originating TLS is used for the ServiceEntry. */
function hasBackendTlsPolicy(view: WorkspaceView, send: PlainSend): boolean {
  const names = send.registry.resources.map((resource) => resource.name?.value);
  return view.all("Other").some((other) => {
    if (other.kind.value !== "BackendTLSPolicy") return false;
    const targets = nodeAtPath(other.root, ["spec", "targetRefs"]);
    if (targets?.kind !== "sequence") return false;
    return targets.items.some((target) => {
      const name = entryOf(target, "name")?.value;
      return name?.kind === "scalar" && names.includes(name.source);
    });
  });
}

function placeOf(send: PlainSend): { readonly start: number; readonly end: number } {
  return send.destination.port?.span ?? send.destination.host?.span ?? send.destination.span;
}

function judge(view: WorkspaceView, send: PlainSend): PathFinding {
  const missed = missedRule(view, send);
  const { port, host } = send;
  const at = { document: send.service.document, span: placeOf(send) };
  const args = { host, port: port.number, proxy: send.proxyNamespace, wanted: send.registry.namespace };
  const declared = {
    place: port.at,
    text: {
      en: "Port {port} of {host} is declared here.",
      ko: "{host} 호스트의 {port} 포트는 여기에 선언되어 있습니다.",
    },
  };
  if (missed === undefined) return { at, args, related: [declared] };
  const { rule: found } = missed;
  return {
    at,
    args: { ...args, rule: found.name?.value ?? "", other: missed.other },
    variant: missed.variant,
    related: [
      {
        place: { document: found.document, span: found.host?.span ?? headSpan(found) },
        text: { en: "The DestinationRule {rule} is here.", ko: "{rule} DestinationRule이 여기 있습니다." },
      },
      declared,
    ],
  };
}

const REJECTIONS: Partial<Readonly<Record<RejectionReason, MissedRule["variant"]>>> = {
  namespace: "namespace",
  "not-exported": "notExported",
};

function missedRule(view: WorkspaceView, send: PlainSend): MissedRule | undefined {
  const [inForce] = send.policy.rules.filter((candidate) => candidate.trafficPolicy !== undefined);
  if (inForce?.trafficPolicy !== undefined) {
    const { ports } = inForce.trafficPolicy;
    const other = ports.find((settings) => settings.tls !== undefined);
    return other?.number === undefined
      ? { variant: "withoutTls", rule: inForce, other: "" }
      : { variant: "otherPort", rule: inForce, other: other.number.value };
  }
  for (const { rule: hidden, reason } of send.rejected) {
    const variant = REJECTIONS[reason];
    if (variant !== undefined && hasTls(hidden.trafficPolicy, send)) return { variant, rule: hidden, other: "" };
  }
  const [first] = send.policy.rules;
  if (first !== undefined) return { variant: "withoutTls", rule: first, other: "" };
  return misspelt(view, send);
}

function hasTls(policy: DestinationRule["trafficPolicy"], send: PlainSend): boolean {
  if (policy === undefined) return false;
  const settings = policy.ports.find((candidate) => candidate.number?.value === send.port.number);
  return (settings === undefined ? policy.tls : settings.tls) !== undefined;
}

/** A DestinationRule with TLS for a host that no file declares and that is one slip away from this one. */
function misspelt(view: WorkspaceView, send: PlainSend): MissedRule | undefined {
  const strays = view.all("DestinationRule").filter((candidate) => {
    const host = qualifyHost(candidate.host?.value ?? "", candidate.namespace, view.clusterDomain);
    return hasTls(candidate.trafficPolicy, send) && view.covering("ServiceEntry", host).length === 0;
  });
  const near = closest(
    send.host,
    strays.map((candidate) => candidate.host?.value ?? ""),
  );
  const found = strays.find((candidate) => candidate.host?.value === near);
  return found === undefined || near === undefined ? undefined : { variant: "otherHost", rule: found, other: near };
}
