// Entry of the extension on the desktop and in a remote extension host: wires session, commands and views together.
import * as vscode from "vscode";
import { ADD_SETTING_COMMAND, type AddSettingParams } from "../../server/src/protocol/messages";
import { addSetting } from "./commands/add-setting";
import { openExample } from "./commands/open-example";
import { restartServer } from "./commands/restart-server";
import { scaffold } from "./commands/scaffold";
import { showOutput } from "./commands/show-output";
import { createSession } from "./session";
import { registerPreview } from "./wizard/preview";
import { createStatusItem } from "./views/status-item";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Istio Egress", { log: true });
  const session = createSession(context, output);
  context.subscriptions.push(
    output,
    session,
    createStatusItem(session),
    registerPreview(),
    vscode.commands.registerCommand("istio-egress.restartServer", () => restartServer(session)),
    vscode.commands.registerCommand("istio-egress.showOutput", () => {
      showOutput(output);
    }),
    vscode.commands.registerCommand("istio-egress.scaffold", () => scaffold(session)),
    vscode.commands.registerCommand("istio-egress.openExample", () => openExample(session)),
    vscode.commands.registerCommand(ADD_SETTING_COMMAND, async (...additions: readonly AddSettingParams[]) => {
      for (const addition of additions) await addSetting(addition);
    }),
  );
  await session.start();
}
