// A DestinationRule with TLS is there, but the proxy that opens the connection does not see it: a proxy looks into its own namespace, that of the
// host's Service or ServiceEntry, and the root namespace, and only at what is exported to it.
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
import type { Span } from "../base/span";
import type { Field } from "../model/field";
import type { DestinationRule } from "../model/destination-rule";
import type { VirtualService } from "../model/virtual-service";
import { insertItem, setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { hopsOverHost, type SeenHop } from "../traffic/gateway-hops";
import { hiddenFromHop, hiddenFromSend, type HiddenRule } from "../traffic/hidden-rules";
import type { HttpSend } from "../traffic/http-sends";
import { hostOfRule, sendsTo, usesGatewayApi } from "../traffic/rule-use";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type DocumentEdits } from "./define";

export const rule = defineRule({
  code: "destination-rule-not-visible",
  severity: "warning",
  certainty: "seen",
  subjects: ["DestinationRule"],
  seeAlso: [],
  text: {
    en: {
      title: "TLS settings that the proxy does not see",
      what: "This DestinationRule for {host} lives in {namespace}, where the proxies of {proxy}, which send there, do not look.",
      why: "They connect without its TLS settings.",
      next: "Move it to {wanted}.",
    },
    ko: {
      title: "프록시가 보지 못하는 TLS 설정",
      what: "{host} 호스트를 위한 이 DestinationRule은 {namespace} 네임스페이스에 있는데, 그 호스트로 보내는 {proxy} 네임스페이스의 프록시는 그곳을 찾지 않습니다.",
      why: "프록시가 이 TLS 설정 없이 연결합니다.",
      next: "{wanted} 네임스페이스로 옮깁니다.",
    },
  },
  variants: {
    notExported: {
      en: {
        what: "exportTo hides this DestinationRule for {host} from {proxy}, where the proxies that send there run.",
        next: "Add {proxy} to exportTo.",
      },
      ko: {
        what: "exportTo 때문에 {host} 호스트를 위한 이 DestinationRule이 {proxy} 네임스페이스에 보이지 않는데, 그 호스트로 보내는 프록시가 그곳에서 실행됩니다.",
        next: "exportTo에 {proxy} 네임스페이스를 추가합니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
  namespace: other
  #          ^^^^^ warning destination-rule-not-visible
`,
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-tls
spec:
  exportTo: ["."]
  #          ^^^ information destination-rule-not-visible
`,
    ],
    good: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-tls
spec:
  exportTo: [".", istio-system]
`,
    ],
  },
  *check({ view }, rule) {
    const use = unseenUse(view, rule);
    if (use === undefined) return;
    const { hidden, proxy, wanted } = use;
    const isPlace = hidden.reason === "namespace";
    const at = isPlace ? rule.namespaceField?.span : rule.exportTo[0]?.span;
    yield {
      at: at ?? rule.name?.span ?? rule.kind.span,
      args: { host: rule.host?.value ?? "", namespace: rule.namespace, proxy, wanted },
      ...(isPlace ? {} : { variant: "notExported" }),
      ...(use.isToldAtRoute ? { severity: "information" as const } : {}),
      related: [
        {
          place: { document: use.service.document, span: use.at },
          text: { en: "The route that leads there.", ko: "그곳으로 가는 경로입니다." },
        },
      ],
    };
  },
  *repair({ view }, rule) {
    const use = unseenUse(view, rule);
    const change = use === undefined ? undefined : changeFor(rule, use);
    if (use === undefined || change === undefined) return;
    yield {
      title:
        use.hidden.reason === "namespace"
          ? { en: "Move it to the namespace {wanted}", ko: "{wanted} 네임스페이스로 이동" }
          : { en: "Export it to {proxy} as well", ko: "{proxy} 네임스페이스에도 공개" },
      args: { wanted: use.wanted, proxy: use.proxy },
      changes: [change],
      preferred: true,
      safe: true,
    };
  },
});

/** A connection that the rule was written for and whose proxy does not see it. */
interface UnseenUse {
  readonly hidden: HiddenRule;
  readonly service: VirtualService;
  readonly at: Span;
  /** The namespace of the proxy. */
  readonly proxy: string;
  /** Where the rule would be seen. */
  readonly wanted: string;
  /** Whether missing-tls-origination or unknown-subset warns at the route already. */
  readonly isToldAtRoute: boolean;
}

/** The first such connection; nothing when some proxy uses the rule, for then it is where it belongs. */
function unseenUse(view: WorkspaceView, rule: DestinationRule): UnseenUse | undefined {
  if (rule.uncertain || view.isUncertain("DestinationRule") || usesGatewayApi(view)) return undefined;
  const sends = sendsTo(view, rule);
  const host = hostOfRule(view, rule);
  const hops = hopsOverHost(view, host).filter((hop) => hop.host === host);
  if ([...sends, ...hops].some(({ policy }) => policy.rules.includes(rule))) return undefined;
  const own = (hidden: HiddenRule): boolean => hidden.rule === rule;
  for (const send of sends) {
    const hidden = hiddenFromSend(view, send).find(own);
    if (hidden !== undefined) return useBySend(send, hidden);
  }
  for (const hop of hops) {
    const hidden = hiddenFromHop(view, hop).find(own);
    if (hidden !== undefined) return useByHop(hop, hidden);
  }
  return undefined;
}

function useBySend(send: HttpSend, hidden: HiddenRule): UnseenUse {
  return {
    hidden,
    service: send.service,
    at: placeOf(send.destination),
    proxy: send.proxyNamespace,
    wanted: send.registry.namespace,
    isToldAtRoute: send.expectsTls && send.policy.isSubsetDeclared,
  };
}

/** The gateway's own namespace is where every client finds the rule, unless exportTo keeps it to some. */
function useByHop(hop: SeenHop, hidden: HiddenRule): UnseenUse {
  const { service } = hop;
  return {
    hidden,
    service,
    at: placeOf(hop.destination),
    proxy: service.namespace,
    wanted: hidden.rule.exportTo.length === 0 ? hop.workload.namespace : service.namespace,
    isToldAtRoute: hidden.reason === "not-exported" && hop.destination.subset !== undefined,
  };
}

function placeOf(destination: { readonly host: Field<string> | undefined; readonly span: Span }): Span {
  return destination.host?.span ?? destination.span;
}

function changeFor(rule: DestinationRule, use: UnseenUse): DocumentEdits | undefined {
  const { document } = rule;
  if (use.hidden.reason === "namespace") {
    const metadata = entryOf(rule.root, "metadata")?.value;
    return metadata?.kind === "mapping"
      ? { document, edits: [setEntry(document, metadata, "namespace", use.wanted, { after: "name" })] }
      : undefined;
  }
  const list = entryOf(rule.spec, "exportTo")?.value;
  const edit = list?.kind === "sequence" ? insertItem(document, list, use.proxy) : undefined;
  return edit === undefined ? undefined : { document, edits: [edit] };
}
