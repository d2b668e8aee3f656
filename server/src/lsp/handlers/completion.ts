// Suggestions of the service -> LSP completion items. Their shape is LSP's already; the command that asks for the next suggestions is added here.
import type {
  CompletionItem as LspCompletionItem,
  CompletionItemKind,
  CompletionList,
  CompletionParams,
} from "vscode-languageserver";
import type { InitializationOptions } from "../../protocol/messages";
import { completion, type CompletionView, resolveCompletion } from "../../service/index";
import type { ClientAbilities } from "../client-abilities";
import type { World } from "../world";

/** What the editor said when it started: the command that opens the suggestions again, and whether it offers whole sets as snippets itself. */
export type CompletionOptions = Pick<InitializationOptions, "suggestCommand" | "contributesSnippets">;

/** What can be typed at a position. */
export function lspCompletion(
  world: World,
  params: CompletionParams,
  client: ClientAbilities | undefined,
  { suggestCommand, contributesSnippets }: CompletionOptions,
): CompletionList {
  const { isIncomplete, items } = completion(world.snapshot, params.textDocument.uri, params.position, {
    ...viewOf(world, client),
    scaffolds: contributesSnippets !== true,
  });
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
