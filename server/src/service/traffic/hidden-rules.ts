// DestinationRules with TLS that were evidently written for a connection, though the proxy that opens it does not see them: they live where it does
// not look, or exportTo hides them. Which namespaces it looks into is decided in destination-policy.ts.
import type { DestinationRule, TrafficPolicy } from "../model/destination-rule";
import { isWildcard } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import type { SeenHop } from "./gateway-hops";
import type { Hop } from "./trace";

/** A rule that a proxy does not see. */
export interface HiddenRule {
  readonly rule: DestinationRule;
  readonly reason: "namespace" | "not-exported";
}

/** What a hop's routing chose and the rules for it. */
export type Connection = Pick<Hop, "policy" | "destination" | "taken">;

/** The rules with the subset that a connection asks for, which the proxy does not see. */
export function hiddenWithSubset(view: WorkspaceView, { policy, destination }: Connection): readonly HiddenRule[] {
  return hiddenFrom(view, policy).filter(({ rule }) =>
    rule.subsets.some(({ name }) => name?.value === destination?.subset),
  );
}

/** The rules with TLS for a connection's port and subset that its proxy does not see; none when TLS is decided otherwise. */
export function hiddenWithTls(view: WorkspaceView, { policy, destination, taken }: Connection): readonly HiddenRule[] {
  if (policy === undefined || policy.tls !== undefined || policy.tunnel !== undefined) return [];
  if (destination === undefined) return [];
  const { host, port, subset } = destination;
  const isOwn = taken?.virtualService.hosts.some(({ value }) => value.toLowerCase() === host) ?? true;
  const names = isOwn ? undefined : taken?.virtualService.hosts.map(({ value }) => value.toLowerCase());
  // A rule for a whole domain is no sign that this connection was meant.
  return hiddenFrom(view, policy).filter(
    ({ rule }) => !isWildcard(rule.host?.value ?? "*") && isFor(rule, port, subset, names),
  );
}

/** The same for the hop to a gateway. */
export function hiddenFromHop(view: WorkspaceView, { policy, subject, service }: SeenHop): readonly HiddenRule[] {
  if (policy.tls !== undefined) return [];
  const names = service.hosts.map((host) => host.value.toLowerCase());
  return hiddenFrom(view, policy).filter(({ rule }) => isFor(rule, subject.port, subject.subset, names));
}

/**
 * Whether a rule has TLS for a port and subset. Every namespace may have rules of its own for a gateway, so without a subset the server name in the
 * rule must be one of `names`, where some are given.
 */
function isFor(
  rule: DestinationRule,
  port: number,
  subset: string | undefined,
  names: readonly string[] | undefined,
): boolean {
  if (!hasTlsFor(rule, port, subset)) return false;
  return subset !== undefined || names === undefined || serverNames(rule).some((name) => names.includes(name));
}

function hiddenFrom(view: WorkspaceView, policy: Hop["policy"]): readonly HiddenRule[] {
  return (policy?.rejected ?? []).flatMap(({ rule, reason }) => {
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
