// The repairs of missing TLS origination: the DestinationRule that was meant for the send is made to hold for it, or a new one is written where
// every proxy that uses the host finds it. Which rule was meant is decided by the rule missing-tls-origination.
import type { LocalizedText } from "../base/localized-text";
import type { DestinationRule, PortPolicy } from "../model/destination-rule";
import { nameOfHost } from "../scaffold/parameters";
import { destinationRule } from "../scaffold/resources";
import { insertItem, replaceScalar, setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { destinationHost } from "../traffic/legs";
import type { PlainSend } from "../traffic/plain-send";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import type { DocumentEdits, Repair } from "./define";
import { scalarAt } from "./repairs";

/** A DestinationRule that was evidently meant for the send, and why it does not help. */
export interface MissedRule {
  readonly variant: "otherPort" | "withoutTls" | "otherHost" | "namespace" | "notExported";
  readonly rule: DestinationRule;
  /** What it is for instead: a port, a subset, a host. */
  readonly other: string | number;
}

const CHANGES: Readonly<Record<MissedRule["variant"], LocalizedText>> = {
  otherPort: { en: "Set TLS origination for port {port} in {rule}", ko: "{rule} 규칙에서 {port} 포트에 TLS 시작 설정" },
  withoutTls: { en: "Add TLS origination for port {port} to {rule}", ko: "{rule} 규칙에 {port} 포트의 TLS 시작 추가" },
  otherHost: { en: "Change the host of {rule} to {host}", ko: "{rule} 규칙의 host 필드를 {host} 값으로 변경" },
  namespace: { en: "Move {rule} to the namespace {wanted}", ko: "{rule} 규칙을 {wanted} 네임스페이스로 이동" },
  notExported: { en: "Export {rule} to {proxy}", ko: "{rule} 규칙을 {proxy} 네임스페이스에 공개" },
};

/** The repair that makes a DestinationRule that is there do what it was written for. */
export function correctRule(view: WorkspaceView, send: PlainSend, missed: MissedRule): Repair | undefined {
  const changes = editsOf(view, send, missed);
  if (changes === undefined) return undefined;
  return {
    title: CHANGES[missed.variant],
    args: { rule: missed.rule.name?.value ?? "", other: missed.other },
    changes: [changes],
    preferred: true,
    safe: true,
  };
}

function editsOf(view: WorkspaceView, send: PlainSend, missed: MissedRule): DocumentEdits | undefined {
  const { rule: found } = missed;
  const { document, spec } = found;
  switch (missed.variant) {
    case "otherHost": {
      const scalar = found.host === undefined ? undefined : scalarAt(document.root, found.host.span.start);
      return scalar === undefined ? undefined : { document, edits: [replaceScalar(scalar, send.host)] };
    }
    case "namespace": {
      const metadata = entryOf(found.root, "metadata")?.value;
      if (metadata?.kind !== "mapping") return undefined;
      return {
        document,
        edits: [setEntry(document, metadata, "namespace", send.registry.namespace, { after: "name" })],
      };
    }
    case "notExported": {
      const list = entryOf(spec, "exportTo")?.value;
      const edit = list?.kind === "sequence" ? insertItem(document, list, send.proxyNamespace) : undefined;
      return edit === undefined ? undefined : { document, edits: [edit] };
    }
    case "otherPort":
    case "withoutTls":
      return tlsForPort(view, send, found);
  }
}

/** Edits that give a rule TLS for the send's port: in the settings of that port, instead of those of a port that nothing uses, or as new ones. */
function tlsForPort(view: WorkspaceView, send: PlainSend, found: DestinationRule): DocumentEdits | undefined {
  const { document, spec } = found;
  if (spec === undefined) return undefined;
  const number = send.port.number;
  const policy = entryOf(spec, "trafficPolicy")?.value;
  const settings = entryOf(policy, "portLevelSettings")?.value;
  const policies = found.trafficPolicy?.ports ?? [];
  const own = policies.find((candidate) => candidate.number?.value === number);
  const idle = policies.find((candidate) => candidate.tls !== undefined && isIdle(view, send, candidate));
  if (own !== undefined && settings?.kind === "sequence") {
    const item = settings.items.find((candidate) => candidate?.span.start === own.span.start);
    return item?.kind === "mapping"
      ? { document, edits: [setEntry(document, item, "tls", { mode: "SIMPLE" }, { after: "port" })] }
      : undefined;
  }
  if (idle?.number !== undefined) {
    const scalar = scalarAt(document.root, idle.number.span.start);
    if (scalar !== undefined) return { document, edits: [replaceScalar(scalar, number)] };
  }
  const fresh = { port: { number }, tls: { mode: "SIMPLE" } };
  if (settings?.kind === "sequence") {
    const edit = insertItem(document, settings, fresh);
    return edit === undefined ? undefined : { document, edits: [edit] };
  }
  if (policy?.kind === "mapping")
    return { document, edits: [setEntry(document, policy, "portLevelSettings", [fresh])] };
  return {
    document,
    edits: [setEntry(document, spec, "trafficPolicy", { portLevelSettings: [fresh] }, { after: "host" })],
  };
}

/** Whether no route leads to the port that these settings are for, and nobody calls it over plain HTTP. */
function isIdle(view: WorkspaceView, send: PlainSend, settings: PortPolicy): boolean {
  const number = settings.number?.value;
  if (number === undefined) return true;
  if (send.registry.ports.some((port) => port.number === number && port.protocolClass === "http")) return false;
  return !view
    .routingTo(send.host)
    .some((service) =>
      service.http.some((route) =>
        route.destinations.some(
          ({ destination }) =>
            destination?.port?.value === number && destinationHost(view, service, destination) === send.host,
        ),
      ),
    );
}

/** The DestinationRule written anew, in the namespace of the ServiceEntry, where every proxy that uses the host finds it. */
export function* createRule(view: WorkspaceView, send: PlainSend, preferred: boolean): Iterable<Repair> {
  const { host, port, registry } = send;
  const beside = registry.namespace === send.service.namespace ? send.service : registry.resources[0];
  const namespace = beside === undefined ? registry.namespace : namespaceBeside(beside);
  const name = freeName(view, "DestinationRule", registry.namespace, `${nameOfHost(host)}-tls`);
  const build = (
    tls: { mode: "SIMPLE" } | { mode: "MUTUAL"; credentialName: string },
  ): ReturnType<typeof destinationRule> =>
    destinationRule({ name, namespace }, { host, port: String(port.number), tls });
  yield* createBeside(
    send.service,
    [build({ mode: "SIMPLE" })],
    {
      en: "Create the DestinationRule that originates TLS",
      ko: "TLS를 시작하는 DestinationRule 만들기",
    },
    { preferred, safe: preferred },
  );
  yield* createBeside(send.service, [build({ mode: "MUTUAL", credentialName: "client-credential" })], {
    en: "Create the DestinationRule that originates mutual TLS with the Secret client-credential",
    ko: "client-credential Secret으로 상호 TLS를 시작하는 DestinationRule 만들기",
  });
}
