// The entry in VS Code's language status (the braces beside "YAML"): whether the server runs, its version, and the way to
// its output. Nothing is shown in the status bar itself.
import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";
import { say } from "../client-text";
import type { Session } from "../session";

export function createStatusItem(session: Session): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("istio-egress.status", session.selector);
  const draw = (state: State): void => {
    item.name = say("statusName");
    item.busy = state === State.Starting;
    item.severity =
      state === State.Stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = ["Istio Egress", session.serverVersion()].filter((part) => part !== undefined).join(" ");
    item.detail = detail(state);
    item.command =
      state === State.Stopped
        ? { command: "istio-egress.restartServer", title: say("restart") }
        : { command: "istio-egress.showOutput", title: say("showOutput") };
  };
  draw(State.Starting);
  return vscode.Disposable.from(
    item,
    session.onStateChange(draw),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("istioEgress.locale")) draw(session.state());
    }),
  );
}

function detail(state: State): string {
  switch (state) {
    case State.Running:
      return say("ready");
    case State.Stopped:
      return say("stopped");
    default:
      return say("starting");
  }
}
