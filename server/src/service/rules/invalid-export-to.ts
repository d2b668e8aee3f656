// exportTo names the namespaces that may see a resource: `.` (its own), `*` (all), or names. Only a ServiceEntry may be hidden from all (`~`),
// and a DestinationRule with a workload selector cannot leave its namespace.
import { type Item, knownTexts } from "../model/field";
import { isReadable } from "../model/shape";
import { exportToProblem } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { REJECTED } from "./repairs";
import { removeItem } from "../syntax/edit";

export const rule = defineRule({
  code: "invalid-export-to",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry", "DestinationRule", "VirtualService"],
  text: {
    en: {
      title: "Invalid exportTo",
      what: 'exportTo has "{entry}", which is no namespace.',
      why: REJECTED.en,
      next: "Write a namespace, . for this one, or * for all.",
    },
    ko: {
      title: "잘못된 exportTo",
      what: 'exportTo 목록의 "{entry}" 값은 네임스페이스 이름이 아닙니다.',
      why: REJECTED.ko,
      next: "네임스페이스 이름을 쓰거나, 같은 네임스페이스는 . 을, 전체는 * 를 씁니다.",
    },
  },
  variants: {
    none: {
      en: {
        what: "exportTo has ~, which hides a resource from everyone; only a ServiceEntry may have it.",
        next: "Write . to keep the resource in its own namespace.",
      },
      ko: {
        what: "exportTo 목록의 ~ 값은 리소스를 누구에게도 공개하지 않는다는 뜻이며 ServiceEntry에만 쓸 수 있습니다.",
        next: "같은 네임스페이스에만 공개하려면 . 을 씁니다.",
      },
    },
    duplicate: {
      en: { what: 'exportTo names "{entry}" twice.', next: "Remove one of the two." },
      ko: { what: 'exportTo 목록에 "{entry}" 값이 두 번 있습니다.', next: "둘 중 하나를 제거합니다." },
    },
    "own-namespace": {
      en: { what: "exportTo has both . and {entry}, which are the same namespace.", next: "Remove one of the two." },
      ko: {
        what: "exportTo 목록의 . 과 {entry} 값은 같은 네임스페이스를 가리킵니다.",
        next: "둘 중 하나를 제거합니다.",
      },
    },
    public: {
      en: {
        what: "exportTo has * and other entries; * already means every namespace.",
        next: "Keep * alone, or only the names.",
      },
      ko: {
        what: "exportTo 목록에 * 와 다른 값이 함께 있습니다. * 는 이미 모든 네임스페이스를 뜻합니다.",
        next: "* 만 남기거나 이름만 남깁니다.",
      },
    },
    hidden: {
      en: {
        what: "exportTo has ~ and other entries; ~ means that no one sees it.",
        next: "Keep ~ alone, or remove it.",
      },
      ko: {
        what: "exportTo 목록에 ~ 와 다른 값이 함께 있습니다. ~ 는 누구에게도 공개하지 않는다는 뜻입니다.",
        next: "~ 만 남기거나 제거합니다.",
      },
    },
    selector: {
      en: {
        what: 'exportTo has "{entry}", but the rule selects workloads of its own namespace.',
        next: "Write only . here, or remove workloadSelector.",
      },
      ko: {
        what: 'exportTo 목록에 "{entry}" 값이 있지만 이 규칙은 자기 네임스페이스의 워크로드만 선택합니다.',
        next: ". 만 쓰거나 workloadSelector 필드를 제거합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
metadata:
  namespace: shop
spec:
  exportTo:
  - .
  - shop
    #<^^ error invalid-export-to
  - shop.prod
    #<^^^^^^^ error invalid-export-to
`,
      `kind: VirtualService
spec:
  exportTo: ["~"]
             #<^ error invalid-export-to
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  exportTo: [".", istio-egress]
---
kind: VirtualService
spec:
  exportTo: ["."]
`,
      `kind: ServiceEntry
spec:
  exportTo: ["~"]
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const entries = knownTexts(resource.spec, "exportTo");
    const own = resource.namespaceField?.value;
    const seen = new Set<string>();
    const accepted: Item<string>[] = [];
    const finding = (entry: Item<string>, variant?: string): Finding => ({
      at: entry.span,
      args: { entry: entry.value },
      data: { position: entry.position },
      ...(variant === undefined ? {} : { variant }),
    });
    for (const entry of entries) {
      const key = entry.value === "." ? (own ?? ".") : entry.value;
      const problem = exportToProblem(key, resource.type === "ServiceEntry");
      if (seen.has(key)) {
        const same = entries.some(({ value, span }) => value === entry.value && span.start < entry.span.start);
        yield finding(
          entry.value === "." && !same ? { ...entry, value: key } : entry,
          same ? "duplicate" : "own-namespace",
        );
      } else if (problem !== undefined) yield finding(entry, problem === "none" ? "none" : undefined);
      else {
        seen.add(key);
        accepted.push(entry);
      }
    }
    for (const [reserved, variant] of [
      ["*", "public"],
      ["~", "hidden"],
    ] as const) {
      const found = accepted.find(({ value }) => value === reserved);
      if (found !== undefined && entries.length > 1) yield finding(found, variant);
    }
    if (resource.type === "DestinationRule" && entryOf(resource.spec, "workloadSelector")?.value !== undefined) {
      for (const entry of accepted) {
        if (entry.value !== "." && entry.value !== (own ?? entry.value)) yield finding(entry, "selector");
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant !== "duplicate" && finding.variant !== "own-namespace") return;
    const { document } = resource;
    const list = entryOf(resource.spec, "exportTo")?.value;
    if (list?.kind !== "sequence") return;
    const edit = removeItem(document, list, Number(finding.data?.position));
    if (edit === undefined) return;
    yield {
      title: { en: "Remove this entry of exportTo", ko: "exportTo 목록에서 이 항목 제거" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});
