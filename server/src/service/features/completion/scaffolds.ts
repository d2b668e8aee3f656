// Complete sets of resources (`istio-egress…`) where a document is still empty. The sets themselves come from scaffold/.
import type { CompletionContext } from "./context";
import type { Suggestion } from "./item";

/** The sets that may be inserted at a cursor. */
export function scaffoldSuggestions(_cx: CompletionContext): readonly Suggestion[] {
  return [];
}
