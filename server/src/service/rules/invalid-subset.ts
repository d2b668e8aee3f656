// Names of subsets: DNS labels, and each only once in a DestinationRule. A route's destination names one of them.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
import { knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isDnsLabel } from "../model/values";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted, replaceNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-subset",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule", "Sidecar", "VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Subset name that is malformed or repeated",
      what: '"{name}" cannot be the name of a subset.',
      why: REJECTED.en,
      next: "Use up to 63 letters, digits and dashes, with a letter or digit at both ends.",
    },
    ko: {
      title: "잘못되었거나 중복된 subset 이름",
      what: '"{name}" 값은 subset 이름으로 쓸 수 없습니다.',
      why: REJECTED.ko,
      next: "영문자, 숫자, 하이픈을 63자까지 쓸 수 있으며 처음과 끝은 영문자나 숫자여야 합니다.",
    },
  },
  variants: {
    duplicate: {
      en: {
        what: 'The subset "{name}" is declared twice.',
        next: "Merge the two, or give this one another name.",
      },
      ko: {
        what: '"{name}" subset이 두 번 선언되어 있습니다.',
        next: "둘을 하나로 합치거나 이 subset에 다른 이름을 지정합니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
spec:
  subsets:
  - ...
    name: finance.yahoo
    #     ^^^^^^^^^^^^^ error invalid-subset
  - name: cnn
  - name: cnn
  #       ^^^ error invalid-subset
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const { document } = resource;
    const seen = new Map<string, { readonly start: number; readonly end: number }>();
    for (const subset of messagesOf(resource, "Subset")) {
      const name = knownText(subset.node, "name");
      if (name === undefined) continue;
      const first = seen.get(name.value);
      if (!isDnsLabel(name.value)) yield { at: name.span, args: { name: name.value }, data: about(subset, "name") };
      else if (first !== undefined) {
        const text = { en: "Declared here first", ko: "먼저 선언된 곳" };
        const data =
          subset.parent === undefined ? {} : { data: about(subset.parent, subset.field, Number(subset.path.at(-1))) };
        const related = [{ place: { document, span: first }, text }];
        yield { at: name.span, args: { name: name.value }, variant: "duplicate", related, ...data };
      } else seen.set(name.value, name.span);
    }
    for (const destination of messagesOf(resource, "Destination")) {
      const name = knownText(destination.node, "subset");
      if (name !== undefined && name.value !== "" && !isDnsLabel(name.value))
        yield { at: name.span, args: { name: name.value }, data: about(destination, "subset") };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "duplicate") {
      yield* removeNoted(resource, finding, {});
      return;
    }
    const meant = String(finding.args.name)
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
    if (isDnsLabel(meant)) yield* replaceNoted(resource, finding, meant, { preferred: true });
  },
});
