// DestinationRules with TLS that were evidently written for a connection, though the proxy that opens it does not see them: they live where it does
// not look, or exportTo hides them. Which namespaces it looks into is decided in destination-policy.ts.
import type { DestinationRule, TrafficPolicy } from "../model/destination-rule";
import type { WorkspaceView } from "../workspace/view";
import { destinationRulesFor, type PolicySubject } from "./destination-policy";
import type { SeenHop } from "./gateway-hops";
import type { HttpSend } from "./http-sends";

/** A rule that a proxy does not see. */
export interface HiddenRule {
  readonly rule: DestinationRule;
  readonly reason: "namespace" | "not-exported";
}

/** The rules with TLS for a send's port and subset that its proxy does not see; none when TLS is decided otherwise. */
export function hiddenFromSend(view: WorkspaceView, send: HttpSend): readonly HiddenRule[] {
  const { policy, subject } = send;
  if (policy.tls !== undefined || policy.tunnel !== undefined) return [];
  return hiddenFrom(view, subject).filter(({ rule }) => hasTlsFor(rule, subject.port, subject.subset));
}

/**
 * The rules with TLS for the hop's port and subset that the sidecars do not see. Every namespace may have rules of its own for a gateway, so without
 * a subset the server name in the rule must be one of the VirtualService's.
 */
export function hiddenFromHop(view: WorkspaceView, hop: SeenHop): readonly HiddenRule[] {
  const { policy, subject, service } = hop;
  if (policy.tls !== undefined) return [];
  const names = service.hosts.map((host) => host.value.toLowerCase());
  return hiddenFrom(view, subject).filter(({ rule }) => {
    if (!hasTlsFor(rule, subject.port, subject.subset)) return false;
    return subject.subset !== undefined || serverNames(rule).some((name) => names.includes(name));
  });
}

function hiddenFrom(view: WorkspaceView, subject: PolicySubject): readonly HiddenRule[] {
  return destinationRulesFor(view, subject).rejected.flatMap(({ rule, reason }) => {
    if (reason !== "namespace" && reason !== "not-exported") return [];
    // A file without a namespace is applied where its author says; only the whole mesh's own files live where they stand.
    const isPlaced = rule.namespaceField !== undefined || view.settings.knowledge === "whole";
    return rule.uncertain || (reason === "namespace" && !isPlaced) ? [] : [{ rule, reason }];
  });
}

function hasTlsFor(rule: DestinationRule, port: number, subset: string | undefined): boolean {
  const own = subset === undefined ? undefined : rule.subsets.find((candidate) => candidate.name?.value === subset);
  if (subset !== undefined && own === undefined) return false;
  return opensTls(own?.trafficPolicy, port) ?? opensTls(rule.trafficPolicy, port) ?? false;
}

/** Whether a policy opens TLS on a port; nothing when it says nothing about it. */
function opensTls(policy: TrafficPolicy | undefined, port: number): boolean | undefined {
  const settings = policy?.ports.find((candidate) => candidate.number?.value === port);
  const tls = settings === undefined ? policy?.tls : settings.tls;
  return tls === undefined ? undefined : (tls.mode?.value ?? "DISABLE") !== "DISABLE";
}

function serverNames(rule: DestinationRule): readonly string[] {
  const policies = [rule.trafficPolicy, ...rule.subsets.map((subset) => subset.trafficPolicy)];
  return policies.flatMap((policy) =>
    [policy?.tls, ...(policy?.ports.map((port) => port.tls) ?? [])].flatMap(
      (tls) => tls?.sni?.value.toLowerCase() ?? [],
    ),
  );
}
