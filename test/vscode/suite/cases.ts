// What must hold inside VS Code: activation, explanation, completion, diagnosis and repair, within a file and across files.
import assert from "node:assert/strict";
import * as vscode from "vscode";

const EXTENSION = "istio-egress.istio-egress";
const PATIENCE_MS = 20_000;

interface Case {
  readonly name: string;
  readonly check: () => Promise<void>;
}

export const cases: readonly Case[] = [
  {
    name: "activates when a YAML file opens, and registers its commands",
    check: async () => {
      await open("egress.yaml");
      await until("the extension is active", () => vscode.extensions.getExtension(EXTENSION)?.isActive === true);
      const commands = await vscode.commands.getCommands(true);
      for (const name of ["scaffold", "openExample", "restartServer", "showOutput"])
        assert.ok(commands.includes(`istio-egress.${name}`));
    },
  },
  {
    name: "finds nothing wrong in the classic set",
    check: async () => {
      const document = await open("egress.yaml");
      await quiet();
      assert.deepEqual(codesOf(document.uri), []);
    },
  },
  {
    name: "explains the port of the DestinationRule",
    check: async () => {
      const document = await open("egress.yaml");
      const position = positionOf(document, "443", 2);
      const text = await until("a hover with content", async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          "vscode.executeHoverProvider",
          document.uri,
          position,
        );
        const words = hovers
          .flatMap((hover) => hover.contents)
          .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""));
        return words.some((part) => part.includes("TLS")) ? words.join("\n") : undefined;
      });
      assert.match(text, /443/);
    },
  },
  {
    name: "completes a gateway that another file declares",
    check: async () => {
      const document = await open("split/routes.yaml");
      const word = positionOf(document, "split-egress", 1);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(word, word.translate(0, "split-egress".length)), "split-");
      await vscode.workspace.applyEdit(edit);
      const position = word.translate(0, "split-".length);
      const labels = await until("the gateway among the completions", async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          "vscode.executeCompletionItemProvider",
          document.uri,
          position,
        );
        const found = list.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
        return found.includes("split-egress") ? found : undefined;
      });
      assert.ok(labels.length > 0);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    },
  },
  {
    name: "reports missing TLS origination and repairs it",
    check: async () => {
      const document = await open("broken.yaml");
      const [finding] = await until("one finding", () => {
        const found = problemsOf(document.uri);
        return found.length === 1 ? found : undefined;
      });
      assert.ok(finding !== undefined);
      assert.equal(codeOf(finding), "missing-tls-origination");
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        finding.range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
      const repair = actions.find((action) => action.isPreferred === true && action.edit !== undefined);
      assert.ok(repair?.edit !== undefined, actions.map((action) => action.title).join(", "));
      assert.ok(await vscode.workspace.applyEdit(repair.edit));
      assert.match(document.getText(), /kind: DestinationRule/);
      await until("no finding", () => problemsOf(document.uri).length === 0);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    },
  },
  {
    name: "follows files that come and go on disk",
    check: async () => {
      const document = await open("broken.yaml");
      await until("one finding", () => problemsOf(document.uri).length === 1);
      const rule = fileUri("rule.yaml");
      await vscode.workspace.fs.writeFile(rule, new TextEncoder().encode(TLS_RULE));
      await until("no finding once the rule is there", () => problemsOf(document.uri).length === 0);
      await vscode.workspace.fs.delete(rule);
      await until("the finding again once the rule is gone", () => problemsOf(document.uri).length === 1);
    },
  },
];

const TLS_RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: broken-tls
  namespace: broken
spec:
  host: api.broken.example
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder !== undefined, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** What is worse than a hint. */
function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((found) => found.severity !== vscode.DiagnosticSeverity.Hint);
}

function codesOf(uri: vscode.Uri): string[] {
  return problemsOf(uri).map(codeOf);
}

function codeOf(finding: vscode.Diagnostic): string {
  const { code } = finding;
  return String(typeof code === "object" ? code.value : code);
}

function positionOf(document: vscode.TextDocument, text: string, occurrence: number): vscode.Position {
  let offset = -1;
  for (let found = 0; found < occurrence; found++) offset = document.getText().indexOf(text, offset + 1);
  assert.ok(offset >= 0, `the file contains ${text}`);
  return document.positionAt(offset);
}

/** Asks until the answer is neither undefined nor false. */
async function until<Value>(
  what: string,
  ask: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await pause(100);
  }
  throw new Error(`waited in vain for: ${what}`);
}

/** Resolves when no diagnostics have changed for a while. */
async function quiet(): Promise<void> {
  let changed = Date.now();
  const subscription = vscode.languages.onDidChangeDiagnostics(() => (changed = Date.now()));
  while (Date.now() - changed < 2000) await pause(100);
  subscription.dispose();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
