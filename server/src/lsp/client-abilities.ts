// What the client says it can do, reduced to the questions the server asks. Whatever it sends instead of a capability counts as not having it.
import { at, listHas } from "./json";

/** Abilities of the client; everything false for one that says nothing. */
export interface ClientAbilities {
  /** Findings are asked for and nothing is pushed: only clients that can be told to ask again. */
  readonly pullsDiagnostics: boolean;
  /** It can ask for findings and says nothing of showing pushed ones, so both ways are open to it. */
  readonly onlyAsks: boolean;
  readonly relatedInformation: boolean;
  readonly diagnosticVersions: boolean;
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

/** Reads the capabilities of `initialize`. */
export function readAbilities(capabilities: unknown): ClientAbilities {
  const can = (...path: readonly string[]): boolean => at(capabilities, ...path) === true;
  const has = (...path: readonly string[]): boolean => (at(capabilities, ...path) ?? undefined) !== undefined;
  const asks = has("textDocument", "diagnostic");
  return {
    pullsDiagnostics: asks && can("workspace", "diagnostics", "refreshSupport"),
    onlyAsks: asks && !has("textDocument", "publishDiagnostics"),
    relatedInformation:
      can("textDocument", "publishDiagnostics", "relatedInformation") ||
      can("textDocument", "diagnostic", "relatedInformation"),
    diagnosticVersions: can("textDocument", "publishDiagnostics", "versionSupport"),
    configuration: can("workspace", "configuration"),
    configurationChanges: can("workspace", "didChangeConfiguration", "dynamicRegistration"),
    watchesFiles: can("workspace", "didChangeWatchedFiles", "dynamicRegistration"),
    workspaceFolders: can("workspace", "workspaceFolders"),
    snippets: can("textDocument", "completion", "completionItem", "snippetSupport"),
    markdownHover: listHas(capabilities, "markdown", "textDocument", "hover", "contentFormat"),
    markdownCompletion: listHas(
      capabilities,
      "markdown",
      "textDocument",
      "completion",
      "completionItem",
      "documentationFormat",
    ),
    codeActionLiterals: has("textDocument", "codeAction", "codeActionLiteralSupport"),
    documentChanges: can("workspace", "workspaceEdit", "documentChanges"),
    labelDetails: can("textDocument", "completion", "completionItem", "labelDetailsSupport"),
    workDoneProgress: can("window", "workDoneProgress"),
  };
}
