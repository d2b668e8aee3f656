// A field that the structure of its object lacks: misspelt, written at the wrong depth, or invented. Which fields exist is data (schema/).
import { shapeProblemAt, shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { moveEntry, nestEntry, renameKey } from "../syntax/edit";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "unknown-field",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Unknown field",
      what: "{place} has no field {field}.",
      why: "Kubernetes rejects it or drops it silently, so what it says never takes effect.",
      next: "Remove it, or look up the field you need.",
    },
    ko: {
      title: "알 수 없는 필드",
      what: "{place} 안에는 {field} 필드가 없습니다.",
      why: "Kubernetes가 거부하거나 조용히 버리므로 여기에 쓴 설정은 적용되지 않습니다.",
      next: "필드를 지우거나 필요한 필드 이름을 확인합니다.",
    },
  },
  variants: {
    similar: {
      en: { next: "Did you mean {suggestion}?" },
      ko: { next: "{suggestion} 필드를 쓰려던 것인지 확인합니다." },
    },
    elsewhere: {
      en: { next: "{field} belongs in {elsewhere}." },
      ko: { next: "{field} 필드는 {elsewhere} 아래에 써야 합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  exportsTo: ["."]
  #<^^^^^^^ error unknown-field
`,
      `kind: ServiceEntry
spec:
  resolution: <none>
resolution: DNS
#<^^^^^^^^ error unknown-field
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code !== "unknown-field") continue;
      const variant = args.elsewhere !== "" ? "elsewhere" : args.suggestion !== "" ? "similar" : undefined;
      yield { at: span, args, ...(variant === undefined ? {} : { variant }) };
    }
  },
  *repair(_cx, resource, { at }) {
    const { document } = resource;
    const problem = shapeProblemAt(resource, "unknown-field", at);
    const owner = problem && nodeAtPath(document.root, problem.path.slice(0, -1));
    const entry = problem && entryOf(owner, problem.name);
    if (problem === undefined || owner?.kind !== "mapping" || entry === undefined) return;
    const { suggestion, elsewhere = "" } = problem.args;
    if (typeof suggestion === "string" && suggestion !== "") {
      yield {
        title: { en: "Rename to {suggestion}", ko: "{suggestion} 필드로 이름 바꾸기" },
        args: { suggestion },
        changes: [{ document, edits: [renameKey(entry, suggestion)] }],
        preferred: true,
        safe: true,
      };
    }
    const target = problem.target && nodeAtPath(document.root, problem.target);
    const below = problem.target?.at(-1);
    const edits =
      target?.kind === "mapping"
        ? moveEntry(document, owner, problem.name, target)
        : target === undefined && problem.target?.length === problem.path.length && typeof below === "string"
          ? nestEntry(document, owner, problem.name, below)
          : undefined;
    if (edits !== undefined) {
      yield {
        title: { en: "Move into {elsewhere}", ko: "{elsewhere} 아래로 옮기기" },
        args: { elsewhere },
        changes: [{ document, edits }],
        preferred: true,
        safe: true,
      };
    }
  },
});
