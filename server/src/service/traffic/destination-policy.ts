// Which DestinationRules hold for a proxy's traffic to a host, and which of their settings win for a port and subset. Nothing here knows about
// routes. Follows istiod: model/push_context.go (destinationRule), model/destination_rule.go (merging), networking/util (MergeTrafficPolicy).
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
import {
  type ClientTls,
  type DestinationRule,
  modeSpan,
  type Subset,
  type TrafficPolicy,
} from "../model/destination-rule";
import type { DocumentSpan } from "../model/resource";
import { qualifyHost } from "../workspace/names";
import { byAge, hasLabels, isExportedTo, isSubset } from "../workspace/visibility";
import { canonical } from "../workspace/canonical";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { type MeshFacts, meshFacts } from "./mesh";

/** Whose traffic, to what. */
export interface PolicySubject {
  /** The namespace of the proxy that opens the connection. */
  readonly proxyNamespace: string;
  /** The labels of that proxy's pod, for rules with a workloadSelector. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Full form, lower case. */
  readonly host: string;
  /** The namespace of the Service or ServiceEntry; unknown for hosts that are not in the registry. */
  readonly serviceNamespace: string | undefined;
  /** The service's port, never a target port. */
  readonly port: number;
  readonly subset?: string | undefined;
}

/** The part of the rules a TLS block stands in, from the most to the least specific. */
export type PolicyLevel = "subset-port" | "subset" | "port" | "rule";

/** A TLS block that wins, whatever its mode. */
export interface EffectiveTls {
  readonly tls: ClientTls;
  readonly rule: DestinationRule;
  readonly level: PolicyLevel;
  /** The mode as written, `DISABLE` when none is. */
  readonly mode: string;
}

/** A subset as the merged rules declare it. */
export interface DeclaredSubset {
  readonly rule: DestinationRule;
  readonly subset: Subset;
}

/** What the rules say for one subject. */
export interface EffectivePolicy {
  /** The rules merged into one, the oldest first; empty when none holds. */
  readonly rules: readonly DestinationRule[];
  readonly tls: EffectiveTls | undefined;
  /** A TLS block of a broader level that a narrower one put out of force, though it has none itself. */
  readonly lostTls: EffectiveTls | undefined;
  /** The CONNECT tunnel in force. */
  readonly tunnel: { readonly rule: DestinationRule; readonly policy: TrafficPolicy } | undefined;
  /** Whether HTTP/2 is used towards the destination because a rule says so. */
  readonly upgradesToHttp2: boolean;
  readonly subset: DeclaredSubset | undefined;
  /** Rules whose file leaves the namespace to whoever applies it, taken to be applied where this proxy looks, for want of others. */
  readonly isPlacementAssumed: boolean;
  /** The other rules for the host, and why they do not hold. */
  readonly rejected: readonly RejectedRule[];
  /** Rules for selected workloads of the proxy's namespace that its labels (perhaps unknown) do not fit. */
  readonly forOtherWorkloads: readonly DestinationRule[];
  /** False when a subset is asked for that no rule in force declares. */
  readonly isSubsetDeclared: boolean;
  /** The texts that decided, the most specific first. */
  readonly because: readonly DocumentSpan[];
}

/** Why a rule for the host does not hold. */
export type RejectionReason =
  /** Lives in a namespace that this proxy does not look into. */
  | "namespace"
  /** `exportTo` hides it from the proxy's namespace. */
  | "not-exported"
  /** Its workloadSelector does not select the proxy, or it is from another namespace than the proxy. */
  | "workload"
  /** A namespace that is asked earlier has a rule for the host. */
  | "other-namespace-first"
  /** The same namespace has a rule for a more specific host, or one for selected workloads. */
  | "more-specific";

/** A rule for the host that does not hold. */
export interface RejectedRule {
  readonly rule: DestinationRule;
  readonly reason: RejectionReason;
}

/** The DestinationRules for a host, as one proxy sees them. */
export interface RulesForHost {
  readonly rules: readonly DestinationRule[];
  readonly rejected: readonly RejectedRule[];
}

/** The merged rules that hold for a subject's host, and the others with the reason. */
export function destinationRulesFor(
  view: WorkspaceView,
  subject: Pick<PolicySubject, "proxyNamespace" | "labels" | "host" | "serviceNamespace">,
): RulesForHost {
  const { proxyNamespace, labels, host, serviceNamespace } = subject;
  // A gateway's Service has a rule for every host behind it, and as many routes ask for them.
  return view.get(rulesForHost, { proxyNamespace, labels, host, serviceNamespace });
}

