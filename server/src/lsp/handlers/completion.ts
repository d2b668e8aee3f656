// Suggestions of the service -> LSP completion items. Their shape is LSP's already; the command that asks for the next suggestions is added here.
import type {
  CompletionItem as LspCompletionItem,
  CompletionItemKind,
  CompletionList,
  CompletionParams,
  Position,
} from "vscode-languageserver";
import type { InitializationOptions } from "../../protocol/messages";
import { completion, type CompletionView, resolveCompletion } from "../../service/index";
import type { ClientAbilities } from "../client-abilities";
import type { World } from "../world";

/** What the editor said when it started: the command that opens the suggestions again, whether it asks by itself while words are typed, what its snippets can. */
export type CompletionOptions = Pick<InitializationOptions, "suggestCommand" | "asksWhileTyping" | "snippetTransforms">;

/** What can be typed at a position. */
export function lspCompletion(
  world: World,
  params: CompletionParams,
  client: ClientAbilities | undefined,
  { suggestCommand, asksWhileTyping = false, snippetTransforms = false }: CompletionOptions,
): CompletionList {
  const { isIncomplete, isOurs, items } = completion(world.snapshot, params.textDocument.uri, params.position, {
    ...viewOf(world, client),
    asksWhileTyping,
    snippetTransforms,
  });
  if (items.length === 0 && isOurs && asksWhileTyping) {
    return { isIncomplete: true, items: [matchingNothing(params.position)] };
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
export function lspResolveCompletion(
  world: World,
  item: LspCompletionItem,
  client: ClientAbilities | undefined,
): LspCompletionItem {
  const documentation = resolveCompletion(world.snapshot, item.data, viewOf(world, client));
  return documentation === undefined ? item : { ...item, documentation };
}

function viewOf(world: World, client: ClientAbilities | undefined): CompletionView {
  return {
    locale: world.locale,
    snippetSupport: client?.snippets === true,
    markdown: client?.markdownCompletion === true,
  };
}
