// The server as a Node process: over IPC when VS Code starts it, over standard input and output with `--stdio`.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { processClock } from "./files/clock.node";
import { diskFiles } from "./files/disk.node";
import { Inbox } from "./lsp/inbox";
import { startServer } from "./lsp/server";
import { texts } from "./lsp/texts";
import { say } from "./service/index";
import { VERSION } from "./version";

const PROGRAM = { program: "server.js" };
/** How to start it, in both languages: before it runs, nobody has said which one is read. */
const USAGE = [`istio-egress ${VERSION}`, say(texts.usage, "en", PROGRAM), say(texts.usage, "ko", PROGRAM), ""].join(
  "\n\n",
);

function main(args: readonly string[]): void {
  const isTransport = (argument: string): boolean => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(argument);
  if (args.includes("--version")) {
    process.stdout.write(`${VERSION}\n`);
  } else if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(USAGE);
  } else if (!args.some(isTransport)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
  } else {
    const inbox = new Inbox();
    const connection = createConnection(ProposedFeatures.all, inbox.connectionOptions);
    startServer({ connection, inbox, source: diskFiles(processClock), clock: processClock, version: VERSION });
  }
}

main(process.argv.slice(2));
