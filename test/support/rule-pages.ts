// The reference pages of the rules, written from the rules themselves: one page a rule and language, and a list of all.
import {
  type AnyRule,
  buildScaffold,
  type Locale,
  type RuleVariant,
  scaffoldVariants,
} from "../../server/src/service/index";
import type { ComposedDocument } from "./base-set";
import { examplesOf, isCaretLine, readFixtureSource } from "./fixture";

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
    forms: "Other forms",
    sets: "The sets that examples begin with",
    setsIntro:
      "Examples of rules begin with one of these sets and show what differs: `+` and `-` mark lines that the set has otherwise, and `^` marks what is reported. The same sets come as snippets (`istio-egress`, `istio-egress-<set>`) and from `istio-egress scaffold --variant <set>`.",
    changed: "The set {set}, changed:",
    unchanged: "The set {set} as it is.",
    without: "Left out: {documents}.",
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
    forms: "다른 형태",
    sets: "예의 바탕이 되는 세트",
    setsIntro:
      "규칙의 예는 아래 세트 가운데 하나에서 시작하여 달라지는 부분만 보여 줍니다. `+`와 `-`는 세트와 다른 줄을, `^`는 보고하는 부분을 가리킵니다. 같은 세트를 스니펫(`istio-egress`, `istio-egress-<세트>`)과 `istio-egress scaffold --variant <세트>` 명령으로 만들 수 있습니다.",
    changed: "{set} 세트에서 달라지는 부분:",
    unchanged: "{set} 세트 그대로.",
    without: "뺀 리소스: {documents}.",
    generated: "`npm run generate`가 규칙에서 만든 문서입니다.",
  },
} as const;

/** Every page, by its path in the repository. */
export function renderRulePages(rules: readonly AnyRule[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  for (const locale of ["en", "ko"] as const) {
    pages.set(locale === "en" ? "docs/rules.md" : "docs/rules.ko.md", list(rules, locale));
    pages.set(locale === "en" ? "docs/rules/sets.md" : "docs/rules/ko/sets.md", sets(rules, locale));
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
  const { bad, good } = examplesOf(rule);
  const forms = Object.values(rule.variants ?? {}).map((variant) => form(rule, variant, locale));
  const facts = [
    `${words.severity}: \`${rule.severity}\``,
    ...(rule.seeAlso.length > 0 ? [`${words.same}: ${rule.seeAlso.join(", ")}`] : []),
    ...(rule.repairResource !== undefined || rule.repairDocument !== undefined ? [words.repair] : []),
  ];
  return [
    `# ${rule.code}: ${text.title}`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    code(text.what),
    `## ${words.why}`,
    code(text.why),
    `## ${words.next}`,
    code(text.next),
    ...(forms.length > 0 ? [`## ${words.forms}`, ...forms] : []),
    `## ${words.bad}`,
    ...bad.map((source) => example(source, locale)),
    `## ${words.good}`,
    ...good.map((source) => example(source, locale)),
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

/** One form of the mistake with its own advice; what it leaves out is said above. */
function form(rule: AnyRule, variant: RuleVariant, locale: Locale): string {
  const words = WORDS[locale];
  const { what = rule.text[locale].what, why, next } = variant[locale];
  return [
    `- ${code(what)}`,
    ...(why === undefined ? [] : [`  - ${words.why}: ${code(why)}`]),
    ...(next === undefined ? [] : [`  - ${words.next}: ${code(next)}`]),
  ].join("\n");
}

/** The sets that some rule's examples begin with. */
function sets(rules: readonly AnyRule[], locale: Locale): string {
  const words = WORDS[locale];
  const used = new Set(
    rules.flatMap((rule) => {
      const { bad, good } = examplesOf(rule);
      return [...bad, ...good].flatMap((source) => readFixtureSource(source).base ?? []);
    }),
  );
  const sections = scaffoldVariants
    .filter(({ id }) => used.has(id))
    .flatMap((variant) => [
      `## ${variant.id}`,
      variant.description[locale],
      fenced("yaml", buildScaffold(variant).trimEnd()),
    ]);
  return [`# ${words.sets}`, words.setsIntro, ...sections, `<!-- ${words.generated} -->`].join("\n\n").concat("\n");
}

function example(source: string, locale: Locale): string {
  const { base, without, files } = readFixtureSource(source);
  const named = (uri: string): string[] => (files.length === 1 ? [] : [`# ${uri.replace(/^file:\/\//, "")}`]);
  if (base === undefined) {
    const text = files.flatMap(({ uri, documents }) => [
      ...named(uri),
      ...documents.map(({ text }) => text.trimEnd()),
      "",
    ]);
    return fenced("yaml", text.join("\n").replaceAll("<|>", "").trimEnd());
  }
  const words = WORDS[locale];
  const link = `[\`${base}\`](sets.md#${base})`;
  const blocks = files.flatMap(({ uri, documents }) => {
    const changed = documents.filter(({ text, base: before }) => text !== before);
    return changed.length === 0 ? [] : [[...named(uri), changed.map(difference).join("\n ---\n")].join("\n")];
  });
  const sentences = [
    (blocks.length === 0 && without.length === 0 ? words.unchanged : words.changed).replace("{set}", link),
    ...(without.length === 0
      ? []
      : [words.without.replace("{documents}", without.map((name) => `\`${name}\``).join(", "))]),
  ];
  return [sentences.join(" "), ...(blocks.length === 0 ? [] : [fenced("diff", blocks.join("\n\n"))])].join("\n\n");
}

/** A document against what it was in the set: all its lines, and those of the set that it no longer has. Carets are no change. */
function difference(document: ComposedDocument): string {
  const is = document.text.replaceAll("<|>", "").trimEnd().split("\n");
  const was = document.base?.trimEnd().split("\n") ?? [];
  // Lengths of the longest common subsequences of the rests; documents have some twenty lines.
  const common: number[][] = was.map(() => is.map(() => 0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = was.length - 1; i >= 0; i -= 1) {
    for (let j = is.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row !== undefined) row[j] = was[i] === is[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < was.length || j < is.length) {
    const line = is[j] ?? "";
    if (i < was.length && j < is.length && was[i] === line) {
      lines.push(` ${line}`);
      [i, j] = [i + 1, j + 1];
    } else if (j < is.length && isCaretLine(line)) {
      lines.push(` ${line.replace("#<", "^^").replace("#", " ")}`);
      j += 1;
    } else if (i < was.length && (j === is.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${was[i] ?? ""}`);
      i += 1;
    } else {
      lines.push(`+${line}`);
      j += 1;
    }
  }
  return lines.join("\n");
}

function fenced(language: string, text: string): string {
  return ["```" + language, text, "```"].join("\n");
}
