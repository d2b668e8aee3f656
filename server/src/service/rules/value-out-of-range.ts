// A number, text, list or map beyond the limits that Kubernetes' schema sets for its field.
import { shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "value-out-of-range",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Value out of range",
      what: "{field} is {actual}; at most {limit} is allowed.",
      why: "The API server refuses the resource.",
      next: "Write a value of at most {limit}.",
    },
    ko: {
      title: "허용 범위를 벗어난 값",
      what: "{field} 값이 {actual}입니다. 최댓값은 {limit}입니다.",
      why: "API 서버가 이 리소스를 거부합니다.",
      next: "{limit} 이하의 값을 씁니다.",
    },
  },
  variants: {
    "value-minimum": {
      en: { what: "{field} is {actual}; at least {limit} is needed.", next: "Write a value of at least {limit}." },
      ko: { what: "{field} 값이 {actual}입니다. 최솟값은 {limit}입니다.", next: "{limit} 이상의 값을 씁니다." },
    },
    "items-minimum": {
      en: { what: "{field} has {actual} items; at least {limit} is needed.", next: "Add an item." },
      ko: {
        what: "{field} 목록의 항목이 {actual}개입니다. 적어도 {limit}개가 필요합니다.",
        next: "항목을 추가합니다.",
      },
    },
    "items-maximum": {
      en: {
        what: "{field} has {actual} items; at most {limit} are allowed.",
        next: "Spread the items over several resources.",
      },
      ko: {
        what: "{field} 목록의 항목이 {actual}개입니다. 최대 {limit}개까지 쓸 수 있습니다.",
        next: "항목을 여러 리소스로 나눕니다.",
      },
    },
    "properties-maximum": {
      en: { what: "{field} has {actual} keys; at most {limit} are allowed.", next: "Remove some of them." },
      ko: {
        what: "{field} 맵의 키가 {actual}개입니다. 최대 {limit}개까지 쓸 수 있습니다.",
        next: "키를 줄입니다.",
      },
    },
    "length-maximum": {
      en: { what: "{field} is {actual} characters long; at most {limit} are allowed.", next: "Shorten it." },
      ko: {
        what: "{field} 값의 길이가 {actual}자입니다. 최대 {limit}자까지 쓸 수 있습니다.",
        next: "값을 줄입니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata:
  name: small
spec:
  concurrency: -100
               #<^^ error value-out-of-range
`,
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: []
#        ^^ error value-out-of-range
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata:
  name: small
spec:
  concurrency: 0
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "value-out-of-range") yield { at: span, args, variant: `${args.what ?? ""}-${args.side ?? ""}` };
    }
  },
});
