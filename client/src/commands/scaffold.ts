// "Istio Egress: New Egress Set": asks how the traffic shall leave, for which host and in which namespace, and inserts what
// the server scaffolds as a snippet at the cursor. Without a YAML editor it opens a new document first.
import * as vscode from "vscode";
import { SCAFFOLD_REQUEST, type ScaffoldParams, type ScaffoldResult } from "../../../server/src/protocol/messages";
import { say, type ScaffoldVariant, variantChoices } from "../client-text";
import type { Session } from "../session";

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})+$`, "i");
const WILDCARD_HOST = new RegExp(`^\\*(\\.${LABEL})+$`, "i");
const NAMESPACE = new RegExp(`^${LABEL}$`);

/** Does nothing when the person leaves one of the questions. */
export async function scaffold(session: Session): Promise<void> {
  const params = await ask();
  if (params === undefined) return;
  const editor = await yamlEditor();
  const { snippet } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, params);
  await editor.insertSnippet(new vscode.SnippetString(snippet));
}

async function ask(): Promise<ScaffoldParams | undefined> {
  const choice = await vscode.window.showQuickPick(variantChoices(), {
    title: `${say("scaffoldTitle")} (1/3)`,
    placeHolder: say("pickVariant"),
    matchOnDetail: true,
  });
  if (choice === undefined) return undefined;
  const host = await askHost(choice.variant);
  if (host === undefined) return undefined;
  const namespace = await vscode.window.showInputBox({
    title: `${say("scaffoldTitle")} (3/3)`,
    prompt: say("askNamespace"),
    value: "default",
    validateInput: (text) => (NAMESPACE.test(text.trim()) ? undefined : say("badNamespace")),
  });
  if (namespace === undefined) return undefined;
  return { variant: choice.variant, host, namespace: namespace.trim() };
}

async function askHost(variant: ScaffoldVariant): Promise<string | undefined> {
  const isWildcard = variant === "wildcard";
  const host = await vscode.window.showInputBox({
    title: `${say("scaffoldTitle")} (2/3)`,
    prompt: say("askHost"),
    placeHolder: isWildcard ? "*.example.com" : "api.example.com",
    validateInput: (text) => {
      if (isWildcard) return WILDCARD_HOST.test(text.trim()) ? undefined : say("badWildcardHost");
      return HOST.test(text.trim()) ? undefined : say("badHost");
    },
  });
  return host?.trim();
}

async function yamlEditor(): Promise<vscode.TextEditor> {
  const active = vscode.window.activeTextEditor;
  if (active?.document.languageId === "yaml") return active;
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "yaml" }));
}
