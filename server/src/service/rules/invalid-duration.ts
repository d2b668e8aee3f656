// Durations in Go's form (`5s`, `1.5s`, `1h30m`), at least a millisecond and in whole milliseconds. A few fields take zero or any duration.
import { type Field, knownText } from "../model/field";
import { writtenFields, type WrittenField } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { durationProblem, parseDuration } from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { defineRule } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-duration",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Invalid duration",
      what: '{field} has "{value}", which is no duration.',
      why: REJECTED.en,
      next: "Write a number with a unit: h, m, s or ms, as in 5s or 1m30s.",
    },
    ko: {
      title: "잘못된 시간 값",
      what: '{field} 필드의 "{value}" 값은 시간 형식이 아닙니다.',
      why: REJECTED.ko,
      next: "5s, 1m30s 처럼 숫자에 h, m, s, ms 단위를 붙여 씁니다.",
    },
  },
  variants: {
    "too-short": {
      en: {
        what: "{field} is {value}; the shortest duration is 1ms.",
        next: "Write at least 1ms, or remove {field} when it should not apply.",
      },
      ko: {
        what: "{field} 값이 {value}입니다. 가장 짧은 시간은 1ms입니다.",
        next: "1ms 이상으로 쓰거나, 적용하지 않으려면 {field} 필드를 제거합니다.",
      },
    },
    precision: {
      en: {
        what: "{field} is {value}, which is not a whole number of milliseconds.",
        next: "Round it to milliseconds.",
      },
      ko: { what: "{field} 값({value})이 밀리초 단위로 떨어지지 않습니다.", next: "밀리초 단위로 맞춥니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    timeout: 10sec
    #        ^^^^^ error invalid-duration
    retries:
      attempts: 3
      perTryTimeout: 0s
      #              ^^ error invalid-duration
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    timeout: 1m30s
    retries:
      attempts: 3
      perTryTimeout: 0.5s
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const written of writtenFields(resource)) {
      const value = knownText(written.owner.node, written.name);
      if (value === undefined) continue;
      const problem = problemOf(written, value);
      if (problem === undefined) continue;
      yield {
        at: value.span,
        args: { field: written.name, value: value.value },
        data: about(written.owner, written.name),
        ...(problem === "syntax" ? {} : { variant: problem }),
      };
    }
  },
  *repair(_cx, resource, finding) {
    const value = finding.variant === undefined ? respelt(String(finding.args.value)) : undefined;
    if (value !== undefined) yield* replaceNoted(resource, finding, value, { preferred: true, safe: true });
  },
});

function problemOf({ schema }: WrittenField, { value }: Field<string>): ReturnType<typeof durationProblem> {
  if (schema.type !== "duration" && schema.format !== "duration") return undefined;
  if (schema.lenient === undefined) return durationProblem(value);
  const nanoseconds = parseDuration(value);
  if (nanoseconds === undefined) return "syntax";
  if (schema.lenient === "any" || nanoseconds / 1_000_000n === 0n) return undefined;
  return durationProblem(value);
}

const WORDS: Readonly<Record<string, string>> = {
  milliseconds: "ms",
  msecs: "ms",
  seconds: "s",
  secs: "s",
  minutes: "m",
  mins: "m",
  hours: "h",
  hrs: "h",
};

/** A duration whose unit is written as a word or in capitals, in Go's form. */
function respelt(text: string): string | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const word = unit.toLowerCase();
  const found = ["ms", "s", "m", "h"].includes(word) ? word : (WORDS[word] ?? WORDS[`${word}s`]);
  return number === "" || found === undefined ? undefined : number + found;
}
