// Fields and values that Istio keeps only for old files. Where the successor says the same, a repair writes it; Istio's webhook itself warns
// about some of them; where such a warning comes with a successor that says the same, a hint is enough for `minimumRingSize`, which Istio's own
// samples still use. A `targetPort` of a Gateway or Sidecar is refused outright and has its own rule.
import type { Edit } from "../base/edit";
import type { Span } from "../base/span";
import { knownNumber } from "../model/field";
import { shapeProblemAt, shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { type EditedDocument, renameKey, replaceScalar, replaceValue } from "../syntax/edit";
import { entryOf, type MappingNode, nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";

/** What to write instead, by message and field (or by value). `wrap`: the value moves into an object of that field. */
const SUCCESSORS: Readonly<Record<string, { readonly name: string; readonly wrap?: string }>> = {
  "FaultDelay.percent": { name: "percentage", wrap: "value" },
  "HTTPRoute.mirrorPercent": { name: "mirrorPercentage", wrap: "value" },
  "HTTPRoute.mirror_percent": { name: "mirrorPercentage", wrap: "value" },
  "LoadBalancerSettings.warmupDurationSecs": { name: "warmup", wrap: "duration" },
  "ConsistentHashLB.minimumRingSize": { name: "ringHash", wrap: "minimumRingSize" },
  "CorsPolicy.allowOrigin": { name: "allowOrigins" },
  LEAST_CONN: { name: "LEAST_REQUEST" },
};

export const rule = defineRule({
  code: "deprecated-field",
  severity: "hint",
  judgesPatches: true,
  certainty: "local",
  tags: ["deprecated"],
  seeAlso: ["IST0002", "IST0133"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Deprecated field or value",
      what: "{field} is deprecated.",
      why: "Istio still reads it, but may drop it in a later release.",
      next: "Write {successor} instead.",
    },
    ko: {
      title: "지원이 중단될 필드나 값",
      what: "{field} 항목은 더 이상 권장하지 않습니다(deprecated).",
      why: "Istio가 아직 읽지만 이후 릴리스에서 없어질 수 있습니다.",
      next: "대신 {successor} 항목을 씁니다.",
    },
  },
  variants: {
    unclear: {
      en: { next: "Look up its successor before you upgrade Istio." },
      ko: { next: "Istio를 업그레이드하기 전에 대체 항목을 확인합니다." },
    },
    errors: {
      en: {
        why: "Istio's webhook warns about it, and it may go in a later release.",
        next: "Write consecutive5xxErrors or consecutiveGatewayErrors, depending on which answers should count.",
      },
      ko: {
        why: "Istio 웹훅이 경고를 내며, 이후 릴리스에서 없어질 수 있습니다.",
        next: "어떤 응답을 셀지에 따라 consecutive5xxErrors 또는 consecutiveGatewayErrors 필드를 씁니다.",
      },
    },
    warned: {
      en: { why: "Istio's webhook warns about it, and it may go in a later release." },
      ko: { why: "Istio 웹훅이 경고를 내며, 이후 릴리스에서 없어질 수 있습니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    fault:
      delay:
        fixedDelay: 5s
        percent: 10
        #<^^^^^ hint deprecated-field
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    fault:
      delay:
        fixedDelay: 5s
        percentage:
          value: 10
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args, owner, name, path } of shapeProblems(resource)) {
      if (code !== "deprecated-field" || name === "targetPort") continue;
      const node = nodeAtPath(resource.document.root, path.slice(0, -1));
      const warned = ["consecutiveErrors", "mirrorPercent", "mirror_percent"].includes(name);
      const severity = warned && (knownNumber(node, name)?.value ?? 0) !== 0 ? ("warning" as const) : undefined;
      const successor = SUCCESSORS[`${owner}.${name}`] ?? SUCCESSORS[String(args.field)];
      const repairable = node?.kind === "mapping" && editsOf(resource.document, owner, name, node) !== undefined;
      const variant = name === "consecutiveErrors" ? "errors" : warned ? "warned" : successor ? undefined : "unclear";
      yield {
        at: span,
        args: { ...args, successor: successor?.name ?? "" },
        severity: severity ?? (repairable ? ("hint" as const) : ("information" as const)),
        ...(variant === undefined ? {} : { variant }),
      };
    }
  },
  *repair(_cx, resource, { at, args }) {
    const { document } = resource;
    const problem = shapeProblemAt(resource, "deprecated-field", at);
    const node = problem && nodeAtPath(document.root, problem.path.slice(0, -1));
    if (problem === undefined || node?.kind !== "mapping") return;
    const edits = editsOf(document, problem.owner, problem.name, node);
    if (edits === undefined) return;
    yield {
      title: { en: "Write {successor} instead", ko: "{successor} 항목으로 바꾸기" },
      args: { successor: args.successor ?? "" },
      changes: [{ document, edits }],
      preferred: true,
      safe: true,
    };
  },
});

/** The edits that write the successor; nothing when there is none, when it is already there, or when it would say something else. */
function editsOf(
  document: EditedDocument,
  owner: string,
  name: string,
  node: MappingNode,
): readonly Edit[] | undefined {
  const entry = entryOf(node, name);
  const value = entry?.value;
  if (entry === undefined || value === undefined) return undefined;
  if (value.kind === "scalar" && value.value === "LEAST_CONN") return [replaceScalar(value, "LEAST_REQUEST")];
  const successor = SUCCESSORS[`${owner}.${name}`];
  if (successor === undefined || entryOf(node, successor.name) !== undefined) return undefined;
  if (owner === "ConsistentHashLB" && entryOf(node, "maglev") !== undefined) return undefined;
  const rename = renameKey(entry, successor.name);
  if (successor.wrap !== undefined) {
    if (value.kind !== "scalar" || value.value === undefined || value.placeholder) return undefined;
    const inner = typeof value.value === "bigint" ? Number(value.value) : value.value;
    return [rename, replaceValue(document, entry, { [successor.wrap]: inner }, node.flow)];
  }
  if (value.kind !== "sequence" || !value.items.every(isExactOrigin)) return undefined;
  return [rename, ...value.items.flatMap((item) => (item === undefined ? [] : asExact(item.span, value.flow)))];
}

/** Whether an origin of the old list means exactly itself; `*` does not. */
function isExactOrigin(item: YamlNode | undefined): boolean {
  return item?.kind === "scalar" && typeof item.value === "string" && !item.value.includes("*") && !item.placeholder;
}

function asExact(span: Span, flow: boolean): readonly Edit[] {
  const before = { span: { start: span.start, end: span.start }, newText: flow ? "{ exact: " : "exact: " };
  return flow ? [before, { span: { start: span.end, end: span.end }, newText: " }" }] : [before];
}
