// A DestinationRule for a host that is not in the registry has no effect. Whether the host exists is often not to be seen here, so a mistake is
// only a slip of the pen; routes to an unknown host are told at the route.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule (host)
import { isSlip } from "../base/edit-distance";
import type { DestinationRule } from "../model/destination-rule";
import { fullName } from "../model/resource";
import { hostInUrl } from "../model/values";
import {
  isInCluster,
  isKnownHost,
  isNamespaceDescribed,
  literalEntry,
  meantClusterHost,
} from "../traffic/destinations";
import { servicesDeclaring } from "../traffic/registry";
import { coveringHosts, isIpAddress, isWildcard, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding } from "./define";
import { replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "destination-rule-host-unknown",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0174", "KIA0202"],
  text: {
    en: {
      title: "DestinationRule for a host that nothing declares",
      what: "Nothing declares {host}, but there is {near}.",
      why: "The DestinationRule has no effect: its TLS and connection settings apply to no traffic.",
      next: "Write {near}, if that is the one that is meant.",
    },
    ko: {
      title: "선언되지 않은 호스트의 DestinationRule",
      what: "{host} 호스트는 선언되어 있지 않고, 비슷한 이름의 {near} 호스트가 있습니다.",
      why: "이 DestinationRule은 효과가 없습니다. TLS와 연결 설정이 어떤 트래픽에도 적용되지 않습니다.",
      next: "{near} 호스트를 뜻한 것이면 그렇게 고칩니다.",
    },
  },
  variants: {
    literal: {
      en: {
        what: "In a DestinationRule {host} means {full}; the host {host} of the ServiceEntry {entry} is another one.",
        why: "The DestinationRule has no effect: Istio completes a name without a dot here, and leaves it as it stands in a ServiceEntry.",
        next: "Give the ServiceEntry a host with a dot, and name that one here.",
      },
      ko: {
        what: "DestinationRule에서 {host} 값은 {full} 호스트를 뜻하므로, {entry} ServiceEntry의 {host} 호스트와는 다른 호스트입니다.",
        why: "이 DestinationRule은 효과가 없습니다. Istio는 점이 없는 이름을 여기서는 완성하고 ServiceEntry에서는 그대로 둡니다.",
        next: "ServiceEntry의 호스트를 점이 있는 이름으로 바꾸고 여기에도 그 이름을 적습니다.",
      },
    },
    outside: {
      en: {
        what: "No ServiceEntry or Service here declares {host}.",
        why: "It may exist in the cluster. If it does not, this DestinationRule has no effect.",
        next: "Declare {host} in a ServiceEntry. If it is declared elsewhere, say so in the settings.",
      },
      ko: {
        what: "{host} 호스트를 선언한 ServiceEntry나 Service가 없습니다.",
        why: "클러스터에는 있을 수 있습니다. 없다면 이 DestinationRule은 효과가 없습니다.",
        next: "ServiceEntry로 {host} 호스트를 선언합니다. 다른 곳에 선언되어 있다면 설정에 등록합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  host: finance.yaho.com
  #     ^^^^^^^^^^^^^^^^ warning destination-rule-host-unknown
`,
    ],
  },
  *check(cx, own) {
    if (own.uncertain || own.host === undefined || hostInUrl(own.host.value) !== undefined) return;
    const host = qualifyHost(own.host.value, own.namespace, cx.view.clusterDomain);
    if (host === "" || isWildcard(host) || isIpAddress(host) || isKnownHost(cx.view, host)) return;
    if (cx.view.isUncertain("ServiceEntry") || cx.view.isUncertain("Service")) return;
    if (coveringHosts(host).some((pattern) => servicesDeclaring(cx.view, pattern).length > 0)) return;
    // The routes to an unknown host say so themselves.
    if (cx.view.routingTo(host).length > 0) return;
    const finding = judge(cx.view, own, host, own.host);
    if (finding !== undefined) yield finding;
  },
  *repair(_cx, own, { at, data }) {
    const { near, host } = data ?? {};
    if (typeof near === "string") {
      yield* replaceScalarAt(own, at.start, near, {
        title: { en: "Change to {value}", ko: "{value} 값으로 변경" },
        preferred: true,
        safe: true,
      });
    }
    if (typeof host !== "string") return;
    yield {
      title: { en: "Declare {host} as known in the settings", ko: "설정에 {host} 호스트가 있다고 등록" },
      args: { host },
      changes: [],
      settings: [{ key: "mesh.knownHosts", value: [host] }],
      preferred: true,
    };
  },
});

function judge(
  view: WorkspaceView,
  own: DestinationRule,
  host: string,
  field: NonNullable<DestinationRule["host"]>,
): Finding | undefined {
  const base = { at: field.span, args: { host: field.value, full: host } };
  const literal = literalEntry(view, field.value, host);
  if (literal !== undefined) {
    return {
      ...base,
      args: { ...base.args, entry: fullName(literal) },
      variant: "literal",
      related: [
        {
          place: { document: literal.document, span: literal.hosts[0]?.span ?? literal.kind.span },
          text: { en: "The ServiceEntry is here.", ko: "ServiceEntry가 여기 있습니다." },
        },
      ],
    };
  }
  const near = meantHost(view, own, host);
  if (near !== undefined) return { ...base, args: { ...base.args, near }, data: { near } };
  const isWhole = view.settings.knowledge === "whole";
  if (isInCluster(view, host) && !isNamespaceDescribed(view, host) && !isWhole) return undefined;
  // Files without any registry entry are hardly meant to hold this one.
  const isKept = view.declares("ServiceEntry");
  return {
    ...base,
    data: { host },
    variant: "outside",
    severity: isWhole ? "warning" : isKept ? "information" : "hint",
  };
}

/** The host that was meant: one of a ServiceEntry for which there is no rule yet, or a Service or gateway of the cluster. */
function meantHost(view: WorkspaceView, own: DestinationRule, host: string): string | undefined {
  const bare = view
    .all("ServiceEntry")
    .filter((entry) => !entry.uncertain)
    .flatMap((entry) => entry.hosts.map(({ value }) => value.toLowerCase()))
    .filter((candidate) => view.forHost("DestinationRule", candidate).every((other) => other === own));
  return bare.find((candidate) => isSlip(host, candidate)) ?? meantClusterHost(view, host);
}
