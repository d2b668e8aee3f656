// A `*` without quotes begins an alias in YAML. Most often a wildcard host was meant.
import { applyEdits, type Edit } from "../base/edit";
import { isOurDocument } from "../model/our-document";
import type { YamlDocument } from "../syntax/document";
import { parseYaml } from "../syntax/parse";
import { defineDocumentRule } from "./define";

export const rule = defineDocumentRule({
  code: "yaml-alias",
  severity: "error",
  certainty: "local",
  seeAlso: [],
  subjects: "document",
  text: {
    en: {
      title: "Unknown alias",
      what: "{text} refers to an anchor that this document does not define before it.",
      why: "Kubernetes refuses the whole document.",
      next: "Define the anchor above with &{name}, or write the value itself.",
    },
    ko: {
      title: "알 수 없는 alias",
      what: "{text} 값이 가리키는 anchor가 이 문서의 앞부분에 없습니다.",
      why: "Kubernetes가 문서 전체를 거부합니다.",
      next: "위쪽에서 &{name} anchor를 정의하거나 값을 직접 씁니다.",
    },
  },
  variants: {
    wildcard: {
      en: {
        what: "{text} without quotes is an alias in YAML, not a wildcard.",
        next: "Put it in quotes.",
      },
      ko: {
        what: "따옴표가 없는 {text} 값은 YAML에서 와일드카드가 아니라 alias입니다.",
        next: "따옴표로 감쌉니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  hosts:
  - *.yahoo.com
    #<^^^^^^^^^ error yaml-alias
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  hosts:
  - "*.yahoo.com"
`,
    ],
  },
  *check(_cx, document) {
    if (!isOurDocument(document)) return;
    for (const { code, span } of document.problems) {
      if (code !== "yaml-alias") continue;
      const text = document.text.slice(span.start, span.end);
      yield { at: span, args: { text, name: text.slice(1) }, ...(isWildcard(text) ? { variant: "wildcard" } : {}) };
    }
  },
  *repair(_cx, document, { at, variant }) {
    if (variant !== "wildcard") return;
    const edit: Edit = { span: at, newText: `"${document.text.slice(at.start, at.end)}"` };
    if (countOf(applyEdits(document.text, [edit])) >= document.problems.length) return;
    yield {
      title: { en: "Put it in quotes", ko: "따옴표로 감싸기" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** Anchors are named by plain words; whatever has dots or slashes, or is a lone star, is a wildcard. */
function isWildcard(text: string): boolean {
  return text === "*" || /^\*[-.\/]/.test(text) || /[./]/.test(text);
}

function countOf(text: string): number {
  const problems: YamlDocument["problems"] = parseYaml(text).problems;
  return problems.length;
}
