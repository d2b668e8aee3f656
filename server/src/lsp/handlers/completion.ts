// Suggestions of the service -> LSP completion items. Their shape is LSP's already; the command that asks for the next suggestions is added here.
import type {
  CompletionItem as LspCompletionItem,
  CompletionItemKind,
  CompletionList,
  CompletionParams,
} from "vscode-languageserver";
import { completion, type CompletionView, resolveCompletion } from "../../service/index";
import type { ClientAbilities } from "../client-abilities";
import type { World } from "../world";

/** What can be typed at a position. `suggestCommand` is the editor's command that opens the suggestions again, where it has one. */
export function lspCompletion(
  world: World,
  params: CompletionParams,
  client: ClientAbilities | undefined,
  suggestCommand: string | undefined,
): CompletionList {
  const { isIncomplete, items } = completion(
    world.snapshot,
    params.textDocument.uri,
    params.position,
    viewOf(world, client),
  );
  return {
    isIncomplete,
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