const rulesForHost = defineFact("DestinationRules for a host", findRules, { equals: sameData, key: canonical });

function findRules(
  view: WorkspaceView,
  subject: Pick<PolicySubject, "proxyNamespace" | "labels" | "host" | "serviceNamespace">,
): RulesForHost {
  const mesh = meshFacts(view);
  const candidates = view.covering("DestinationRule", subject.host);
  if (candidates.length === 0) return { rules: [], rejected: [] };
  for (const { namespace, isListed, isVisible } of lookupPath(subject, mesh)) {
    const visible = candidates.filter((rule) => rule.namespace === namespace && isListed(rule));
    const mostSpecific = visible[0];
    if (mostSpecific === undefined) continue;
    const pattern = hostOf(mostSpecific, mesh);
    const groups = consolidated(visible.filter((rule) => hostOf(rule, mesh) === pattern)).filter(isVisible);
    if (groups.length === 0) continue;
    const rules = chosen(groups, subject)?.rules ?? [];
    const kept = new Set(rules);
    const rejected = candidates
      .filter((rule) => !kept.has(rule))
      .map((rule) => ({ rule, reason: reasonFor(rule, visible, rules, subject, mesh) }));
    return { rules, rejected };
  }
  return {
    rules: [],
    rejected: candidates.map((rule) => ({ rule, reason: reasonFor(rule, [], [], subject, mesh) })),
  };
}

/**
 * The settings in force for a subject. Without any, rules that only miss the lookup path because their file names no namespace are taken to be
 * applied in the right one, unless the files are the whole mesh.
 */
export function effectivePolicy(view: WorkspaceView, subject: PolicySubject): EffectivePolicy {
  const { rules, rejected } = destinationRulesFor(view, subject);
  const placeable =
    rules.length > 0 || view.settings.knowledge === "whole"
      ? []
      : rejected.filter(({ rule, reason }) => reason === "namespace" && rule.namespaceField === undefined);
  const used = placeable.length > 0 ? placeable.map(({ rule }) => rule).sort(byAge) : rules;
  return {
    ...policyOf(used, subject),
    isPlacementAssumed: placeable.length > 0,
    rejected: rejected.filter(({ rule }) => !used.includes(rule)),
    forOtherWorkloads: rejected
      .filter(({ rule, reason }) => reason === "workload" && rule.namespace === subject.proxyNamespace)
      .map(({ rule }) => rule),
  };
}

/** The TLS block in force for a subject; nothing when no rule says anything about TLS there. */
export function effectiveTls(view: WorkspaceView, subject: PolicySubject): EffectiveTls | undefined {
  return effectivePolicy(view, subject).tls;
}

/** The settings that rules merged into one give a port and subset. */
export function policyOf(
  rules: readonly DestinationRule[],
  subject: Pick<PolicySubject, "port" | "subset">,
): EffectivePolicy {
  const main = rules.find((rule) => rule.trafficPolicy !== undefined);
  const subset = subject.subset === undefined || subject.subset === "" ? undefined : findSubset(rules, subject.subset);
  const levels: Level[] = [];
  if (main?.trafficPolicy !== undefined) levels.push(...levelsOf(main, main.trafficPolicy, subject.port, "rule"));
  if (subset?.subset.trafficPolicy !== undefined) {
    levels.push(...levelsOf(subset.rule, subset.subset.trafficPolicy, subject.port, "subset"));
  }
  let tls: EffectiveTls | undefined;
  let lostTls: EffectiveTls | undefined;
  for (const level of levels) {
    if (level.tls !== undefined) {
      tls = { tls: level.tls, rule: level.rule, level: level.level, mode: level.tls.mode?.value ?? "DISABLE" };
      lostTls = undefined;
    } else if (level.replaces) {
      lostTls = tls ?? lostTls;
      tls = undefined;
    }
  }
  const tunnelOwner = [subset?.subset.trafficPolicy, main?.trafficPolicy].find(
    (policy) => policy?.tunnel !== undefined,
  );
  const tunnelRule = tunnelOwner === main?.trafficPolicy ? main : subset?.rule;
  const h2 = [subset?.subset.trafficPolicy, main?.trafficPolicy].find(
    (policy) => policy?.h2UpgradePolicy !== undefined,
  );
  return {
    rules,
    tls,
    lostTls,
    tunnel:
      tunnelOwner === undefined || tunnelRule === undefined ? undefined : { rule: tunnelRule, policy: tunnelOwner },
    upgradesToHttp2: h2?.h2UpgradePolicy?.value === "UPGRADE",
    subset,
    isPlacementAssumed: false,
    rejected: [],
    forOtherWorkloads: [],
    isSubsetDeclared: subject.subset === undefined || subject.subset === "" || subset !== undefined,
    because: [
      ...(tls === undefined ? [] : [{ document: tls.rule.document, span: modeSpan(tls.tls) }]),
      ...(subset === undefined
        ? []
        : [{ document: subset.rule.document, span: subset.subset.name?.span ?? subset.subset.span }]),
      ...rules.map((rule) => ({ document: rule.document, span: rule.host?.span ?? rule.kind.span })),
    ],
  };
}

