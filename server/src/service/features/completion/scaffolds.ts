// Complete sets of resources (`istio-egress…`) at the borders of documents: where one is still empty, and behind a finished one, with the `---` that
// parts the two. Never inside a resource, in a list or at a value.
import { buildScaffold } from "../../scaffold/build";
import { prefixOf, SNIPPET_PREFIX, snippetBody } from "../../scaffold/snippets";
import { scaffoldVariants } from "../../scaffold/variants";
import { say } from "../../words/words";
import type { CompletionContext } from "./context";
import { ItemKind, rankOf, type Suggestion } from "./item";

/** Keys that a resource has when it is finished, so that what follows can only be another document. */
const WHOLE = ["apiVersion", "kind", "metadata", "spec"];

/** The sets that may be inserted at a cursor. */
export function scaffoldSuggestions(cx: CompletionContext): readonly Suggestion[] {
  const { hasColon, isFollowed, flow, column, lead, word } = cx.reading;
  if (hasColon || isFollowed || flow || word.quote !== "") return [];
  // The set brings `---` lines of its own, which may only stand in the first column.
  if (column > 0 || lead !== "" || cx.resource.depth > 0) return [];
  const border = borderAt(cx);
  if (border === undefined) return [];
  const { style } = cx.cursor;
  const front = border === "behind" ? `---${style.eol}` : "";
  return scaffoldVariants.map((variant, position) => {
    const body = cx.snippets
      ? snippetBody(variant, {}, { style, derivesNames: cx.transforms }).join(style.eol)
      : buildScaffold(variant, {}, style);
    return {
      label: prefixOf(variant),
      kind: ItemKind.snippet,
      text: front + body,
      isSnippet: cx.snippets,
      rank: rankOf(2, position),
      detail: say(variant.description, cx.locale),
      topic: { scaffold: variant.id },
    };
  });
}

/** Whether the document at the cursor is empty, or finished with nothing but the typed prefix behind it; nothing elsewhere. */
function borderAt({ reading, behind }: CompletionContext): "empty" | "behind" | undefined {
  const { present, word } = reading;
  if (present.length === 0) return "empty";
  const isAsked = word.before !== "" && SNIPPET_PREFIX.startsWith(word.before.slice(0, SNIPPET_PREFIX.length));
  return isAsked && behind.trim() === "" && WHOLE.every((key) => present.includes(key)) ? "behind" : undefined;
}
