// The sentences of a finding in one language: what is wrong, what traffic does because of it, what to do.
import type { Locale } from "../base/localized-text";
import type { Finding, RuleText } from "../rules/define";
import type { LocatedFinding } from "../rules/run";
import { fill } from "../words/words";

/** The parts of a finding's message, filled in. */
export function messageParts(located: LocatedFinding, locale: Locale): RuleText {
  const { rule, finding } = located;
  const base = rule.text[locale];
  const variant = finding.variant === undefined ? undefined : rule.variants?.[finding.variant]?.[locale];
  const part = (name: "what" | "why" | "next"): string => fill(variant?.[name] ?? base[name], finding.args);
  return { title: base.title, what: part("what"), why: part("why"), next: part("next") };
}

/** Messages by their finding, which is frozen and outlives the keys that do not concern it: a long file has thousands of them. */
const messages = new WeakMap<Finding, Map<Locale, string>>();

/** The whole message as one text. */
export function messageOf(located: LocatedFinding, locale: Locale): string {
  const known = messages.get(located.finding) ?? new Map<Locale, string>();
  messages.set(located.finding, known);
  let message = known.get(locale);
  if (message === undefined) {
    const { what, why, next } = messageParts(located, locale);
    message = [what, why, next].filter((sentence) => sentence !== "").join(" ");
    known.set(locale, message);
  }
  return message;
}
