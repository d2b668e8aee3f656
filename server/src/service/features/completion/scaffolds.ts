// Complete sets of resources (`istio-egress…`) where a document is still empty, for editors that know no snippet contributions. VS Code has the
// same sets from the snippet file of the manifest; its client says so when it starts (`contributesSnippets`), so nothing is offered twice.
import { buildScaffold } from "../../scaffold/build";
import { prefixOf, snippetBody } from "../../scaffold/snippets";
import { scaffoldVariants } from "../../scaffold/variants";
import { say } from "../../words/words";
import type { CompletionContext } from "./context";
import { ItemKind, rankOf, type Suggestion } from "./item";

/** The sets that may be inserted at a cursor. */
export function scaffoldSuggestions(cx: CompletionContext): readonly Suggestion[] {
  const { present, hasColon, isFollowed, flow, column, word } = cx.reading;
  if (!cx.scaffolds || present.length > 0 || hasColon || isFollowed || flow || word.quote !== "") return [];
  // The set brings `---` lines of its own, which may only stand in the first column.
  if (column > 0 || cx.resource.depth > 0) return [];
  const { style } = cx.cursor;
  return scaffoldVariants.map((variant, position) => ({
    label: prefixOf(variant),
    kind: ItemKind.snippet,
    text: cx.snippets ? snippetBody(variant, {}, style).join(style.eol) : buildScaffold(variant, {}, style),
    isSnippet: cx.snippets,
    rank: rankOf(0, position),
    detail: say(variant.description, cx.locale),
  }));
}
