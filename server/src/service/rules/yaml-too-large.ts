// Documents that are larger or deeper than any resource written by hand, and alias bombs. They are left unread, and the author is told so.
import { isOurDocument } from "../model/our-document";
import { defineDocumentRule } from "./define";

export const rule = defineDocumentRule({
  code: "yaml-too-large",
  severity: "warning",
  certainty: "local",
  seeAlso: [],
  subjects: "document",
  text: {
    en: {
      title: "Document too large to read",
      what: "This document is too large or too deeply nested to be read here.",
      why: "Nothing in it was checked.",
      next: "Split it into smaller documents.",
    },
    ko: {
      title: "읽기에는 너무 큰 문서",
      what: "이 문서는 너무 크거나 너무 깊게 중첩되어 있어 읽지 못했습니다.",
      why: "이 문서의 내용은 하나도 검사하지 않았습니다.",
      next: "더 작은 문서로 나눕니다.",
    },
  },
  variants: {
    aliases: {
      en: {
        what: "The alias {name} repeats so much text that the rest of it was not read.",
        why: "What it stands for was not checked.",
        next: "Write the values out, or use fewer aliases.",
      },
      ko: {
        what: "{name} alias가 지나치게 많은 내용을 되풀이하므로 나머지를 읽지 않았습니다.",
        why: "이 alias가 가리키는 내용은 검사하지 않았습니다.",
        next: "값을 직접 쓰거나 alias를 줄입니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  annotations:
    a: &a [x, x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
#          ^^ warning yaml-too-large
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
  *check(_cx, document) {
    if (!isOurDocument(document)) return;
    for (const { code, span, detail } of document.problems) {
      if (code !== "yaml-too-large") continue;
      yield { at: span, args: { name: detail }, ...(detail === "" ? {} : { variant: "aliases" }) };
    }
  },
});
