// Shows a text beside the question that it belongs to, read-only, and takes it away again.
import * as vscode from "vscode";

const SCHEME = "istio-egress-preview";

let content = "";

/** Serves the text that is previewed. Registered once, when the extension starts. */
export function registerPreview(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: () => content });
}

/** Shows YAML in a column of its own; the question keeps the keyboard. */
export async function preview(text: string): Promise<{ close(): Promise<void> }> {
  content = text;
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${Date.now()}/egress.yaml` });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.languages.setTextDocumentLanguage(document, "yaml");
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
  return {
    close: async () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const own = tabs.filter((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === SCHEME);
      await vscode.window.tabGroups.close(own);
    },
  };
}
