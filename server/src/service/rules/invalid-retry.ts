// Retries: conditions that Envoy knows, and a number of attempts when there is anything to say about them.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
import { closest } from "../base/edit-distance";
import type { Span } from "../base/span";
import { type Field, isSet, knownNumber, knownText } from "../model/field";
import { isRetryCondition, RETRY_CONDITIONS } from "../model/http-values";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, ownerOf, REJECTED, replaceNoted, setField } from "./repairs";

/** How often Istio retries when a VirtualService says nothing about it. */
const DEFAULT_ATTEMPTS = 2;

export const rule = defineRule({
  code: "invalid-retry",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Retry settings Istio refuses",
      what: 'Envoy has no retry condition "{condition}".',
      why: REJECTED.en,
      next: "Write conditions such as 5xx, connect-failure or unavailable, or status codes such as 503, with commas and no spaces between them.",
    },
    ko: {
      title: "Istio가 거부하는 재시도 설정",
      what: 'Envoy에는 "{condition}" 재시도 조건이 없습니다.',
      why: REJECTED.ko,
      next: "5xx, connect-failure, unavailable 같은 조건이나 503 같은 상태 코드를 공백 없이 쉼표로 이어 적습니다.",
    },
  },
  variants: {
    space: {
      en: {
        what: 'There is a space around the retry condition "{condition}".',
        why: "Istio takes the space for a part of the condition, which Envoy then does not have; the webhook rejects the resource.",
        next: "Write the conditions with commas and no spaces between them.",
      },
      ko: {
        what: '"{condition}" 재시도 조건 앞뒤에 공백이 있습니다.',
        why: "Istio는 공백을 조건의 일부로 읽으며, Envoy에는 그런 조건이 없습니다. 웹훅이 리소스를 거부합니다.",
        next: "조건을 공백 없이 쉼표로 이어 적습니다.",
      },
    },
    negative: {
      en: {
        what: "attempts is {value}, which is below zero.",
        next: "Write how often to try again; 0 turns retries off.",
      },
      ko: {
        what: "attempts 값({value})이 0보다 작습니다.",
        next: "다시 시도할 횟수를 적습니다. 0이면 재시도하지 않습니다.",
      },
    },
    disabled: {
      en: {
        what: "{field} is set, but attempts is 0 or missing, which turns retries off.",
        next: "Set attempts, or remove the other settings of retries.",
      },
      ko: {
        what: "{field} 필드를 지정했지만 attempts 값이 0이거나 없어서 재시도가 꺼져 있습니다.",
        next: "attempts를 지정하거나 retries의 다른 설정을 제거합니다.",
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
    retries:
      perTryTimeout: 2s
      #<^^^^^^^^^^^ error invalid-retry
  - ...
    retries:
      attempts: 3
      retryOn: 5xx, conect-failure
      #            ^^^^^^^^^^^^^^^ error invalid-retry
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    retries:
      attempts: 3
      perTryTimeout: 2s
      retryOn: 5xx,connect-failure,503
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const retries of messagesOf(resource, "HTTPRetry")) {
      const attempts = knownNumber(retries.node, "attempts");
      if (attempts !== undefined && attempts.value < 0)
        yield {
          at: attempts.span,
          args: { value: attempts.value },
          variant: "negative",
          data: about(retries, "attempts"),
        };
      const field = ["perTryTimeout", "retryOn", "retryRemoteLocalities"].find((name) => isWritten(retries, name));
      const entry = field === undefined ? undefined : entryOf(retries.node, field);
      if (field !== undefined && entry !== undefined && !isSet(retries.node, "attempts") && !resource.uncertain)
        yield { at: entry.key.span, args: { field }, variant: "disabled", data: about(retries, "attempts") };
      yield* judgeConditions(retries, resource.document.text);
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "disabled")
      yield* setField(resource, ownerOf(resource, finding), "attempts", DEFAULT_ATTEMPTS, {
        title: { en: "Set attempts to {value}, Istio's default", ko: "attempts를 Istio 기본값인 {value} 값으로 지정" },
        preferred: true,
      });
    if (finding.variant === "negative")
      yield* replaceNoted(resource, finding, 0, {
        title: { en: "Set attempts to 0: no retries", ko: "attempts를 0으로 지정: 재시도하지 않음" },
      });
    const meant = finding.data?.meant;
    if (typeof meant === "string")
      yield* replaceNoted(resource, finding, meant, { preferred: true, safe: finding.variant === "space" });
  },
});

/** Whether a field is there with any value at all, false and zero among them; an empty text is none. */
function isWritten(retries: MessageNode, field: string): boolean {
  const value = entryOf(retries.node, field)?.value;
  return value?.kind === "scalar" && (value.placeholder || (value.value !== undefined && value.value !== ""));
}

/** One finding for each unknown condition of `retryOn`; `meant` is the whole list with that condition mended, where that is clear. */
function* judgeConditions(retries: MessageNode, text: string): Iterable<Finding> {
  const retryOn = knownText(retries.node, "retryOn");
  if (retryOn === undefined || retryOn.value === "") return;
  const conditions = retryOn.value.split(",");
  let start = 0;
  for (const [position, condition] of conditions.entries()) {
    const at = partOf(text, retryOn, start, condition.length);
    start += condition.length + 1;
    if (isRetryCondition(condition)) continue;
    const trimmed = condition.trim();
    const spaced = isRetryCondition(trimmed);
    const mended = spaced ? trimmed : closest(trimmed, RETRY_CONDITIONS);
    const meant =
      mended === undefined
        ? {}
        : {
            meant: conditions
              .map((other, index) =>
                index === position ? mended : spaced && isRetryCondition(other.trim()) ? other.trim() : other,
              )
              .join(","),
          };
    yield {
      at,
      args: { condition: trimmed },
      ...(spaced ? { variant: "space" } : {}),
      data: { ...about(retries, "retryOn"), ...meant },
    };
  }
}

/** The place of a part of a text on one line; the whole value when it is written in a way that moves its characters. */
function partOf(text: string, field: Field<string>, start: number, length: number): Span {
  const inner = text.slice(field.span.start, field.span.end);
  const offset = inner === field.value ? 0 : inner.slice(1, -1) === field.value ? 1 : undefined;
  if (offset === undefined || length === 0) return field.span;
  const from = field.span.start + offset + start;
  return { start: from, end: from + length };
}
