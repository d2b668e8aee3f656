// Choosing a language and filling in values: the last step before a text reaches a person.
import type { Locale, LocalizedText, TextArgs } from "../base/localized-text";
import { printable } from "./printable";

/** The language for a tag such as `ko-KR`, `en` or `auto`; English for everything that is not Korean. */
export function chooseLocale(tag: string | undefined): Locale {
  return tag?.toLowerCase().split(/[-_.]/)[0] === "ko" ? "ko" : "en";
}

/** One language of a text, its placeholders filled. A placeholder without a value stays visible: it is a mistake of ours, not the user's. */
export function say(text: LocalizedText, locale: Locale, args: TextArgs = {}): string {
  return fill(text[locale], args);
}

/** Fills `{name}` placeholders. Values are taken literally, braces in them included; what would act on the reader's screen is shown as an escape. */
export function fill(template: string, args: TextArgs): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? printable(String(args[name])) : whole,
  );
}
