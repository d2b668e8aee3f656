// A route names a subset that no DestinationRule of its host declares. A rule that declares it where the client does not see it is told there
// (destination-rule-not-visible); here only the name counts.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
import { closest, isSlip } from "../base/edit-distance";
import type { DestinationRule } from "../model/destination-rule";
import type { VirtualService } from "../model/virtual-service";
import { nameOfHost } from "../scaffold/parameters";
import { destinationRule } from "../scaffold/resources";
import { insertItem, setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { isRuleExportedTo } from "../traffic/destination-policy";
import { type RoutedDestination, routedDestinations, rulesWithSubset } from "../traffic/destinations";
import { gatewayHops, seenGateways } from "../traffic/legs";
import { meshFacts } from "../traffic/mesh";
import { qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import { defineRule, type Finding, type Repair } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "unknown-subset",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0101", "KIA1107"],
  text: {
    en: {
      title: "Subset that no DestinationRule declares",
      what: "{rule} declares no subset {subset} of {host}.",
      why: "The proxy has no cluster for the subset: requests on this route get 503.",
      next: "Declare the subset {subset} in {rule}, or name one that it declares.",
    },
    ko: {
      title: "DestinationRule에 없는 subset",
      what: "{rule} DestinationRule에 {host} 호스트의 {subset} subset이 없습니다.",
      why: "이 subset에 대한 클러스터가 프록시에 없으므로, 이 경로를 타는 요청은 503을 받습니다.",
      next: "{rule} DestinationRule에 {subset} subset을 선언하거나, 있는 subset의 이름을 적습니다.",
    },
  },
  variants: {
    missing: {
      en: {
        what: "No DestinationRule here declares the subset {subset} of {host}.",
        next: "Create a DestinationRule for {host} with the subset {subset}.",
      },
      ko: {
        what: "{host} 호스트의 {subset} subset을 선언한 DestinationRule이 없습니다.",
        next: "{host} 호스트에 {subset} subset을 둔 DestinationRule을 만듭니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    route:
    - ...
      destination:
        subset: finance
        #       ^^^^^^^ warning unknown-subset
  - ...
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain || cx.view.isUncertain("DestinationRule")) return;
    for (const routed of routedDestinations(cx.view, service)) {
      const finding = judge(cx.view, service, routed);
      if (finding !== undefined) yield finding;
    }
  },
  *repair(cx, service, finding) {
    const routed = routedDestinations(cx.view, service)[Number(finding.data?.destination)];
    const subset = routed?.destination.subset?.value;
    if (routed === undefined || subset === undefined) return;
    if (finding.variant === "missing") {
      yield* create(cx.view, service, routed, subset);
      return;
    }
    const rules = rulesFor(cx.view, service, routed.host);
    const names = rules.flatMap((one) => one.subsets.flatMap(({ name }) => name?.value ?? []));
    const near = closest(subset, names) ?? onlyIdle(cx.view, routed.host, names);
    if (near !== undefined) {
      yield* replaceScalarAt(service, finding.at.start, near, {
        title: { en: "Use the subset {value}", ko: "{value} subset 사용" },
        preferred: true,
        safe: true,
      });
    }
    const [owner] = rules;
    if (owner !== undefined) yield* declare(owner, subset, near === undefined);
  },
});

function judge(
  view: WorkspaceView,
  service: VirtualService,
  { destination, host, position }: RoutedDestination,
): Finding | undefined {
  const { subset } = destination;
  if (subset === undefined || subset.value === "") return undefined;
  if (rulesWithSubset(view, host, subset.value).length > 0) return undefined;
  const base = {
    at: subset.span,
    args: { subset: subset.value, host: destination.host?.value ?? host },
    data: { destination: position },
  };
  const [owner] = rulesFor(view, service, host);
  if (owner !== undefined) return { ...told(base, owner), args: { ...base.args, rule: owner.name?.value ?? "" } };
  if (isDeclaredForSlip(view, host, subset.value)) return undefined;
  return isMissingPiece(view, service, host) ? { ...base, variant: "missing" } : undefined;
}

function told(base: Pick<Finding, "at" | "args" | "data">, owner: DestinationRule): Finding {
  return {
    ...base,
    related: [
      {
        place: { document: owner.document, span: owner.host?.span ?? owner.kind.span },
        text: { en: "The DestinationRule {rule} is here.", ko: "{rule} DestinationRule이 여기 있습니다." },
      },
    ],
  };
}

/** The DestinationRules for a host that the VirtualService's namespace may use, wherever they live. */
function rulesFor(view: WorkspaceView, service: VirtualService, host: string): readonly DestinationRule[] {
  return view.covering("DestinationRule", host).filter((one) => isUsable(view, service, one));
}

function isUsable(view: WorkspaceView, service: VirtualService, one: DestinationRule): boolean {
  return one.namespace === service.namespace || isRuleExportedTo(one, service.namespace, meshFacts(view));
}

/** Whether the subset is declared for a misspelt host: destination-rule-host-unknown says that. */
function isDeclaredForSlip(view: WorkspaceView, host: string, subset: string): boolean {
  return view
    .all("DestinationRule")
    .some(
      (one) =>
        one.subsets.some(({ name }) => name?.value === subset) &&
        isSlip(qualifyHost(one.host?.value ?? "", one.namespace, view.clusterDomain), host),
    );
}

/** Whether the rest of a set is here: the host is the gateway that the sidecars are led to, and its Gateway is among the files. */
function isMissingPiece(view: WorkspaceView, service: VirtualService, host: string): boolean {
  if (view.settings.knowledge === "whole") return true;
  return seenGateways(view, service).length > 0 && gatewayHops(view, service).some((hop) => hop.host === host);
}

/** The only subset that the rules declare, when no route uses it: it was made for this one. */
function onlyIdle(view: WorkspaceView, host: string, names: readonly string[]): string | undefined {
  const [only] = names;
  if (only === undefined || names.length > 1) return undefined;
  const isUsed = view
    .routingTo(host)
    .some((service) => routedDestinations(view, service).some(({ destination }) => destination.subset?.value === only));
  return isUsed ? undefined : only;
}

/** Adds the subset to a rule, without settings of its own: those of the rule hold for it. */
function* declare(owner: DestinationRule, subset: string, preferred: boolean): Iterable<Repair> {
  const { document, spec } = owner;
  if (spec === undefined || owner.uncertain) return;
  const list = entryOf(spec, "subsets")?.value;
  const edit =
    list?.kind === "sequence" && list.items.length > 0
      ? insertItem(document, list, { name: subset })
      : setEntry(document, spec, "subsets", [{ name: subset }]);
  if (edit === undefined) return;
  yield {
    title: { en: "Declare the subset {subset} in {rule}", ko: "{rule} DestinationRule에 {subset} subset 선언" },
    args: { subset, rule: owner.name?.value ?? "" },
    changes: [{ document, edits: [edit] }],
    preferred,
    safe: preferred,
  };
}

/** Writes the rule for the way to the gateway: with mutual TLS where the gateway's server ends it. */
function* create(
  view: WorkspaceView,
  service: VirtualService,
  { host, destination }: RoutedDestination,
  subset: string,
): Iterable<Repair> {
  const port = destination.port?.value;
  const servers = seenGateways(view, service).flatMap((gateway) => gateway.servers);
  const server = servers.find((one) => port === undefined || one.number?.value === port) ?? servers[0];
  const sni = service.hosts[0]?.value;
  const number = port ?? server?.number?.value;
  if (number === undefined || sni === undefined) return;
  const isMutual = server?.tls?.mode?.value === "ISTIO_MUTUAL";
  const name = freeName(view, "DestinationRule", service.namespace, `egress-for-${nameOfHost(sni)}`);
  yield* createBeside(
    service,
    [
      destinationRule(
        { name, namespace: namespaceBeside(service) },
        { host, subset, port: String(number), ...(isMutual ? { tls: { mode: "ISTIO_MUTUAL", sni } } : {}) },
      ),
    ],
    { en: "Create a DestinationRule with the subset {subset}", ko: "{subset} subset을 둔 DestinationRule 만들기" },
    { args: { subset }, preferred: true, safe: true },
  );
}
