// "Istio Egress: Show Output": opens the log of client and server.
import type * as vscode from "vscode";

export function showOutput(output: vscode.LogOutputChannel): void {
  output.show();
}
