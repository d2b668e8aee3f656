// `explain`: what a field means.
import { explain, type Locale } from "../service/index";
import { VERSION } from "../version";
import { readArguments, UsageError } from "./arguments";
import { versionOf } from "./istio-version";
import { safeLines, type Terminal } from "./terminal";
import { cliText, help } from "./text";

/** Runs `explain`; the result is the exit status. */
export function explainCommand(args: readonly string[], terminal: Terminal, fallback: Locale): number {
  const { value, has, positionals, locale } = readArguments(args, { valued: ["istio-version"], flags: [] }, fallback);
  if (has("help") || has("version")) {
    terminal.out(has("help") ? help[locale] : `${VERSION}\n`);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError(cliText.oneField[locale]);
  const istioVersion = versionOf(value("istio-version"), locale);
  const { found, text } = explain(path, { locale, format: "plaintext", istioVersion });
  const print = found ? terminal.out : terminal.err;
  print(safeLines(text.split("\n")));
  return found ? 0 : 2;
}
