// An apiVersion of Istio's networking group that serves no such kind.
import { shapeProblems } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { replaceScalar } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "unknown-api-version",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: [],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "No such apiVersion",
      what: "Istio serves no {owner} under {value}.",
      why: "Kubernetes finds no resource type of that name and refuses the file.",
      next: "Use {suggestion}.",
    },
    ko: {
      title: "없는 apiVersion",
      what: "Istio는 {value} 버전의 {owner} 리소스를 제공하지 않습니다.",
      why: "Kubernetes가 해당 리소스 종류를 찾지 못해 적용을 거부합니다.",
      next: "{suggestion} 값을 씁니다.",
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v2
            #<^^^^^^^^^^^^^^^^^^^^ error unknown-api-version
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
`,
      `apiVersion: networking.istio.io/v1
            #<^^^^^^^^^^^^^^^^^^^^ error unknown-api-version
kind: ProxyConfig
metadata:
  name: small
spec:
  concurrency: 1
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
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "unknown-api-version") yield { at: span, args };
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
