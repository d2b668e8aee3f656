// The server as a Node process: over IPC when VS Code starts it, over standard input and output with `--stdio`.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { processClock } from "./files/clock.node";
import { diskFiles } from "./files/disk.node";
import { startServer } from "./lsp/server";
import { VERSION } from "./version";

if (process.argv.includes("--version")) {
  process.stdout.write(`${VERSION}\n`);
} else {
  startServer(createConnection(ProposedFeatures.all), diskFiles(processClock), VERSION);
}
