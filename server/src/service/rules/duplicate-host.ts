// A VirtualService names each host once: a wildcard beside a name that it covers would give that name two sets of routes.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
import { knownTexts } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isIpAddress, wildcardHostProblem } from "../model/values";
import { covers } from "../workspace/names";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "duplicate-host",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Host named twice in a VirtualService",
      what: 'The host "{narrow}" is already covered by "{wide}".',
      why: REJECTED.en,
      next: "Remove one of the two.",
    },
    ko: {
      title: "VirtualService에 두 번 적힌 호스트",
      what: '"{narrow}" 호스트는 이미 "{wide}" 호스트에 포함됩니다.',
      why: REJECTED.ko,
      next: "둘 가운데 하나를 제거합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  hosts:
  - "*.yahoo.com"
  - finance.yahoo.com
  # ^^^^^^^^^^^^^^^^^ error duplicate-host
`,
    ],
    good: [
      `kind: VirtualService
spec:
  hosts:
  - "*.example.com"
  - finance.yahoo.com
`,
    ],
  },
  *check(_cx, resource) {
    const [spec] = messagesOf(resource, "VirtualService");
    if (resource.uncertain || spec === undefined) return;
    const { document } = resource;
    const hosts = knownTexts(spec.node, "hosts");
    // Istio only compares hosts that are all well formed.
    if (hosts.some(({ value }) => wildcardHostProblem(value) !== undefined && !isIpAddress(value))) return;
    for (const [position, second] of hosts.entries()) {
      const first = hosts
        .slice(0, position)
        .find((host) => covers(host.value, second.value) || covers(second.value, host.value));
      if (first === undefined) continue;
      const [wide, narrow] = covers(first.value, second.value) ? [first, second] : [second, first];
      yield {
        at: narrow.span,
        args: { wide: wide.value, narrow: narrow.value },
        related: [{ place: { document, span: wide.span }, text: { en: "The wider host", ko: "더 넓은 호스트" } }],
        data: about(spec, "hosts", narrow.position),
      };
    }
  },
  *repair(_cx, resource, finding) {
    yield* removeNoted(resource, finding, { preferred: true, safe: true });
  },
});
