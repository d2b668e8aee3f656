// A value that the enum of its field does not know, most often a name in other letters.
import { shapeProblemAt, shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { replaceScalar } from "../syntax/edit";
import { nodeAtPath } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "unknown-value",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Unknown value",
      what: "{field} has no value {value}.",
      why: "The API server refuses the resource.",
      next: "Use one of: {allowed}.",
    },
    ko: {
      title: "알 수 없는 값",
      what: "{field} 필드에는 {value} 값이 없습니다.",
      why: "API 서버가 이 리소스를 거부합니다.",
      next: "다음 가운데 하나를 씁니다: {allowed}.",
    },
  },
  variants: {
    similar: {
      en: { next: "Did you mean {suggestion}? Possible values: {allowed}." },
      ko: { next: "{suggestion} 값을 쓰려던 것인지 확인합니다. 쓸 수 있는 값: {allowed}." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  location: MESH_EXTERN
  #         ^^^^^^^^^^^ error unknown-value
  resolution: dns
  #           ^^^ error unknown-value
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "unknown-value") yield { at: span, args, ...(args.suggestion === "" ? {} : { variant: "similar" }) };
    }
  },
  *repair(_cx, resource, { at }) {
    const { document } = resource;
    const problem = shapeProblemAt(resource, "unknown-value", at);
    const node = problem && nodeAtPath(document.root, problem.path);
    const suggestion = problem?.args.suggestion;
    if (node?.kind !== "scalar" || typeof suggestion !== "string" || suggestion === "") return;
    yield {
      title: { en: "Change to {suggestion}", ko: "{suggestion} 값으로 바꾸기" },
      args: { suggestion },
      changes: [{ document, edits: [replaceScalar(node, suggestion)] }],
      preferred: true,
      safe: true,
    };
  },
});
