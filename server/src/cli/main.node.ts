// The command line as a process.
import { run } from "./run.node";

void run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  language: process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG,
}).then((status) => {
  // Not process.exit: output to a pipe may still be on its way.
  process.exitCode = status;
});
