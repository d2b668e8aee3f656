// The same key twice in one object. Strict readers refuse such a document; others, the decoder of Kubernetes' own libraries among them, keep the
// last one and say nothing.
import { touches } from "../base/span";
import { isOurDocument } from "../model/our-document";
import { removeEntry } from "../syntax/edit";
import type { MappingEntry, MappingNode, YamlNode } from "../syntax/yaml-node";
import { defineDocumentRule } from "./define";

export const rule = defineDocumentRule({
  code: "yaml-duplicate-key",
  severity: "error",
  certainty: "local",
  alsoSaidByYaml: true,
  seeAlso: [],
  subjects: "document",
  text: {
    en: {
      title: "Same key twice",
      what: "{key} is already set above in the same object.",
      why: "Strict tools refuse the document. Others keep the last of the two and say nothing, so what stands above is lost.",
      next: "Keep one of them, or merge what they hold.",
    },
    ko: {
      title: "중복된 키",
      what: "같은 객체의 위쪽에 {key} 키가 이미 있습니다.",
      why: "엄격한 도구는 문서를 거부합니다. 나머지는 아무 알림 없이 마지막 것만 남기므로 위에 적은 값은 사라집니다.",
      next: "하나만 남기거나 내용을 하나로 합칩니다.",
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: DNS
  hosts: [api.example.org]
  #<^^^ error yaml-duplicate-key
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com, api.example.org]
  resolution: DNS
`,
    ],
  },
  *check(_cx, document) {
    if (!isOurDocument(document)) return;
    for (const { code, span, first } of document.problems) {
      if (code !== "yaml-duplicate-key") continue;
      yield {
        at: span,
        args: { key: document.text.slice(span.start, span.end) },
        ...(first === undefined
          ? {}
          : {
              related: [{ place: { document, span: first }, text: { en: "First set here", ko: "처음 지정한 곳" } }],
            }),
      };
    }
  },
  *repair(_cx, document, { at }) {
    const pair = pairAt(document.root, at.start);
    if (pair === undefined) return;
    const written = ({ value }: MappingEntry): string =>
      value === undefined ? "" : document.text.slice(value.span.start, value.span.end);
    // removeEntry takes the first of equal keys.
    const edit = removeEntry(document, pair.owner, pair.first.key.source);
    if (edit === undefined) return;
    const same = written(pair.first) === written(pair.second);
    yield {
      title: same
        ? { en: "Remove the repetition", ko: "중복 제거" }
        : { en: "Keep the last one", ko: "마지막 것만 남기기" },
      changes: [{ document, edits: [edit] }],
      preferred: same,
      safe: same,
    };
  },
});

interface Pair {
  readonly owner: MappingNode;
  readonly first: MappingEntry;
  readonly second: MappingEntry;
}

/** The repeated entry whose key begins at an offset, with the first entry of that key. */
function pairAt(node: YamlNode | undefined, offset: number): Pair | undefined {
  if (node === undefined || !touches(node.span, offset)) return undefined;
  if (node.kind === "sequence") {
    for (const item of node.items) {
      const found = pairAt(item, offset);
      if (found !== undefined) return found;
    }
  }
  if (node.kind !== "mapping") return undefined;
  const second = node.entries.find(({ key }) => key.span.start === offset);
  const first = node.entries.find(({ key }) => key.source === second?.key.source);
  if (second !== undefined && first !== undefined && first !== second) return { owner: node, first, second };
  for (const { value } of node.entries) {
    const found = pairAt(value, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}
