// A ServiceEntry finds its workloads by labels or lists them; it cannot do both.
import { isReadable } from "../model/shape";
import { removeEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "selector-with-endpoints",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry"],
  text: {
    en: {
      title: "Both workloadSelector and endpoints",
      what: "endpoints cannot stand beside workloadSelector.",
      why: REJECTED.en,
      next: "List the endpoints, or let the selector find them.",
    },
    ko: {
      title: "workloadSelector와 endpoints를 함께 사용",
      what: "endpoints 필드는 workloadSelector 필드와 함께 쓸 수 없습니다.",
      why: REJECTED.ko,
      next: "엔드포인트를 직접 나열하거나 selector로 찾게 합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  resolution: STATIC
  workloadSelector:
    labels:
      app: payments
  endpoints:
  #<^^^^^^^ error selector-with-endpoints
  - address: 10.0.0.1
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  resolution: STATIC
  workloadSelector:
    labels:
      app: payments
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const selector = entryOf(resource.spec, "workloadSelector");
    const endpoints = entryOf(resource.spec, "endpoints");
    if (selector?.value?.kind !== "mapping" || endpoints?.value?.kind !== "sequence") return;
    yield {
      at: endpoints.key.span,
      args: {},
      related: [
        {
          place: { document: resource.document, span: selector.key.span },
          text: { en: "The selector", ko: "selector 위치" },
        },
      ],
    };
  },
  *repair(_cx, resource) {
    const { document, spec } = resource;
    if (spec === undefined) return;
    for (const field of ["endpoints", "workloadSelector"]) {
      const edit = removeEntry(document, spec, field);
      if (edit === undefined) continue;
      yield {
        title: {
          en: "Remove {field}; this changes where requests go",
          ko: "{field} 필드 제거 (요청이 가는 곳이 바뀝니다)",
        },
        args: { field },
        changes: [{ document, edits: [edit] }],
      };
    }
  },
});
