// A text that exists in every language the product speaks. Which one is shown is decided last, in words/.

/** The languages people are addressed in. */
export type Locale = "en" | "ko";

/** One text in all languages; placeholders are named, `{host}`, and the same in each. */
export interface LocalizedText {
  readonly en: string;
  readonly ko: string;
}

/** Values for the placeholders of a text. */
export type TextArgs = Readonly<Record<string, string | number>>;