/** A subset by name among rules merged into one; the oldest rule's counts. */
export function findSubset(rules: readonly DestinationRule[], name: string): DeclaredSubset | undefined {
  for (const rule of rules) {
    const subset = rule.subsets.find((candidate) => candidate.name?.value === name);
    if (subset !== undefined) return { rule, subset };
  }
  return undefined;
}

interface Level {
  readonly rule: DestinationRule;
  readonly level: PolicyLevel;
  readonly tls: ClientTls | undefined;
  /** Whether it puts broader TLS out of force even without TLS of its own: port-level settings do. */
  readonly replaces: boolean;
}

/** A policy's own level and that of its settings for the port, which replace the connection settings as a whole. */
function levelsOf(
  rule: DestinationRule,
  policy: TrafficPolicy,
  port: number,
  level: "rule" | "subset",
): readonly Level[] {
  const own: Level = { rule, level, tls: policy.tls, replaces: false };
  const settings = policy.ports.find((candidate) => candidate.number?.value === port);
  if (settings === undefined) return [own];
  return [own, { rule, level: level === "rule" ? "port" : "subset-port", tls: settings.tls, replaces: true }];
}

interface LookupPlace {
  readonly namespace: string;
  /** Whether a rule is on the namespace's list at all: the most specific host there hides the others, seen or not. */
  readonly isListed: (rule: DestinationRule) => boolean;
  readonly isVisible: (group: RuleGroup) => boolean;
}

/** The namespaces asked for rules, in order, with what each shows to the proxy (push_context.go:1259-1345 and 2091-2103). */
function lookupPath(
  subject: Pick<PolicySubject, "proxyNamespace" | "serviceNamespace">,
  mesh: MeshFacts,
): readonly LookupPlace[] {
  const { proxyNamespace, serviceNamespace } = subject;
  const isAnything = (): boolean => true;
  const isExported = (rule: DestinationRule): boolean => !isPrivate(rule, mesh);
  const isForProxy = ({ exportTo }: RuleGroup): boolean =>
    exportTo.size === 0 || exportTo.has("*") || exportTo.has(proxyNamespace);
  const own =
    proxyNamespace === mesh.rootNamespace
      ? { namespace: proxyNamespace, isListed: (rule: DestinationRule) => isPrivate(rule, mesh), isVisible: isAnything }
      : { namespace: proxyNamespace, isListed: isOnOwnList, isVisible: isAnything };
  const ofService = { namespace: serviceNamespace ?? "", isListed: isExported, isVisible: isForProxy };
  const ofRoot = { namespace: mesh.rootNamespace, isListed: isExported, isVisible: isForProxy };
  return [own, ...(serviceNamespace === undefined ? [] : [ofService]), ofRoot];
}

/** A rule counts in its own namespace unless its `exportTo` names others only; one for selected workloads always does. */
function isOnOwnList(rule: DestinationRule): boolean {
  const exportTo = writtenExports(rule);
  return exportTo.size === 0 || exportTo.has("*") || exportTo.has(".") || exportTo.has(rule.namespace);
}

/** `exportTo` as istiod takes it: rules for selected workloads are private. */
function writtenExports(rule: DestinationRule): ReadonlySet<string> {
  return rule.workloadSelector === undefined ? new Set(rule.exportTo.map((entry) => entry.value)) : new Set(["."]);
}

/** Whether a namespace may use the rule, the mesh's default filled in. */
export function isRuleExportedTo(rule: DestinationRule, namespace: string, mesh: MeshFacts): boolean {
  return isExportedTo(exportsOf(rule, mesh), rule.namespace, namespace);
}

function isPrivate(rule: DestinationRule, mesh: MeshFacts): boolean {
  const exportTo = writtenExports(rule);
  if (exportTo.size === 0) return mesh.destinationRuleExportTo.includes(".");
  return exportTo.size === 1 && (exportTo.has(".") || exportTo.has(rule.namespace));
}

