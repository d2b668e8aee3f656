// The command line as a process: what becomes of its output, and of a mistake of our own.
import { run } from "./run.node";
import { safeLines } from "./terminal";
import { cliText } from "./text";
import { chooseLocale, fill } from "../service/index";

const language = process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG;
const locale = chooseLocale(language);

/** 2 once the output could not be written: whatever the report said, somebody did not get it. */
let outputStatus = 0;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe, which is no failure.
  if (error.code === "EPIPE" || error.code === "EOF" || outputStatus === 2) return;
  outputStatus = 2;
  process.exitCode = 2;
  process.stderr.write(safeLines([fill(cliText.outputFailed[locale], { code: error.code ?? error.message })]));
});
// Where would one say that standard error is gone?
process.stderr.on("error", () => undefined);

run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  language,
}).then(
  (status) => {
    // Not process.exit: output to a pipe may still be on its way.
    process.exitCode = Math.max(status, outputStatus);
  },
  (error: unknown) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(safeLines([cliText.crashed[locale], ...stack.split("\n")]));
    process.exitCode = 2;
  },
);
