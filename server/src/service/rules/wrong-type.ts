// A value of another type than its field holds: a quoted number, one text where a list is wanted, a number where an object is wanted. The API
// server refuses such a resource before Istio sees it.
import type { Edit } from "../base/edit";
import type { LocalizedText } from "../base/localized-text";
import { shapeProblemAt, shapeProblems, type ShapeProblem } from "../model/shape";
import { fieldOf, ISTIO_KINDS, messageSchema } from "../schema/structure";
import { type EditedDocument, replaceScalar, wrapInList, wrapInObject } from "../syntax/edit";
import { entryOf, nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "wrong-type",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Wrong type of value",
      what: "{field} has a value of the wrong type.",
      why: "The API server refuses the resource.",
      next: "Write a value of the type that the field takes.",
    },
    ko: {
      title: "값의 형식이 다름",
      what: "{field} 필드 값의 형식이 다릅니다.",
      why: "API 서버가 이 리소스를 거부합니다.",
      next: "필드에 맞는 형식의 값을 씁니다.",
    },
  },
  variants: {
    string: {
      en: { what: "{field} takes a text." },
      ko: { what: "{field} 필드에는 문자열을 써야 합니다." },
    },
    bytes: {
      en: { what: "{field} takes a text in base64." },
      ko: { what: "{field} 필드에는 base64 문자열을 써야 합니다." },
    },
    duration: {
      en: { what: "{field} takes a duration such as 5s." },
      ko: { what: "{field} 필드에는 5s 같은 시간 값을 써야 합니다." },
    },
    integer: {
      en: { what: "{field} takes a whole number without quotes." },
      ko: { what: "{field} 필드에는 따옴표 없는 정수를 써야 합니다." },
    },
    number: {
      en: { what: "{field} takes a number without quotes." },
      ko: { what: "{field} 필드에는 따옴표 없는 숫자를 써야 합니다." },
    },
    boolean: {
      en: { what: "{field} takes true or false without quotes." },
      ko: { what: "{field} 필드에는 따옴표 없는 true 또는 false를 써야 합니다." },
    },
    enum: {
      en: { what: "{field} takes one of its names, as a text." },
      ko: { what: "{field} 필드에는 정해진 이름 가운데 하나를 문자열로 써야 합니다." },
    },
    list: {
      en: { what: "{field} takes a list, even for one item." },
      ko: { what: "{field} 필드에는 항목이 하나라도 목록을 써야 합니다." },
    },
    map: {
      en: { what: "{field} takes keys and values." },
      ko: { what: "{field} 필드에는 키와 값의 맵을 써야 합니다." },
    },
    object: {
      en: { what: "{field} takes an object with fields of its own." },
      ko: { what: "{field} 필드에는 하위 필드를 가진 객체를 써야 합니다." },
    },
    null: {
      en: { what: "{field} has an item without a value.", next: "Write the value, or remove the item." },
      ko: { what: "{field} 필드에 값이 없는 항목이 있습니다.", next: "값을 쓰거나 항목을 제거합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  hosts: finance.yahoo.com
  #      ^^^^^^^^^^^^^^^^^ error wrong-type
  ports:
  - ...
    number: "80"
    #       ^^^^ error wrong-type
  - ...
`,
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - destination:
        host: finance.yahoo.com
        port: 443
              #<^ error wrong-type
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args, owner } of shapeProblems(resource)) {
      if (code !== "wrong-type") continue;
      const isEmptyItem = args.actual === "nothing" && owner !== "Resource";
      yield { at: span, args, variant: isEmptyItem ? "null" : String(args.expected) };
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
