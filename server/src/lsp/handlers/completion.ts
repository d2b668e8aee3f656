// Suggestions of the service -> LSP completion items. Their shape is LSP's already; the command that asks for the next suggestions is added here.
import type {
  CompletionItem as LspCompletionItem,
  CompletionItemKind,
  CompletionList,
  CompletionParams,
  Position,
} from "vscode-languageserver";
import { completion, type CompletionView, resolveCompletion } from "../../service/index";
import type { Asked, Session } from "../context";

/** What can be typed at a position. */
export function lspCompletion(session: Session, asked: Asked, { position }: CompletionParams): CompletionList {
  const { suggestCommand, asksWhileTyping = false, snippetTransforms = false } = session.options;
  const { isIncomplete, isOurs, items } = completion(asked.snapshot, asked.key, position, {
    ...viewOf(session, asked),
    asksWhileTyping,
    snippetTransforms,
  });
  if (items.length === 0 && isOurs && asksWhileTyping) {
    return { isIncomplete: true, items: [matchingNothing(position)] };
  }
  return {
    // Asked again at every key, so that the list closes as soon as the word stands there in full.
    isIncomplete: isIncomplete || asksWhileTyping,
    items: items.map(({ retrigger, tags, kind, ...item }): LspCompletionItem => ({
      ...item,
      // The service uses LSP's numbers for kinds.
      kind: kind as CompletionItemKind,
      ...(tags === undefined ? {} : { tags: [...tags] }),
      ...(retrigger === true && suggestCommand !== undefined
        ? { command: { title: "", command: suggestCommand } }
        : {}),
    })),
  };
}

/**
 * Stands for "no choice": an editor that gets no item at all brings up words of the file instead. It matches nothing that is typed, so it is never
 * shown behind a word.
 */
function matchingNothing(position: Position): LspCompletionItem {
  const range = { start: { line: position.line, character: 0 }, end: position };
  return { label: "istio-egress", filterText: "\u0000", sortText: "~", textEdit: { range, newText: "" } };
}

/** An item with its explanation. */
export function lspResolveCompletion(session: Session, asked: Asked, item: LspCompletionItem): LspCompletionItem {
  const documentation = resolveCompletion(asked.snapshot, item.data, viewOf(session, asked));
  return documentation === undefined ? item : { ...item, documentation };
}

function viewOf({ client }: Session, { locale }: Asked): CompletionView {
  return { locale, snippetSupport: client.snippets, markdown: client.markdownCompletion };
}
