// The commands: arguments in, text out, an exit status back. Everything that touches the terminal or the disk is here or in a file named *.node.ts.
import { chooseLocale, fill, type Locale } from "../service/index";
import { VERSION } from "../version";
import { readArguments, splitCommand, UsageError } from "./arguments";
import { checkCommand } from "./check-command.node";
import { explainCommand } from "./explain-command";
import { scaffoldCommand } from "./scaffold-command";
import { safeLines, type Terminal } from "./terminal";
import { cliText, help } from "./text";
import { traceCommand } from "./trace-command.node";

/** Runs the command line; the result is the exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const fallback = chooseLocale(terminal.language);
  try {
    const { command, rest } = splitCommand(args);
    switch (command) {
      case "check":
        return await checkCommand(rest, terminal, fallback);
      case "trace":
        return await traceCommand(rest, terminal, fallback);
      case "explain":
        return explainCommand(rest, terminal, fallback);
      case "scaffold":
        return scaffoldCommand(rest, terminal, fallback);
      case undefined:
      case "help":
        return general(rest, command, terminal, fallback);
      default:
        throw new UsageError(fill(cliText.unknownCommand[fallback], { name: command }));
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The language that was asked for is that of the message already; the hint beneath follows it.
    const at = args.lastIndexOf("--locale");
    const locale = at >= 0 ? chooseLocale(args[at + 1]) : fallback;
    terminal.err(safeLines([error.message, cliText.seeHelp[locale]]));
    return 2;
  }
}

/** `help`, and a line that names no command. */
function general(args: readonly string[], command: string | undefined, terminal: Terminal, fallback: Locale): number {
  const { has, locale } = readArguments(args, { valued: [], flags: [] }, fallback);
  if (has("version")) terminal.out(`${VERSION}\n`);
  else if (has("help") || command !== undefined) terminal.out(help[locale]);
  else {
    terminal.err(`${cliText.noCommand[locale]}\n\n${help[locale]}`);
    return 2;
  }
  return 0;
}
