// What the commands talk to, and what they may print there. Every line that holds words from files or arguments passes `safeLine`: it neither moves
// the cursor of a terminal nor gives an order to the system that runs a build. The formats for programs have their own escapes (formats.ts).
import { printable } from "../service/index";

/** Where output goes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly interactive: boolean;
  /** The language of the environment, such as `ko_KR.UTF-8`. */
  readonly language: string | undefined;
}

/**
 * One line of output without its line break. Control characters are shown as escapes. GitHub takes a line that begins with `::` as an order, and
 * `##[…]` anywhere in it; Azure takes `##vso[…]` and TeamCity `##teamcity[…]`: their first character is shown as an escape too.
 */
export function safeLine(text: string): string {
  return printable(text)
    .replace(/^(\s*):(?=:)/, "$1\\u003a")
    .replace(/#(?=#(?:vso|teamcity)?\[)/gi, "\\u0023");
}

/** Several lines, each made safe; the line breaks between them are ours. */
export function safeLines(lines: readonly string[]): string {
  return lines.map((line) => `${safeLine(line)}\n`).join("");
}
