// Redirects: they have to change something about the address, with a 3xx status, to http or https.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
import { isSet, knownNumber, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted, replaceNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-redirect",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Redirect Istio refuses",
      what: "redirect changes nothing about the address.",
      why: REJECTED.en,
      next: "Set uri, authority, scheme, or a port.",
    },
    ko: {
      title: "Istio가 거부하는 redirect",
      what: "redirect가 주소에서 바꾸는 것이 없습니다.",
      why: REJECTED.ko,
      next: "uri, authority, scheme, 포트 가운데 하나를 지정합니다.",
    },
  },
  variants: {
    code: {
      en: { what: "{value} is not the status of a redirect.", next: "Use 301, 302, 303, 307 or 308." },
      ko: {
        what: "redirectCode 값({value})이 redirect 상태 코드가 아닙니다.",
        next: "301, 302, 303, 307, 308 가운데 하나를 사용합니다.",
      },
    },
    scheme: {
      en: { what: 'The scheme "{value}" is neither http nor https.', next: "Write http or https, in small letters." },
      ko: { what: 'scheme 값("{value}")이 http도 https도 아닙니다.', next: "http나 https를 소문자로 적습니다." },
    },
    both: {
      en: { what: "prefixRewrite is set together with uri.", next: "Keep one of the two." },
      ko: { what: "prefixRewrite 필드와 uri 필드가 함께 지정되어 있습니다.", next: "둘 가운데 하나만 남깁니다." },
    },
    "not-a-prefix": {
      en: {
        what: "prefixRewrite replaces the prefix that was matched, but this route matches the uri in another way.",
        next: "Match the uri by prefix, or write the whole path in uri.",
      },
      ko: {
        what: "prefixRewrite는 match한 prefix를 바꾸지만, 이 경로는 uri를 다른 방식으로 match합니다.",
        next: "uri를 prefix로 match하거나, redirect의 uri에 전체 경로를 적습니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - redirect:
      scheme: HTTPS
      #       ^^^^^ error invalid-redirect
      redirectCode: 200
      #             ^^^ error invalid-redirect
`,
      `kind: VirtualService
spec:
  http:
  - redirect:
    #<^^^^^^ error invalid-redirect
      redirectCode: 301
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - redirect:
      scheme: https
      redirectCode: 308
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const matches = messagesOf(resource, "StringMatch");
    for (const redirect of messagesOf(resource, "HTTPRedirect")) {
      const { node, parent } = redirect;
      const written = ["uri", "authority", "scheme", "prefixRewrite"].some((field) => isSet(node, field));
      const port = ["port", "derivePort"].some((field) => entryOf(node, field)?.value !== undefined);
      if (!written && !port && !resource.uncertain) yield { at: redirect.at, args: {} };
      const code = knownNumber(node, "redirectCode");
      if (code !== undefined && code.value !== 0 && (code.value < 300 || code.value > 399))
        yield { at: code.span, args: { value: code.value }, variant: "code", data: about(redirect, "redirectCode") };
      const scheme = knownText(node, "scheme");
      if (scheme !== undefined && !["", "http", "https"].includes(scheme.value))
        yield { at: scheme.span, args: { value: scheme.value }, variant: "scheme", data: about(redirect, "scheme") };
      const prefix = entryOf(node, "prefixRewrite");
      if (prefix === undefined || !isSet(node, "prefixRewrite")) continue;
      const data = about(redirect, "prefixRewrite");
      if (isSet(node, "uri")) yield { at: prefix.key.span, args: {}, variant: "both", data };
      const uris = matches.filter((match) => match.field === "uri" && match.parent?.parent === parent);
      const other = uris.find((uri) => isSet(uri.node, "exact") || isSet(uri.node, "regex"));
      if (other !== undefined) yield { at: prefix.key.span, args: {}, variant: "not-a-prefix", data };
    }
  },
  *repair(_cx, resource, finding) {
    const meant = String(finding.args.value)
      .toLowerCase()
      .replace(/:?\/*$/, "");
    if (finding.variant === "scheme" && (meant === "http" || meant === "https"))
      yield* replaceNoted(resource, finding, meant, { preferred: true, safe: true });
    if (finding.variant === "code") yield* removeNoted(resource, finding, {});
    if (finding.variant === "both") {
      yield* removeNoted(resource, finding, {});
      yield* removeField(resource, ownerOf(resource, finding), "uri", {});
    }
  },
});