function exportsOf(rule: DestinationRule, mesh: MeshFacts): readonly string[] {
  return rule.exportTo.length === 0 ? mesh.destinationRuleExportTo : rule.exportTo.map((entry) => entry.value);
}

function hostOf(rule: DestinationRule, mesh: MeshFacts): string {
  return qualifyHost(rule.host?.value ?? "", rule.namespace, mesh.clusterDomain);
}

/** Rules for one host in one namespace that count as one, the first of them leading. */
interface RuleGroup {
  readonly rules: DestinationRule[];
  readonly exportTo: ReadonlySet<string>;
  readonly selector: Readonly<Record<string, string>> | undefined;
}

/** The rules for exactly this host that count as one, whoever sees them: namespace by namespace, as lists of their rules. */
export function joinedRules(view: WorkspaceView, host: string): readonly (readonly DestinationRule[])[] {
  const byNamespace = new Map<string, DestinationRule[]>();
  for (const rule of view.forHost("DestinationRule", host)) {
    const rules = byNamespace.get(rule.namespace);
    if (rules === undefined) byNamespace.set(rule.namespace, [rule]);
    else rules.push(rule);
  }
  return [...byNamespace.values()].flatMap((rules) => consolidated(rules).map((group) => group.rules));
}

/**
 * Rules for one host in one namespace as istiod joins them, those for selected workloads first, then the older ones: into one where they are
 * exported alike and select alike (model/destination_rule.go, mergeDestinationRule).
 */
function consolidated(rules: readonly DestinationRule[]): readonly RuleGroup[] {
  const isSelecting = (rule: DestinationRule): number => (rule.workloadSelector === undefined ? 1 : 0);
  const groups: RuleGroup[] = [];
  for (const rule of [...rules].sort((a, b) => isSelecting(a) - isSelecting(b) || byAge(a, b))) {
    const exportTo = writtenExports(rule);
    const selector = rule.workloadSelector;
    let isSeparate = true;
    for (const group of groups) {
      isSeparate = !isSame(exportTo, group.exportTo);
      if (isSeparate && !(group.exportTo.size > 0 && isSuperset(exportTo, group.exportTo))) continue;
      const isBoth = selector !== undefined && group.selector !== undefined;
      if (isBoth && !sameLabels(selector, group.selector)) {
        isSeparate = true;
        continue;
      }
      if (isBoth || (selector === undefined && group.selector === undefined)) isSeparate = false;
      group.rules.push(rule);
    }
    if (isSeparate) groups.push({ rules: [rule], exportTo, selector });
  }
  return groups;
}

/** Of groups, the first that selects the proxy, else the last of those for all workloads (model/sidecar.go, DestinationRule). */
function chosen(
  groups: readonly RuleGroup[],
  subject: Pick<PolicySubject, "proxyNamespace" | "labels">,
): RuleGroup | undefined {
  const selecting = groups.find(({ selector, rules: [first] }) => {
    return selector !== undefined && first !== undefined && selectsProxy(first, subject);
  });
  return selecting ?? groups.filter(({ selector }) => selector === undefined).at(-1);
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && isSuperset(a, b);
}

function isSuperset(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...b].every((entry) => a.has(entry));
}

function selectsProxy(rule: DestinationRule, subject: Pick<PolicySubject, "proxyNamespace" | "labels">): boolean {
  return rule.namespace === subject.proxyNamespace && isSubset(rule.workloadSelector ?? {}, subject.labels ?? {});
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return isSubset(a, b) && isSubset(b, a);
}

function reasonFor(
  rule: DestinationRule,
  visible: readonly DestinationRule[],
  kept: readonly DestinationRule[],
  subject: Pick<PolicySubject, "proxyNamespace" | "labels" | "serviceNamespace">,
  mesh: MeshFacts,
): RejectionReason {
  const { proxyNamespace, serviceNamespace } = subject;
  if (![proxyNamespace, serviceNamespace, mesh.rootNamespace].includes(rule.namespace)) return "namespace";
  const isShown = rule.namespace === proxyNamespace ? isOnOwnList(rule) : isRuleExportedTo(rule, proxyNamespace, mesh);
  if (!isShown) return "not-exported";
  if (hasLabels(rule.workloadSelector) && !selectsProxy(rule, subject)) return "workload";
  if (kept.length > 0 && !visible.includes(rule)) return "other-namespace-first";
  return "more-specific";
}
