// Light-bulb entries -> LSP code actions.
import type {
  CodeAction as LspCodeAction,
  CodeActionParams,
  Diagnostic as LspDiagnostic,
  WorkspaceEdit,
} from "vscode-languageserver";
import { type CodeAction, codeActions, type FileEdits, fixAll, rangeOf } from "../../service/index";
import { FIX_ALL_KIND } from "../capabilities";
import type { Asked, Session } from "../context";

/** What is offered for a range; `only` of the request is respected. */
export function lspCodeActions(session: Session, asked: Asked, { range, context }: CodeActionParams): LspCodeAction[] {
  const { snapshot, key, locale } = asked;
  const wants = (kind: string): boolean =>
    context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const actions = wants("quickfix") ? codeActions(snapshot, key, range, locale, session.onCrash) : [];
  // Only on request: computing it tries every repair of the file.
  const all =
    context.only !== undefined && wants(FIX_ALL_KIND) ? fixAll(snapshot, key, locale, session.onCrash) : undefined;
  return [...actions, ...(all === undefined ? [] : [all])].flatMap(
    (action) => toLsp(session, asked, action, context.diagnostics) ?? [],
  );
}

/** The action; nothing when it would need a command that the client does not have. */
function toLsp(
  session: Session,
  asked: Asked,
  action: CodeAction,
  shown: readonly LspDiagnostic[],
): LspCodeAction | undefined {
  const { addSettingCommand } = session.options;
  const { title, kind, preferred, edits, settings } = action;
  if (settings.length > 0 && addSettingCommand === undefined) return undefined;
  const answered = answeredBy(asked, action, shown);
  return {
    title,
    kind,
    ...(preferred ? { isPreferred: true } : {}),
    ...(answered.length > 0 ? { diagnostics: answered } : {}),
    ...(edits.length > 0 ? { edit: workspaceEdit(session, asked, edits) } : {}),
    ...(settings.length > 0 && addSettingCommand !== undefined
      ? { command: { title, command: addSettingCommand, arguments: [...settings] } }
      : {}),
  };
}

/** The diagnostics among those shown that the action is an answer to. */
function answeredBy(
  { snapshot, key }: Asked,
  { code, span }: CodeAction,
  shown: readonly LspDiagnostic[],
): LspDiagnostic[] {
  const file = snapshot.file(key);
  if (span === undefined || file === undefined) return [];
  const { start } = rangeOf(file, span);
  return shown.filter(
    (other) =>
      other.code === code && other.range.start.line === start.line && other.range.start.character === start.character,
  );
}

/** Edits of files; for open ones with the version that they are meant for, so that the client can refuse them for a later text. */
function workspaceEdit(
  { client, addresses, documents }: Session,
  { snapshot }: Asked,
  files: readonly FileEdits[],
): WorkspaceEdit {
  const changes = files.flatMap(({ uri, edits }) => {
    const file = snapshot.file(uri);
    if (file === undefined) return [];
    const version = documents.versionOf(uri) ?? null;
    return [
      {
        textDocument: { uri: addresses.spell(uri), version },
        edits: edits.map((edit) => ({ range: rangeOf(file, edit.span), newText: edit.newText })),
      },
    ];
  });
  if (client.documentChanges) return { documentChanges: changes };
  return { changes: Object.fromEntries(changes.map(({ textDocument, edits }) => [textDocument.uri, edits])) };
}
