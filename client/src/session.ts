// The life of the connection to the language server: which documents it covers, what the server is told at its start, and
// when it has to start anew. It offers no feature of its own.
import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, type State, TransportKind } from "vscode-languageclient/node";
import { ADD_SETTING_COMMAND, type InitializationOptions } from "../../server/src/protocol/messages";

const OTHER_YAML_EXTENSION = "redhat.vscode-yaml";

/** Where YAML is edited. The schemes of git, of diffs and of output channels hold texts that nobody edits. */
const EDITED_SCHEMES = ["file", "untitled", "vscode-remote", "vscode-vfs"];

export interface Session {
  readonly selector: readonly vscode.DocumentFilter[];
  readonly onStateChange: vscode.Event<State>;
  state(): State;
  serverVersion(): string | undefined;
  /** Rejects when the server does not come up; the output channel then holds the reason. */
  start(): Promise<void>;
  restart(): Promise<void>;
  request<Result>(method: string, params: object): Promise<Result>;
  /** A document's uri as the server knows it. */
  uriOf(document: vscode.TextDocument): string;
  dispose(): void;
}

export function createSession(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Session {
  const selector = documentFilters();
  const module = context.asAbsolutePath("dist/server.js");
  const client = new LanguageClient(
    "istioEgress",
    "Istio Egress",
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6011"] } },
    },
    {
      documentSelector: selector,
      outputChannel: output,
      traceOutputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      initializationOptions: (): InitializationOptions => ({
        locale: vscode.env.language,
        alternateYaml: hasOtherYaml(),
        asksWhileTyping: true,
        snippetTransforms: true,
        suggestCommand: "editor.action.triggerSuggest",
        addSettingCommand: ADD_SETTING_COMMAND,
      }),
    },
  );
  const stateChange = new vscode.EventEmitter<State>();
  let toldOtherYaml = hasOtherYaml();

  async function restart(): Promise<void> {
    toldOtherYaml = hasOtherYaml();
    await client.restart();
  }

  const subscriptions = [
    stateChange,
    client.onDidChangeState((change) => {
      stateChange.fire(change.newState);
    }),
    vscode.extensions.onDidChange(() => {
      if (hasOtherYaml() !== toldOtherYaml) {
        restart().catch((reason: unknown) => {
          output.error(String(reason));
        });
      }
    }),
  ];

  return {
    selector,
    onStateChange: stateChange.event,
    state: () => client.state,
    serverVersion: () => client.initializeResult?.serverInfo?.version,
    start: () => client.start(),
    restart,
    request: (method, params) => client.sendRequest(method, params),
    uriOf: (document) => client.code2ProtocolConverter.asUri(document.uri),
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
      void client.dispose();
    },
  };
}

/** YAML in the schemes that are edited everywhere, and in those of this workspace's folders. */
function documentFilters(): { language: string; scheme: string }[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const schemes = new Set([...EDITED_SCHEMES, ...folders.map((folder) => folder.uri.scheme)]);
  return [...schemes].map((scheme) => ({ language: "yaml", scheme }));
}

function hasOtherYaml(): boolean {
  return vscode.extensions.getExtension(OTHER_YAML_EXTENSION) !== undefined;
}
