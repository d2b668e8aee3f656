// The reference pages of the rules, written from the rules themselves: one page a rule and language, and a list of all.
import type { AnyRule, Locale } from "../../server/src/service/index";
import { readFixture } from "./fixture";

const WORDS = {
  en: {
    heading: "Rules",
    intro:
      "Every finding carries one of these codes. The severity says what happens: an `error` is rejected by Istio or surely fails, a `warning` very likely does not do what its author meant, `information` works yet surprises, a `hint` knows a better form.",
    columns: "| code | severity | what it finds | istioctl, Kiali |",
    why: "What happens",
    next: "What to do",
    bad: "Reported",
    good: "Not reported",
    severity: "Severity",
    same: "Related codes of other tools",
    repair: "Comes with a quick-fix.",
    forms: "Forms",
    generated: "Written from the rule itself by `npm run generate`.",
  },
  ko: {
    heading: "규칙",
    intro:
      "모든 진단에는 아래 코드 가운데 하나가 붙습니다. 심각도는 결과를 뜻합니다. `error`는 Istio가 거부하거나 트래픽이 반드시 실패하는 경우, `warning`은 작성자의 의도와 다를 가능성이 매우 큰 경우, `information`은 동작하지만 예상과 다를 수 있는 경우, `hint`는 더 나은 방법이 있는 경우입니다.",
    columns: "| 코드 | 심각도 | 찾는 문제 | istioctl, Kiali |",
    why: "생기는 일",
    next: "해결 방법",
    bad: "보고하는 예",
    good: "보고하지 않는 예",
    severity: "심각도",
    same: "다른 도구의 관련 코드",
    repair: "빠른 수정을 제공합니다.",
    forms: "형태",
    generated: "`npm run generate`가 규칙에서 만든 문서입니다.",
  },
} as const;

/** Every page, by its path in the repository. */
export function renderRulePages(rules: readonly AnyRule[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  for (const locale of ["en", "ko"] as const) {
    pages.set(locale === "en" ? "docs/rules.md" : "docs/rules.ko.md", list(rules, locale));
    for (const rule of rules)
      pages.set(locale === "en" ? `docs/rules/${rule.code}.md` : `docs/rules/ko/${rule.code}.md`, page(rule, locale));
  }
  return pages;
}

function list(rules: readonly AnyRule[], locale: Locale): string {
  const words = WORDS[locale];
  const folder = locale === "en" ? "rules" : "rules/ko";
  const rows = rules.map(
    (rule) =>
      `| [\`${rule.code}\`](${folder}/${rule.code}.md) | ${rule.severity} | ${cell(rule.text[locale].title)} | ${rule.seeAlso.join(", ")} |`,
  );
  return [
    `# ${words.heading}`,
    words.intro,
    [words.columns, "| --- | --- | --- | --- |", ...rows].join("\n"),
    `<!-- ${words.generated} -->`,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function page(rule: AnyRule, locale: Locale): string {
  const words = WORDS[locale];
  const text = rule.text[locale];
  const variants = Object.values(rule.variants ?? {}).flatMap((variant) => variant[locale].what ?? []);
  const facts = [
    `${words.severity}: \`${rule.severity}\``,
    ...(rule.seeAlso.length > 0 ? [`${words.same}: ${rule.seeAlso.join(", ")}`] : []),
    ...(rule.repairResource !== undefined || rule.repairDocument !== undefined ? [words.repair] : []),
  ];
  return [
    `# ${rule.code}: ${text.title}`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    code(text.what),
    ...(variants.length > 0 ? [`## ${words.forms}`, variants.map((form) => `- ${code(form)}`).join("\n")] : []),
    `## ${words.why}`,
    code(text.why),
    `## ${words.next}`,
    code(text.next),
    `## ${words.bad}`,
    ...rule.examples.bad.map(example),
    `## ${words.good}`,
    ...rule.examples.good.map(example),
    `<!-- ${words.generated} -->`,
  ]
    .filter((block) => block !== "")
    .join("\n\n")
    .concat("\n");
}

/** Placeholders stand out as code. */
function code(sentence: string): string {
  return sentence.replace(/`?\{([a-zA-Z]+)\}`?/g, "`{$1}`");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function example(source: string): string {
  const fixture = readFixture(source);
  const files = fixture.files.map(({ uri, text }) =>
    fixture.files.length === 1 ? text.trimEnd() : `# ${uri.replace(/^file:\/\//, "")}\n${text.trimEnd()}`,
  );
  return ["```yaml", files.join("\n\n"), "```"].join("\n");
}
