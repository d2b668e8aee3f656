// A value of another type than its field holds: a quoted number, one text where a list is wanted, a number where an object is wanted. The API
// server refuses such a resource before Istio sees it.
import type { Edit } from "../base/edit";
import type { LocalizedText } from "../base/localized-text";
import { shapeProblemAt, shapeProblems, type ShapeProblem } from "../model/shape";
import { fieldOf, ISTIO_KINDS, messageSchema } from "../schema/structure";
import { type EditedDocument, replaceScalar, wrapInList, wrapInObject } from "../syntax/edit";
import { entryOf, nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";

const TYPES: Readonly<Record<string, LocalizedText>> = {
  string: { en: "a text", ko: "문자열" },
  bytes: { en: "a text in base64", ko: "base64 문자열" },
  duration: { en: "a duration such as 5s", ko: "5s 같은 시간 값" },
  integer: { en: "a whole number", ko: "정수" },
  number: { en: "a number", ko: "숫자" },
  boolean: { en: "true or false", ko: "true 또는 false" },
  enum: { en: "one of its names", ko: "정해진 이름 가운데 하나" },
  list: { en: "a list", ko: "목록" },
  map: { en: "a map of keys and values", ko: "키와 값의 맵" },
  object: { en: "an object with fields", ko: "필드를 가진 객체" },
  nothing: { en: "nothing", ko: "빈 값" },
};

export const rule = defineRule({
  code: "wrong-type",
  severity: "error",
  stage: "stable",
  certainty: "local",
  reads: [],
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Wrong type of value",
      what: "{field} takes {expectedEn}, but here stands {actualEn}.",
      why: "The API server refuses the resource.",
      next: "Write {expectedEn}.",
    },
    ko: {
      title: "값의 형식이 다름",
      what: "{field} 필드에는 {expectedKo} 형식의 값을 써야 하지만, 여기에는 {actualKo} 형식의 값이 있습니다.",
      why: "API 서버가 이 리소스를 거부합니다.",
      next: "값을 {expectedKo} 형식으로 씁니다.",
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: api.example.com
         #<^^^^^^^^^^^^^ error wrong-type
  ports:
  - number: "443"
            #<^^^ error wrong-type
    name: https
    protocol: HTTPS
`,
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
        port: 443
              #<^ error wrong-type
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code !== "wrong-type") continue;
      const expected = TYPES[args.expected ?? ""];
      const actual = TYPES[args.actual ?? ""];
      yield {
        at: span,
        args: {
          ...args,
          expectedEn: expected?.en ?? "",
          expectedKo: expected?.ko ?? "",
          actualEn: actual?.en ?? "",
          actualKo: actual?.ko ?? "",
        },
      };
    }
  },
  *repair(_cx, resource, { at }) {
    const { document } = resource;
    const problem = shapeProblemAt(resource, "wrong-type", at);
    const node = problem && nodeAtPath(document.root, problem.path);
    if (problem === undefined || node === undefined) return;
    const found = repairOf(document, problem, node);
    if (found !== undefined) {
      yield { title: found.title, changes: [{ document, edits: found.edits }], preferred: true, safe: true };
    }
  },
});

function repairOf(
  document: EditedDocument,
  problem: ShapeProblem,
  node: YamlNode,
): { readonly title: LocalizedText; readonly edits: readonly Edit[] } | undefined {
  const { path, args } = problem;
  const owner = nodeAtPath(document.root, path.slice(0, -1));
  const entry = entryOf(owner, problem.name);
  const flow = owner?.kind === "mapping" && owner.flow;
  switch (args.expected) {
    case "integer":
    case "number":
    case "boolean": {
      if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
      const value = unquoted(node.value, args.expected);
      if (value === undefined) return undefined;
      return { title: { en: "Remove the quotes", ko: "따옴표 지우기" }, edits: [replaceScalar(node, value)] };
    }
    case "string":
      if (node.kind !== "scalar" || node.style !== "plain" || node.value === undefined) return undefined;
      return {
        title: { en: "Put it in quotes", ko: "따옴표로 감싸기" },
        edits: [{ span: node.span, newText: JSON.stringify(node.source) }],
      };
    case "list": {
      const edits = entry && wrapInList(document, entry);
      return edits && { title: { en: "Make it a list", ko: "목록으로 바꾸기" }, edits };
    }
    case "object": {
      const message = problem.owner === "Resource" ? undefined : fieldOf(problem.owner, problem.name)?.message;
      const only =
        entry && message !== undefined && node.kind === "scalar" ? scalarHome(message, typeof node.value) : undefined;
      const edit = entry && only !== undefined ? wrapInObject(document, entry, only, flow) : undefined;
      return edit && { title: { en: "Write it as an object", ko: "객체로 바꾸기" }, edits: [edit] };
    }
    default:
      return undefined;
  }
}

/** A quoted number or boolean without its quotes; nothing when the text is none. */
function unquoted(text: string, expected: "integer" | "number" | "boolean"): number | boolean | undefined {
  if (expected === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const pattern = expected === "integer" ? /^-?(?:0|[1-9]\d{0,14})$/ : /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
  return pattern.test(text) ? Number(text) : undefined;
}

/** The field of a message that a lone scalar evidently means: `number` of a port, `exact` of a match, `value` of a percentage. */
function scalarHome(message: string, type: string): string | undefined {
  const wanted = type === "number" ? ["number", "value"] : type === "string" ? ["exact"] : [];
  return wanted.find((name) => Object.hasOwn(messageSchema(message).fields, name));
}
