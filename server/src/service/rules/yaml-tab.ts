// Tabs in the indentation. YAML counts spaces only, so a tab has no width and the line no place.
import { applyEdits, type Edit } from "../base/edit";
import { isOurDocument } from "../model/our-document";
import { styleOf } from "../syntax/edit";
import type { YamlDocument } from "../syntax/document";
import { parseYaml } from "../syntax/parse";
import { defineDocumentRule } from "./define";

export const rule = defineDocumentRule({
  code: "yaml-tab",
  severity: "error",
  certainty: "local",
  alsoSaidByYaml: true,
  seeAlso: [],
  subjects: "document",
  text: {
    en: {
      title: "Tab in the indentation",
      what: "This line is indented with a tab.",
      why: "YAML allows only spaces there, and Kubernetes refuses the whole document.",
      next: "Use spaces.",
    },
    ko: {
      title: "들여쓰기에 쓴 탭",
      what: "이 줄은 탭으로 들여쓰기되어 있습니다.",
      why: "YAML의 들여쓰기에는 공백만 쓸 수 있어서 Kubernetes가 문서 전체를 거부합니다.",
      next: "공백으로 들여씁니다.",
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  resolution: DNS
  \thosts: [api.example.com]
# ^ error yaml-tab
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
`,
    ],
  },
  *check(_cx, document) {
    if (!isOurDocument(document)) return;
    for (const { code, span } of document.problems) if (code === "yaml-tab") yield { at: span, args: {} };
  },
  *repair(_cx, document) {
    const edits = spaces(document);
    if (parseYaml(applyEdits(document.text, edits)).problems.length > 0) return;
    yield {
      title: { en: "Indent with spaces", ko: "공백으로 들여쓰기" },
      changes: [{ document, edits }],
      preferred: true,
      safe: true,
    };
  },
});

/** Every tab in front of a line's text becomes one step of the document's indentation. */
function spaces(document: YamlDocument): readonly Edit[] {
  const step = " ".repeat(styleOf(document).step);
  return [...document.text.matchAll(/^[ \t]*\t[ \t]*(?=\S)/gm)].map(({ 0: indent, index }) => ({
    span: { start: index, end: index + indent.length },
    newText: indent.replaceAll("\t", step),
  }));
}
