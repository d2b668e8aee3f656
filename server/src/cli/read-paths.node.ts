// Reading what the user named, and saying what was not read: every named path, and of what lies in folders as much as anybody wants to read.
import { fill, type Locale } from "../service/index";
import { UsageError } from "./arguments";
import { type Inputs, type NotRead, readInputs } from "./inputs.node";
import { safeLines, type Terminal } from "./terminal";
import { cliText } from "./text";

/** More names than this say nothing more. */
const MOST_NAMED = 20;

/** Reads the paths and tells on standard error what was not read. Throws a UsageError when there is no path to read. */
export async function readPaths(paths: readonly string[], terminal: Terminal, locale: Locale): Promise<Inputs> {
  if (paths.length === 0) throw new UsageError(cliText.noPath[locale]);
  if (paths.includes("")) throw new UsageError(cliText.emptyPath[locale]);
  const inputs = await readInputs(paths, (count) => {
    if (terminal.interactive && count % 100 === 0) terminal.err(`\r${fill(cliText.reading[locale], { count })}`);
  });
  if (terminal.interactive && inputs.files.length >= 100) terminal.err("\r\u001b[K");
  const named = inputs.notRead.filter(({ isNamed }) => isNamed);
  const met = inputs.notRead.filter(({ isNamed }) => !isNamed);
  const lines = [...named, ...met.slice(0, MOST_NAMED)].map((path) => sentence(path, locale));
  const more = met.length - MOST_NAMED;
  if (more > 0) lines.push(fill(cliText.more[locale], { files: more }));
  const isNothing = inputs.files.length === 0 && named.length === 0;
  if (isNothing) lines.push(fill(cliText.nothingRead[locale], { paths: paths.join(", ") }));
  if (inputs.notEntered.length > 0)
    lines.push(fill(cliText.notEntered[locale], { folders: inputs.notEntered.join(", ") }));
  terminal.err(safeLines(lines));
  return inputs;
}

function sentence({ name, reason, code }: NotRead, locale: Locale): string {
  return fill(cliText.unreadable[locale], { path: name, reason: fill(cliText[reason][locale], { code }) });
}
