// Light-bulb entries -> LSP code actions.
import {
  type CodeAction as LspCodeAction,
  type CodeActionParams,
  type Diagnostic as LspDiagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { ADD_SETTING_COMMAND } from "../../protocol/messages";
import { type CodeAction, codeActions, type FileEdits, fixAll, type OnCrash, rangeOf } from "../../service/index";
import { FIX_ALL_KIND } from "../capabilities";
import type { World } from "../world";

/** What is offered for a range; `only` of the request is respected. */
export function lspCodeActions(
  world: World,
  params: CodeActionParams,
  documentChanges: boolean,
  onCrash: OnCrash,
): LspCodeAction[] {
  const { textDocument, range, context } = params;
  const wants = (kind: string): boolean =>
    context.only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ?? true;
  const actions: LspCodeAction[] = [];
  if (wants("quickfix")) {
    for (const action of codeActions(world.snapshot, textDocument.uri, range, world.locale, onCrash)) {
      actions.push(toLsp(world, textDocument.uri, action, context.diagnostics, documentChanges));
    }
  }
  // Only on request: computing it tries every repair of the file.
  if (context.only?.some((asked) => FIX_ALL_KIND === asked || FIX_ALL_KIND.startsWith(`${asked}.`)) === true) {
    const action = fixAll(world.snapshot, textDocument.uri, world.locale, onCrash);
    if (action !== undefined) actions.push(toLsp(world, textDocument.uri, action, [], documentChanges));
  }
  return actions;
}

function toLsp(
  world: World,
  uri: string,
  action: CodeAction,
  shown: readonly LspDiagnostic[],
  documentChanges: boolean,
): LspCodeAction {
  const file = world.snapshot.file(uri);
  const at = action.span === undefined || file === undefined ? undefined : rangeOf(file, action.span);
  const answered = shown.filter(
    ({ code, range }) =>
      code === action.code && range.start.line === at?.start.line && range.start.character === at.start.character,
  );
  const [setting] = action.settings;
  return {
    title: action.title,
    kind: action.kind,
    ...(action.preferred ? { isPreferred: true } : {}),
    ...(answered.length > 0 ? { diagnostics: answered } : {}),
    ...(action.edits.length > 0 ? { edit: workspaceEdit(world, action.edits, documentChanges) } : {}),
    ...(setting === undefined
      ? {}
      : { command: { title: action.title, command: ADD_SETTING_COMMAND, arguments: [...action.settings] } }),
  };
}

function workspaceEdit(world: World, files: readonly FileEdits[], documentChanges: boolean): WorkspaceEdit {
  const changes = files.flatMap(({ uri, edits }) => {
    const file = world.snapshot.file(uri);
    if (file === undefined) return [];
    return [{ uri, edits: edits.map((edit) => ({ range: rangeOf(file, edit.span), newText: edit.newText })) }];
  });
  if (!documentChanges) return { changes: Object.fromEntries(changes.map(({ uri, edits }) => [uri, edits])) };
  return { documentChanges: changes.map(({ uri, edits }) => ({ textDocument: { uri, version: null }, edits })) };
}
