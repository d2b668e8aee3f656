// An older apiVersion of a kind. The structure is the same in all of them, so the newest one can be written in its place.
import { shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { replaceScalar } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "deprecated-api-version",
  severity: "hint",
  judgesPatches: true,
  certainty: "local",
  tags: ["deprecated"],
  seeAlso: [],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Older apiVersion",
      what: "{value} is an older name for the same {owner}.",
      why: "Istio still serves it, with the same fields; {suggestion} is the stable one.",
      next: "Write {suggestion}.",
    },
    ko: {
      title: "이전 apiVersion",
      what: "{value} 버전은 같은 {owner} 리소스의 이전 이름입니다.",
      why: "필드가 같고 Istio가 아직 제공하지만, 안정 버전은 {suggestion} 버전입니다.",
      next: "{suggestion} 값을 씁니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `apiVersion: networking.istio.io/v1beta1
            #<^^^^^^^^^^^^^^^^^^^^^^^^^ hint deprecated-api-version
kind: Gateway
metadata:
  name: finance-yahoo-com-egress
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "deprecated-api-version") yield { at: span, args };
    }
  },
  *repair(_cx, resource, { args }) {
    const { document, root } = resource;
    const node = entryOf(root, "apiVersion")?.value;
    const { suggestion } = args;
    if (node?.kind !== "scalar" || typeof suggestion !== "string") return;
    yield {
      title: { en: "Change to {suggestion}", ko: "{suggestion} 값으로 바꾸기" },
      args: { suggestion },
      changes: [{ document, edits: [replaceScalar(node, suggestion)] }],
      preferred: true,
      safe: true,
    };
  },
});
