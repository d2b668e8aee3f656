// What the client says it can do, reduced to the questions the server asks.
import type { InitializeParams } from "vscode-languageserver";

/** Abilities of the client; everything false for one that says nothing. */
export interface ClientAbilities {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly snippets: boolean;
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  readonly codeActionLiterals: boolean;
  readonly documentChanges: boolean;
  readonly labelDetails: boolean;
  readonly workDoneProgress: boolean;
}

/** Reads the parameters of `initialize`. */
export function readAbilities({ capabilities }: InitializeParams): ClientAbilities {
  const { textDocument, workspace, window } = capabilities;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes("markdown") === true,
    markdownCompletion: textDocument?.completion?.completionItem?.documentationFormat?.includes("markdown") === true,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    workDoneProgress: window?.workDoneProgress === true,
  };
}
