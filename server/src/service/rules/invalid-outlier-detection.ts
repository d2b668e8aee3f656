// Settings of outlier detection outside their range, and local failures counted though they are not told apart.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
import { isSet, knownNumber } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isPercent } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeNoted, replaceNoted, setField } from "./repairs";

export const rule = defineRule({
  code: "invalid-outlier-detection",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Outlier detection out of range",
      what: "{field} is {value}, which is not between 0 and 100.",
      why: REJECTED.en,
      next: "Write a percentage from 0 to 100.",
    },
    ko: {
      title: "범위를 벗어난 outlier detection 설정",
      what: "{field} 필드의 값({value})이 0에서 100 사이를 벗어났습니다.",
      why: REJECTED.ko,
      next: "0에서 100 사이의 백분율을 적습니다.",
    },
  },
  variants: {
    local: {
      en: {
        what: "consecutiveLocalOriginFailures is set, but splitExternalLocalOriginErrors is not true.",
        why: "Failures to connect are only counted apart from the server's answers when splitExternalLocalOriginErrors is on; the webhook rejects the resource.",
        next: "Set splitExternalLocalOriginErrors to true.",
      },
      ko: {
        what: "consecutiveLocalOriginFailures 필드를 지정했지만 splitExternalLocalOriginErrors 값이 true가 아닙니다.",
        why: "splitExternalLocalOriginErrors를 켜야 접속 실패를 서버의 응답과 나누어 셉니다. 웹훅이 리소스를 거부합니다.",
        next: "splitExternalLocalOriginErrors를 true로 지정합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    outlierDetection:
      maxEjectionPercent: 150
      #                   ^^^ error invalid-outlier-detection
      consecutiveLocalOriginFailures: 3
      #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-outlier-detection
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    outlierDetection:
      maxEjectionPercent: 100
      splitExternalLocalOriginErrors: true
      consecutiveLocalOriginFailures: 3
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const outlier of messagesOf(resource, "OutlierDetection")) {
      for (const field of ["maxEjectionPercent", "minHealthPercent"]) {
        const percent = knownNumber(outlier.node, field);
        if (percent !== undefined && !isPercent(percent.value))
          yield { at: percent.span, args: { field, value: percent.value }, data: about(outlier, field) };
      }
      const failures = entryOf(outlier.node, "consecutiveLocalOriginFailures");
      const counts = (knownNumber(outlier.node, "consecutiveLocalOriginFailures")?.value ?? 0) > 0;
      if (
        failures !== undefined &&
        counts &&
        !resource.uncertain &&
        !isSet(outlier.node, "splitExternalLocalOriginErrors")
      )
        yield {
          at: failures.key.span,
          args: {},
          variant: "local",
          data: about(outlier, "consecutiveLocalOriginFailures"),
        };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "local") {
      yield* setField(resource, ownerOf(resource, finding), "splitExternalLocalOriginErrors", true, {
        title: { en: "Set splitExternalLocalOriginErrors to true", ko: "splitExternalLocalOriginErrors를 true로 지정" },
        after: "consecutiveLocalOriginFailures",
        preferred: true,
      });
      yield* removeNoted(resource, finding, {});
    } else yield* replaceNoted(resource, finding, Number(finding.args.value) > 100 ? 100 : 0, { preferred: true });
  },
});
