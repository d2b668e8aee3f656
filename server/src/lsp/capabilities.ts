// What the server offers, given what the client can do.
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import type { ClientAbilities } from "./client-abilities";

/** The kind of the code action that applies every safe repair of a file. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.istioEgress`;

/** The answer to `initialize`. */
export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: !client.watchesFiles },
    hoverProvider: true,
    completionProvider: { resolveProvider: true, triggerCharacters: [" ", "-", "/", ".", '"', "'"] },
    ...(client.codeActionLiterals
      ? { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: false } }
      : {}),
    ...(client.pullsDiagnostics || client.onlyAsks
      ? { diagnosticProvider: { identifier: "istio-egress", interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    ...(client.workspaceFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
  };
}
