// Labels of endpoints, subsets, matches and of the resources themselves, in the form that Kubernetes and Istio give them. Selectors have a rule
// of their own.
import type { IstioResource } from "../model/lower";
import { writtenFields } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isLabelValue, labelKeyProblem } from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { entryOf, type MappingEntry } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "invalid-label",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Invalid label",
      what: '"{text}" is no valid label key.',
      why: REJECTED.en,
      next: "Use letters, digits, dots, dashes and underscores, with a letter or digit at both ends; a domain and a slash may come first.",
    },
    ko: {
      title: "잘못된 라벨",
      what: '"{text}" 값은 라벨 키로 쓸 수 없습니다.',
      why: REJECTED.ko,
      next: "영문자, 숫자, 점, 하이픈, 밑줄을 쓰고 처음과 끝은 영문자나 숫자로 합니다. 앞에 도메인과 슬래시를 붙일 수 있습니다.",
    },
  },
  variants: {
    value: {
      en: {
        what: '"{text}" is no valid label value.',
        next: "Use letters, digits, dots, dashes and underscores, with a letter or digit at both ends.",
      },
      ko: {
        what: '"{text}" 값은 라벨 값으로 쓸 수 없습니다.',
        next: "영문자, 숫자, 점, 하이픈, 밑줄을 쓰고 처음과 끝은 영문자나 숫자로 합니다.",
      },
    },
    "prefix-too-long": {
      en: { what: "The domain of this label key has more than 253 characters.", next: "Shorten it." },
      ko: { what: "라벨 키의 도메인 부분이 253자보다 깁니다.", next: "도메인을 줄입니다." },
    },
    "name-too-long": {
      en: { what: "The name of this label key has more than 63 characters.", next: "Shorten it." },
      ko: { what: "라벨 키의 이름 부분이 63자보다 깁니다.", next: "이름을 줄입니다." },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: 10.0.0.1
  labels:
    -app: payments
    #<^^ error invalid-label
    version: v1*
             #<^ error invalid-label
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: 10.0.0.1
  labels:
    app.kubernetes.io/name: payments
    version: v1.2
    canary: ""
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { key, value } of labels(resource)) {
      const problem = key.placeholder ? undefined : labelKeyProblem(key.source);
      if (problem !== undefined) {
        yield { at: key.span, args: { text: key.source }, ...(problem === "syntax" ? {} : { variant: problem }) };
      }
      if (value?.kind !== "scalar" || value.placeholder || typeof value.value !== "string") continue;
      if (!isLabelValue(value.value)) yield { at: value.span, args: { text: value.value }, variant: "value" };
    }
  },
});

function labels(resource: IstioResource): readonly MappingEntry[] {
  const maps = [
    entryOf(entryOf(resource.root, "metadata")?.value, "labels")?.value,
    ...writtenFields(resource).flatMap(({ schema, entry }) => (schema.format === "labels" ? [entry.value] : [])),
  ];
  return maps.flatMap((map) => (map?.kind === "mapping" ? map.entries : []));
}
