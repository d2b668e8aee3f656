// A resource whose lines have lost their indentation, as YAML pasted from a web page often has: said once, instead of an error for every line.
// Where each line belongs is decided in model/indentation.ts.
import { looksFlattened, rebuildIndentation } from "../model/indentation";
import { isIstioResource, resourcesOf } from "../model/lower";
import { shapeProblems } from "../model/shape";
import { kindNamed } from "../schema/structure";
import type { YamlDocument } from "../syntax/document";
import { defineDocumentRule } from "./define";

export const rule = defineDocumentRule({
  code: "lost-indentation",
  severity: "error",
  certainty: "local",
  subjects: "document",
  seeAlso: [],
  exclusive: true,
  text: {
    en: {
      title: "Lost indentation",
      what: "The lines of this {kind} have lost their indentation, as happens to YAML copied from a web page.",
      why: "Kubernetes reads all of them as fields of the resource itself and refuses it.",
      next: "Put every line back where it belongs.",
    },
    ko: {
      title: "사라진 들여쓰기",
      what: "이 {kind} 리소스의 줄에서 들여쓰기가 사라졌습니다. 웹 페이지에서 YAML을 복사하면 흔히 생기는 일입니다.",
      why: "Kubernetes는 모든 줄을 리소스 자체의 필드로 읽고 거부합니다.",
      next: "모든 줄을 제자리로 되돌립니다.",
    },
  },
  examples: {
    base: "serviceentry",
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
#     ^^^^^^^^^^^^ error lost-indentation
metadata:
name: finance-yahoo-com
namespace: default
spec:
hosts:
- finance.yahoo.com
location: MESH_EXTERNAL
ports:
- number: 80
name: http
protocol: HTTP
- number: 443
name: https
protocol: HTTPS
resolution: DNS
`,
    ],
  },
  *check(_cx, document) {
    if (document.templated || isInPlace(document) || !looksFlattened(document.text)) return;
    const at = kindSpan(document.text);
    if (at !== undefined) yield { at, args: { kind: document.text.slice(at.start, at.end) } };
  },
  *repair(_cx, document) {
    const { text, ambiguous } = rebuildIndentation(document.text);
    if (text === document.text) return;
    yield {
      title:
        ambiguous.length === 0
          ? { en: "Put every line back where it belongs", ko: "모든 줄을 제자리로 되돌리기" }
          : {
              en: "Put the lines back where they belong (line {lines} of this resource may belong elsewhere)",
              ko: "줄을 제자리로 되돌리기(이 리소스의 {lines}번째 줄은 다른 자리일 수 있음)",
            },
      args: { lines: ambiguous.map(({ line }) => line + 1).join(", ") },
      changes: [{ document, edits: changedLines(document, text) }],
      preferred: true,
      safe: ambiguous.length === 0,
    };
  },
});

/** Whether everything in a document stands where its kind's structure has it, so that no line can be out of its place. */
function isInPlace(document: YamlDocument): boolean {
  const resources = resourcesOf(document);
  return (
    document.problems.length === 0 &&
    resources.length > 0 &&
    resources.every(
      (resource) =>
        isIstioResource(resource) &&
        resource.name !== undefined &&
        shapeProblems(resource).every(({ code }) => !MISPLACED.has(code)),
    )
  );
}

/** How lines that stand at the wrong depth show. */
const MISPLACED: ReadonlySet<string> = new Set(["unknown-field", "wrong-type", "missing-field"]);

/** The first word behind a `kind:` that names one of ours; in a List, that of the first such item. */
function kindSpan(text: string): { readonly start: number; readonly end: number } | undefined {
  for (const match of text.matchAll(/^([\s-]*?kind[ \t]*:[ \t]*["']?)([A-Za-z]+)/gm)) {
    const [, before = "", word = ""] = match;
    if (kindNamed(word) === undefined) continue;
    const start = match.index + before.length;
    return { start, end: start + word.length };
  }
  return undefined;
}

/** One edit a line whose white space in front changes; the lines are the same otherwise. */
function changedLines(
  document: YamlDocument,
  text: string,
): { span: { start: number; end: number }; newText: string }[] {
  const before = document.text.split("\n");
  const after = text.split("\n");
  let start = 0;
  return before.flatMap((line, position) => {
    const at = start;
    start += line.length + 1;
    const old = /^[\s\u200B\u2060]*/.exec(line)?.[0] ?? "";
    const fresh = /^[\s\u200B\u2060]*/.exec(after[position] ?? "")?.[0] ?? "";
    return old === fresh ? [] : [{ span: { start: at, end: at + old.length }, newText: fresh }];
  });
}
