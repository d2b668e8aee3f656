// A DestinationRule is there, with the TLS or the subset that a connection needs, but the proxy that opens the connection does not see it: a proxy
// looks into its own namespace, that of the host's Service or ServiceEntry, and the root namespace, and only at what is exported to it.
// The way to a host outside is told at its route, by missing-tls-origination.
// https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
import type { Edit } from "../base/edit";
import type { DestinationRule } from "../model/destination-rule";
import { insertItem, setEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { type HiddenRule, hiddenWithSubset, hiddenWithTls } from "../traffic/hidden-rules";
import type { WitnessTrace } from "../traffic/paths";
import type { Hop, Step } from "../traffic/trace";
import { definePathRule, type PathFinding } from "./define";

export const rule = definePathRule({
  code: "destination-rule-not-visible",
  severity: "warning",
  subjects: ["DestinationRule"],
  on: ["subset-not-declared", "plaintext", "plaintext-at-tls-server"],
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
    subset: {
      en: {
        what: "This DestinationRule declares the subset {subset} of {host}, but lives in {namespace}, where the proxies of {proxy}, which send there, do not look.",
        why: "They have no cluster for the subset: requests get 503.",
      },
      ko: {
        what: "{host} 호스트의 {subset} subset을 선언한 이 DestinationRule은 {namespace} 네임스페이스에 있는데, 그 호스트로 보내는 {proxy} 네임스페이스의 프록시는 그곳을 찾지 않습니다.",
        why: "프록시에 이 subset의 클러스터가 없어 요청이 503을 받습니다.",
      },
    },
    subsetNotExported: {
      en: {
        what: "This DestinationRule declares the subset {subset} of {host}, but exportTo hides it from {proxy}, where the proxies that send there run.",
        why: "They have no cluster for the subset: requests get 503.",
        next: "Add {proxy} to exportTo.",
      },
      ko: {
        what: "{host} 호스트의 {subset} subset을 선언한 이 DestinationRule은 exportTo 때문에 {proxy} 네임스페이스에 보이지 않는데, 그 호스트로 보내는 프록시가 그곳에서 실행됩니다.",
        why: "프록시에 이 subset의 클러스터가 없어 요청이 503을 받습니다.",
        next: "exportTo에 {proxy} 네임스페이스를 추가합니다.",
      },
    },
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
  name: finance-yahoo-com-to-egress
spec:
  exportTo: [istio-system]
  #          ^^^^^^^^^^^^ warning destination-rule-not-visible
`,
    ],
    good: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
spec:
  exportTo: [istio-system, .]
`,
    ],
  },
  *check({ view }, path, hop, step) {
    const sender = senderOf(path, hop, step);
    // Others may call the host too; that the rule does not reach them is no fault of its place, and plaintext that fails is told by how it ends.
    if (sender === undefined || path.standing !== "caller") return;
    if (step.code === "plaintext" && path.trace.verdict !== "ok") return;
    const isAboutSubset = step.code === "subset-not-declared";
    const [hidden] = isAboutSubset ? hiddenWithSubset(view, sender) : hiddenWithTls(view, sender);
    if (hidden === undefined) return;
    yield finding(sender, step, hidden, isAboutSubset);
  },
  *repair(_cx, rule, { data }) {
    if (rule.type !== "DestinationRule" || data === undefined) return;
    const wanted = String(data.wanted);
    const isMove = data.reason === "namespace";
    const edit = isMove ? moved(rule, wanted) : exported(rule, wanted);
    if (edit === undefined) return;
    yield {
      title: isMove
        ? { en: "Move it to the namespace {wanted}", ko: "{wanted} 네임스페이스로 이동" }
        : { en: "Export it to {wanted} as well", ko: "{wanted} 네임스페이스에도 공개" },
      args: { wanted },
      changes: [{ document: rule.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** The proxy that opened the connection which a step judges: its own, or the one before where the other end does. */
function senderOf({ trace }: WitnessTrace, hop: Hop, step: Step): Hop | undefined {
  return step.stage === "cluster" || step.stage === "tls-origination" ? hop : trace.hops[trace.hops.indexOf(hop) - 1];
}

function finding(sender: Hop, step: Step, { rule: hidden, reason }: HiddenRule, isAboutSubset: boolean): PathFinding {
  const { destination, service, taken, namespace } = sender;
  const isPlace = reason === "namespace";
  // The host's own namespace is where every client finds the rule, unless exportTo keeps it to some.
  const home = service?.namespace === undefined || service.namespace === "" ? namespace : service.namespace;
  const wanted = isPlace ? (hidden.exportTo.length === 0 ? home : namespace) : namespace;
  const at = (isPlace ? hidden.namespaceField?.span : hidden.exportTo[0]?.span) ?? hidden.name?.span;
  const variant = isAboutSubset ? (isPlace ? "subset" : "subsetNotExported") : isPlace ? undefined : "notExported";
  return {
    at: { document: hidden.document, span: at ?? hidden.kind.span },
    args: {
      host: hidden.host?.value ?? "",
      namespace: hidden.namespace,
      proxy: namespace,
      wanted,
      subset: destination?.subset ?? "",
    },
    step,
    data: { reason, wanted },
    ...(variant === undefined ? {} : { variant }),
    related:
      taken?.destination === undefined
        ? []
        : [
            {
              place: {
                document: taken.virtualService.document,
                span: taken.destination.host?.span ?? taken.destination.span,
              },
              text: { en: "The route that leads there.", ko: "그곳으로 가는 경로입니다." },
            },
          ],
  };
}

function moved(rule: DestinationRule, wanted: string): Edit | undefined {
  const metadata = entryOf(rule.root, "metadata")?.value;
  return metadata?.kind === "mapping"
    ? setEntry(rule.document, metadata, "namespace", wanted, { after: "name" })
    : undefined;
}

/** Adds a namespace to exportTo; the rule's own as `.`. */
function exported(rule: DestinationRule, wanted: string): Edit | undefined {
  const list = entryOf(rule.spec, "exportTo")?.value;
  const entry = wanted === rule.namespace ? "." : wanted;
  return list?.kind === "sequence" ? insertItem(rule.document, list, entry) : undefined;
}
