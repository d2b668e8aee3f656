// Percentages of faults and mirrors: from 0 to 100. A fault's may not be smaller than a millionth of all requests, which is as fine as Envoy counts.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent
import { type Field, knownNumber } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isPercent } from "../model/values";
import { defineRule } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

/** The smallest share of requests that a fault can concern, in percent. */
const SMALLEST = 0.0001;

export const rule = defineRule({
  code: "invalid-percentage",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Percentage out of range",
      what: "The percentage {value} is not between 0 and 100.",
      why: REJECTED.en,
      next: "Write a number from 0 to 100.",
    },
    ko: {
      title: "범위를 벗어난 백분율",
      what: "백분율({value})이 0에서 100 사이를 벗어났습니다.",
      why: REJECTED.ko,
      next: "0에서 100 사이의 수를 적습니다.",
    },
  },
  variants: {
    "too-small": {
      en: {
        what: "The percentage {value} is smaller than 0.0001.",
        next: "Write 0 for no requests, or at least 0.0001.",
      },
      ko: {
        what: "백분율({value})이 0.0001보다 작습니다.",
        next: "요청에 적용하지 않으려면 0을, 적용하려면 0.0001 이상의 수를 적습니다.",
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
    fault:
      delay:
        fixedDelay: 5s
        percentage:
          value: 110
          #      ^^^ error invalid-percentage
    mirror:
      host: shadow.example.com
    mirrorPercentage: { value: -5 }
    #                          ^^ error invalid-percentage
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    fault:
      delay:
        fixedDelay: 5s
        percentage:
          value: 0.1
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { owner, field, percent } of percentages(resource)) {
      const inFault = owner.parent?.message === "FaultAbort" || owner.parent?.message === "FaultDelay";
      const tooSmall = inFault && percent.value > 0 && percent.value < SMALLEST;
      if (isPercent(percent.value) && !tooSmall) continue;
      yield {
        at: percent.span,
        args: { value: percent.value },
        ...(tooSmall ? { variant: "too-small" } : {}),
        data: about(owner, field),
      };
    }
  },
  *repair(_cx, resource, finding) {
    const value = Number(finding.args.value);
    yield* replaceNoted(resource, finding, value > 100 ? 100 : value > 0 ? SMALLEST : 0, { preferred: true });
  },
});

/** Every percentage of a VirtualService whose number is known. */
function percentages(
  resource: Parameters<typeof messagesOf>[0],
): readonly { readonly owner: MessageNode; readonly field: string; readonly percent: Field<number> }[] {
  const fields: Readonly<Record<string, readonly string[]>> = {
    Percent: ["value"],
    HTTPRoute: ["mirrorPercent", "mirror_percent"],
  };
  return messagesOf(resource, ...Object.keys(fields)).flatMap((owner) =>
    (fields[owner.message] ?? []).flatMap((field) => {
      const percent = knownNumber(owner.node, field);
      return percent === undefined ? [] : [{ owner, field, percent }];
    }),
  );
}
