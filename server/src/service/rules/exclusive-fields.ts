// Two fields of which only one may be set (a one-of of the API): the second and later ones are reported, the first is the other place.
import { shapeProblemAt, shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { removeEntry } from "../syntax/edit";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "exclusive-fields",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Fields that exclude each other",
      what: "{field} cannot stand beside {other}.",
      why: "Only one of them can say what happens, so the API server or Istio's webhook rejects the resource.",
      next: "Keep one of the two.",
    },
    ko: {
      title: "함께 쓸 수 없는 필드",
      what: "{field} 필드는 {other} 필드와 함께 쓸 수 없습니다.",
      why: "둘 가운데 하나만 동작을 정할 수 있으므로 API 서버나 Istio의 웹훅이 리소스를 거부합니다.",
      next: "둘 중 하나만 남깁니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - uri:
        prefix: /v1
        exact: /v1/users
        #<^^^ error exclusive-fields
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - uri:
        prefix: /v1
    - uri:
        exact: /v2
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    const { document } = resource;
    for (const { code, span, args, path } of shapeProblems(resource)) {
      if (code !== "exclusive-fields") continue;
      const other = entryOf(nodeAtPath(document.root, path.slice(0, -1)), String(args.other));
      yield {
        at: span,
        args,
        ...(other === undefined
          ? {}
          : {
              related: [
                {
                  place: { document, span: other.key.span },
                  text: { en: "The field that excludes it", ko: "함께 쓸 수 없는 필드" },
                },
              ],
            }),
      };
    }
  },
  *repair(_cx, resource, { at }) {
    const { document } = resource;
    const problem = shapeProblemAt(resource, "exclusive-fields", at);
    const owner = problem && nodeAtPath(document.root, problem.path.slice(0, -1));
    if (problem === undefined || owner?.kind !== "mapping") return;
    for (const field of [problem.name, String(problem.args.other)]) {
      const edit = removeEntry(document, owner, field);
      if (edit === undefined) continue;
      yield {
        title: {
          en: "Remove {field}; this changes what the resource does",
          ko: "{field} 필드 지우기 (동작이 바뀝니다)",
        },
        args: { field },
        changes: [{ document, edits: [edit] }],
      };
    }
  },
});
