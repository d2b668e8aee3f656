// CORS policies: methods that exist, and a lifetime in whole seconds, which is how the header says it.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
import { knownText } from "../model/field";
import { CORS_METHODS } from "../model/http-values";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { durationProblem, parseDuration } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted, replaceNoted } from "./repairs";

const SECOND = 1_000_000_000n;

export const rule = defineRule({
  code: "invalid-cors-policy",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "CORS policy Istio refuses",
      what: '"{method}" is not an HTTP method that CORS can allow.',
      why: REJECTED.en,
      next: "Write a method in capitals, such as GET, or * for all.",
    },
    ko: {
      title: "Istio가 거부하는 CORS 정책",
      what: '"{method}" 값은 CORS로 허용할 수 있는 HTTP 메서드가 아닙니다.',
      why: REJECTED.ko,
      next: "GET처럼 대문자로 메서드를 적거나, 모두 허용하려면 *를 적습니다.",
    },
  },
  variants: {
    seconds: {
      en: {
        what: "maxAge is {duration}, which is not a whole number of seconds.",
        next: "Write whole seconds.",
      },
      ko: {
        what: "maxAge 값({duration})이 초 단위로 떨어지지 않습니다.",
        next: "초 단위의 시간을 적습니다.",
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
    corsPolicy:
      allowMethods: [GET, post]
      #                   ^^^^ error invalid-cors-policy
      maxAge: 1.5s
      #       ^^^^ error invalid-cors-policy
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    corsPolicy:
      allowMethods: [GET, POST]
      maxAge: 24h
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const cors of messagesOf(resource, "CorsPolicy")) {
      const list = entryOf(cors.node, "allowMethods")?.value;
      for (const [position, item] of list?.kind === "sequence" ? list.items.entries() : []) {
        if (item?.kind !== "scalar" || item.placeholder || typeof item.value !== "string") continue;
        if (!CORS_METHODS.includes(item.value))
          yield { at: item.span, args: { method: item.value }, data: about(cors, "allowMethods", position) };
      }
      const age = knownText(cors.node, "maxAge");
      const nanoseconds = age === undefined ? undefined : parseDuration(age.value);
      // Durations that are wrong anywhere have a rule of their own.
      if (age === undefined || nanoseconds === undefined || durationProblem(age.value) !== undefined) continue;
      if (nanoseconds % SECOND !== 0n)
        yield { at: age.span, args: { duration: age.value }, variant: "seconds", data: about(cors, "maxAge") };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "seconds") {
      const nanoseconds = parseDuration(String(finding.args.duration)) ?? 0n;
      yield* replaceNoted(resource, finding, `${(nanoseconds + SECOND - 1n) / SECOND}s`, { preferred: true });
      return;
    }
    const meant = String(finding.args.method).trim().toUpperCase();
    if (CORS_METHODS.includes(meant)) yield* replaceNoted(resource, finding, meant, { preferred: true, safe: true });
    else yield* removeNoted(resource, finding, {});
  },
});
