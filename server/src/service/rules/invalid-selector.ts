// Which workloads a resource concerns: plain labels, all of which must match. Wildcards are not understood, and a selector without labels
// selects every workload of the namespace.
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "invalid-selector",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106", "IST0133"],
  subjects: ["ServiceEntry", "DestinationRule", "Sidecar", "ProxyConfig"],
  text: {
    en: {
      title: "Invalid workload selector",
      what: 'The selector has "{text}"; wildcards are not supported here.',
      why: REJECTED.en,
      next: "Write the label in full.",
    },
    ko: {
      title: "잘못된 워크로드 selector",
      what: 'selector에 "{text}" 값이 있지만 여기서는 와일드카드를 지원하지 않습니다.',
      why: REJECTED.ko,
      next: "라벨을 그대로 씁니다.",
    },
  },
  variants: {
    "empty-key": {
      en: { what: "The selector has a label without a key.", next: "Write the key, or remove the entry." },
      ko: { what: "selector에 키가 없는 라벨이 있습니다.", next: "키를 쓰거나 항목을 제거합니다." },
    },
    "no-labels": {
      en: {
        what: "The selector {field} has no labels.",
        why: "It then selects every workload of the namespace, as if it were not there; Istio's webhook warns about it.",
        next: "Add the labels of the workloads you mean, or remove {field}.",
      },
      ko: {
        what: "{field} selector에 라벨이 없습니다.",
        why: "이 경우 selector가 없는 것처럼 네임스페이스의 모든 워크로드에 적용됩니다. Istio 웹훅이 경고합니다.",
        next: "대상 워크로드의 라벨을 추가하거나 {field} 필드를 제거합니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  workloadSelector:
    labels:
      app: shop-*
           #<^^^^ error invalid-selector
  egress:
  - hosts: ["./*"]
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  workloadSelector:
  #<^^^^^^^^^^^^^^ warning invalid-selector
    labels: {}
  egress:
  - hosts: ["./*"]
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  workloadSelector:
    labels:
      app: shop
  egress:
  - hosts: ["./*"]
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const selector of messagesOf(resource, "WorkloadSelector", "PolicyWorkloadSelector")) {
      const labels = labelsOf(selector);
      const entries = labels?.kind === "mapping" ? labels.entries : [];
      if (entries.length === 0 && !(labels?.kind === "scalar" && labels.placeholder)) {
        yield { at: selector.at, args: { field: selector.field }, variant: "no-labels", severity: "warning" };
      }
      for (const { key, value } of entries) {
        if (key.source === "") yield { at: key.span, args: {}, variant: "empty-key" };
        const text = value?.kind === "scalar" && !value.placeholder ? String(value.value ?? "") : "";
        if (key.source.includes("*")) yield { at: key.span, args: { text: key.source } };
        else if (text.includes("*") && value !== undefined) yield { at: value.span, args: { text } };
      }
    }
  },
});

function labelsOf({ message, node }: MessageNode): YamlNode | undefined {
  return entryOf(node, message === "WorkloadSelector" ? "labels" : "matchLabels")?.value;
}
