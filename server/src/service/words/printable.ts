// Values from YAML, made harmless to show: a control character, a line break, or a mark that turns the direction of writing would act on the
// reader's screen instead of standing in it. It is shown by the escape that YAML itself writes between double quotes. What a format (Markdown, a
// terminal, a log) needs beyond that is left to the place that writes the format.

/** C0 and C1 controls, line separators, the byte order mark, and the marks and overrides of writing direction. */
const UNPRINTABLE = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

const SHORT: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\u001B": "\\e" };

/** The text as one line in which every character stands for itself alone; what could not be seen is written as an escape. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escapeOf);
}

/** The escape of one UTF-16 unit. */
export function escapeOf(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
