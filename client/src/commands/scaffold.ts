// "Istio Egress: New Egress Set": asks how the traffic shall leave, for which host and in which namespace, and inserts what
// the server scaffolds as a snippet at the cursor. Without a YAML editor it opens a new document first.
import * as vscode from "vscode";
import { SCAFFOLD_CHOICES_REQUEST, SCAFFOLD_REQUEST } from "../../../server/src/protocol/messages";
import type { ScaffoldChoice, ScaffoldParams, ScaffoldResult } from "../../../server/src/protocol/messages";
import { say } from "../client-text";
import type { Session } from "../session";

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})+$`, "i");
const NAMESPACE = new RegExp(`^${LABEL}$`);

/** Does nothing when the person leaves one of the questions. */
export async function scaffold(session: Session): Promise<void> {
  const params = await ask(await session.request<ScaffoldChoice[]>(SCAFFOLD_CHOICES_REQUEST, {}));
  if (params === undefined) return;
  const editor = await yamlEditor();
  const { snippet } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, params);
  await editor.insertSnippet(new vscode.SnippetString(snippet));
}

async function ask(choices: readonly ScaffoldChoice[]): Promise<ScaffoldParams | undefined> {
  const items = choices.map((choice) => ({ choice, label: choice.title, detail: choice.description }));
  const item = await vscode.window.showQuickPick(items, {
    title: `${say("scaffoldTitle")} (1/3)`,
    placeHolder: say("pickVariant"),
    matchOnDetail: true,
  });
  if (item === undefined) return undefined;
  const host = await askHost(item.choice.exampleHost);
  if (host === undefined) return undefined;
  const namespace = await vscode.window.showInputBox({
    title: `${say("scaffoldTitle")} (3/3)`,
    prompt: say("askNamespace"),
    value: "default",
    validateInput: (text) => (NAMESPACE.test(text.trim()) ? undefined : say("badNamespace")),
  });
  return namespace === undefined ? undefined : { variant: item.choice.variant, host, namespace: namespace.trim() };
}

async function askHost(example: string): Promise<string | undefined> {
  const host = await vscode.window.showInputBox({
    title: `${say("scaffoldTitle")} (2/3)`,
    prompt: say("askHost"),
    placeHolder: example,
    validateInput: (text) => (HOST.test(text.trim()) ? undefined : say("badHost")),
  });
  return host?.trim();
}

async function yamlEditor(): Promise<vscode.TextEditor> {
  const active = vscode.window.activeTextEditor;
  if (active?.document.languageId === "yaml") return active;
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "yaml" }));
}
