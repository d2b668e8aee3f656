// Rewrites of the path or the authority before a request is forwarded.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
import { isSet } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-rewrite",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Rewrite Istio refuses",
      what: "rewrite changes nothing.",
      why: REJECTED.en,
      next: "Set uri, uriRegexRewrite or authority, or remove rewrite.",
    },
    ko: {
      title: "Istio가 거부하는 rewrite",
      what: "rewrite가 바꾸는 것이 없습니다.",
      why: REJECTED.ko,
      next: "uri, uriRegexRewrite, authority 가운데 하나를 지정하거나 rewrite를 제거합니다.",
    },
  },
  variants: {
    both: {
      en: {
        what: "uriRegexRewrite is set together with uri.",
        next: "Keep one of the two.",
      },
      ko: {
        what: "uriRegexRewrite 필드와 uri 필드가 함께 지정되어 있습니다.",
        next: "둘 가운데 하나만 남깁니다.",
      },
    },
    regex: {
      en: {
        what: "uriRegexRewrite has no {field}.",
        next: "Set match to the expression, and rewrite to what takes its place.",
      },
      ko: {
        what: "uriRegexRewrite에 {field} 값이 없습니다.",
        next: "match에 정규식을, rewrite에 바꿀 내용을 지정합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    rewrite:
      uri: /v2
      uriRegexRewrite:
      #<^^^^^^^^^^^^^ error invalid-rewrite
        match: ^/v1/(.*)$
        rewrite: /v2/\\1
`,
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    rewrite: {}
    #<^^^^^ error invalid-rewrite
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    rewrite:
      authority: finance.yahoo.com
`,
    ],
  },
  *check(_cx, resource) {
    if (resource.uncertain) return;
    for (const rewrite of messagesOf(resource, "HTTPRewrite")) {
      const { node, parent } = rewrite;
      const regex = entryOf(node, "uriRegexRewrite");
      const hasRegex = regex?.value?.kind === "mapping";
      if (!hasRegex && !isSet(node, "uri") && !isSet(node, "authority"))
        yield { at: rewrite.at, args: {}, ...(parent === undefined ? {} : { data: about(parent, "rewrite") }) };
      if (regex !== undefined && hasRegex && isSet(node, "uri"))
        yield { at: regex.key.span, args: {}, variant: "both", data: about(rewrite, "uriRegexRewrite") };
    }
    for (const regex of messagesOf(resource, "RegexRewrite")) {
      const missing = ["match", "rewrite"].filter((field) => !isSet(regex.node, field));
      if (missing.length > 0) yield { at: regex.at, args: { field: missing.join(", ") }, variant: "regex" };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === undefined) yield* removeNoted(resource, finding, { preferred: true, safe: true });
    if (finding.variant === "both") {
      yield* removeNoted(resource, finding, {});
      yield* removeField(resource, ownerOf(resource, finding), "uri", {});
    }
  },
});
