// Two items of a list with the same key, where Kubernetes keeps the list as a map: the names of a ServiceEntry's ports.
import { shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "duplicate-list-key",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Same name twice in a list",
      what: "Another item of {list} already has the {field} {value}.",
      why: "The items are told apart by it, so the API server or Istio's webhook rejects the resource.",
      next: "Give this item another {field}.",
    },
    ko: {
      title: "목록 안에서 이름이 겹침",
      what: "{list} 목록의 다른 항목이 이미 {field} 필드에 {value} 값을 쓰고 있습니다.",
      why: "항목을 이 값으로 구분하므로 API 서버나 Istio의 웹훅이 리소스를 거부합니다.",
      next: "이 항목의 {field} 값을 다르게 씁니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    name: http
    #     ^^^^ error duplicate-list-key
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "duplicate-list-key") yield { at: span, args };
    }
  },
});
