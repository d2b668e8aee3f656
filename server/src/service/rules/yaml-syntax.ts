// Text that is no YAML. The parser's own code for the mistake is put into plain words; of several mistakes in a document only the first is
// reported, because the others usually follow from it.
import { applyEdits, type Edit } from "../base/edit";
import { isOurDocument } from "../model/our-document";
import type { YamlDocument } from "../syntax/document";
import { parseYaml, type SyntaxProblem } from "../syntax/parse";
import { defineDocumentRule, type Finding } from "./define";

/** The wording for each of the parser's codes that people meet; the rule's own for the rest. */
const VARIANTS: Readonly<Record<string, string>> = {
  BAD_INDENT: "indentation",
  BAD_SCALAR_START: "quotes",
  BAD_DQ_ESCAPE: "escape",
  BLOCK_AS_IMPLICIT_KEY: "colon",
  MULTILINE_IMPLICIT_KEY: "key",
  MISSING_CHAR: "unfinished",
  UNEXPECTED_TOKEN: "unexpected",
  BLOCK_IN_FLOW: "flow",
};

export const rule = defineDocumentRule({
  code: "yaml-syntax",
  severity: "error",
  certainty: "local",
  alsoSaidByYaml: true,
  seeAlso: [],
  subjects: "document",
  text: {
    en: {
      title: "Not valid YAML",
      what: "The YAML cannot be read from here on ({detail}).",
      why: "Kubernetes refuses the whole document.",
      next: "Check the quotes, brackets and indentation around this place.",
    },
    ko: {
      title: "올바르지 않은 YAML",
      what: "여기서부터 YAML을 읽을 수 없습니다({detail}).",
      why: "Kubernetes가 문서 전체를 거부합니다.",
      next: "이 위치 주변의 따옴표, 괄호, 들여쓰기를 확인합니다.",
    },
  },
  variants: {
    indentation: {
      en: {
        what: "The indentation of this line fits neither the lines above nor a new level, or a bracket above is still open.",
        next: "Line it up with the entry it belongs to.",
      },
      ko: {
        what: "이 줄의 들여쓰기가 위쪽 줄과 맞지 않거나, 위에서 연 괄호가 닫히지 않았습니다.",
        next: "속한 항목에 맞추어 들여씁니다.",
      },
    },
    quotes: {
      en: {
        what: "A value cannot begin with {text} unless it stands in quotes.",
        next: "Put the value in quotes.",
      },
      ko: {
        what: "따옴표로 감싸지 않은 값은 {text} 문자로 시작할 수 없습니다.",
        next: "값을 따옴표로 감쌉니다.",
      },
    },
    escape: {
      en: {
        what: "In double quotes a backslash begins an escape, and this one is none that YAML knows.",
        next: "Use single quotes, where a backslash is just a backslash, or write two of them.",
      },
      ko: {
        what: "큰따옴표 안의 역슬래시는 이스케이프의 시작인데, YAML에 없는 이스케이프입니다.",
        next: "역슬래시를 그대로 쓰는 작은따옴표를 사용하거나 역슬래시를 두 번 씁니다.",
      },
    },
    colon: {
      en: {
        what: "A colon inside this value makes it look like another key on the same line, or the next line is indented below a value.",
        next: "Put the value in quotes, or start the next level on its own line.",
      },
      ko: {
        what: "값 안의 콜론 때문에 같은 줄에 키가 하나 더 있는 것처럼 보이거나, 다음 줄이 값 아래로 들여쓰기되어 있습니다.",
        next: "값을 따옴표로 감싸거나 다음 단계를 새 줄에서 시작합니다.",
      },
    },
    key: {
      en: {
        what: "This line is neither a key with a colon nor part of the value above.",
        next: "Add the missing colon, or indent the line below the value it continues.",
      },
      ko: {
        what: "이 줄은 콜론이 있는 키도 아니고 위쪽 값의 일부도 아닙니다.",
        next: "빠진 콜론을 추가하거나, 이어지는 값이라면 들여씁니다.",
      },
    },
    unfinished: {
      en: {
        what: "A quote or a bracket is opened above and never closed, or a comma is missing.",
        next: "Close it, or add the comma.",
      },
      ko: {
        what: "위에서 연 따옴표나 괄호가 닫히지 않았거나 쉼표가 빠졌습니다.",
        next: "따옴표나 괄호를 닫거나 쉼표를 추가합니다.",
      },
    },
    unexpected: {
      en: {
        what: "This text cannot stand here: a list and keys are mixed at one level, or something follows a closing quote.",
        next: "Line it up with the entries it belongs to, or remove it.",
      },
      ko: {
        what: "여기에 올 수 없는 내용입니다. 같은 단계에 목록과 키가 섞여 있거나, 닫는 따옴표 뒤에 내용이 더 있습니다.",
        next: "속한 항목에 맞추어 들여쓰거나 제거합니다.",
      },
    },
    flow: {
      en: {
        what: "Inside brackets everything stands on one level; a list with dashes or an indented block cannot.",
        next: "Write the items in brackets too, or turn the outer part into lines.",
      },
      ko: {
        what: "괄호 안에는 하이픈 목록이나 들여쓰기 블록을 쓸 수 없습니다.",
        next: "안쪽도 괄호로 쓰거나 바깥쪽을 여러 줄로 풀어 씁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  location: MESH_EXTERNAL
  exportTo ["."]
  #<^^^^^^^^^^^^ error yaml-syntax
`,
    ],
    good: [
      `kind: ServiceEntry
metadata:
  name: {{ .Values.name }}
  {{- if .Values.labels }}
  labels: {{ .Values.labels }}
  {{- end }}
`,
    ],
  },
  *check(_cx, document) {
    const [problem] = problemsOf(document);
    if (problem === undefined || !isOurDocument(document)) return;
    const variant = VARIANTS[problem.detail];
    const text = document.text.slice(problem.span.start, problem.span.end).trim();
    const finding: Finding = { at: trimmed(document.text, problem), args: { detail: problem.detail, text } };
    yield variant === undefined ? finding : { ...finding, variant };
  },
  *repair(_cx, document) {
    const [problem] = problemsOf(document);
    const edit = problem && quoting(document.text, problem);
    // A repair is offered only when it leaves the document readable.
    if (edit === undefined || parseYaml(applyEdits(document.text, [edit])).problems.length > 0) return;
    yield {
      title: { en: "Put the value in quotes", ko: "값을 따옴표로 감싸기" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

function problemsOf(document: YamlDocument): readonly SyntaxProblem[] {
  const found = document.problems.filter(({ code }) => code === "yaml-syntax");
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

/** The first line of a problem, without the white space around it; at least one character. */
function trimmed(text: string, { span }: SyntaxProblem): SyntaxProblem["span"] {
  let start = span.start;
  while (start < span.end - 1 && /\s/.test(text[start] ?? "")) start++;
  const line = /^[^\r\n]*/.exec(text.slice(start, span.end))?.[0].trimEnd() ?? "";
  if (line !== "") return { start, end: start + line.length };
  const before = text.slice(0, span.start).trimEnd().length;
  return before > 0 ? { start: before - 1, end: before } : { start: 0, end: 1 };
}

/** The edit that puts a value in quotes, where quotes are what is missing. */
function quoting(text: string, { detail, span }: SyntaxProblem): Edit | undefined {
  const lineEnd = text.slice(span.start).search(/\r?\n|$/) + span.start;
  if (detail === "BAD_SCALAR_START" || detail === "BLOCK_AS_IMPLICIT_KEY") {
    const value = text
      .slice(span.start, lineEnd)
      .replace(/\s+#.*$/, "")
      .trimEnd();
    if (value === "" || /["'\\]/.test(value)) return undefined;
    return { span: { start: span.start, end: span.start + value.length }, newText: `"${value}"` };
  }
  if (detail === "BAD_DQ_ESCAPE") {
    const lineStart = text.lastIndexOf("\n", span.start) + 1;
    const open = text.lastIndexOf('"', span.start);
    const close = text.indexOf('"', span.start);
    const inner = text.slice(open + 1, close);
    if (open < lineStart || close < 0 || close > lineEnd || /['"]/.test(inner)) return undefined;
    return { span: { start: open, end: close + 1 }, newText: `'${inner}'` };
  }
  return undefined;
}
