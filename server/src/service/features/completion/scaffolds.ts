// Whole sets of egress resources as completion items, for editors that know no snippet contributions. VS Code gets the same sets from the
// snippet file of its manifest, so its client says so when it starts (`contributesSnippets`) and is never offered these: nothing appears twice.
import type { Locale } from "../../base/localized-text";
import { buildScaffold } from "../../scaffold/build";
import { prefixOf, snippetBody } from "../../scaffold/snippets";
import { scaffoldVariants } from "../../scaffold/variants";
import { say } from "../../words/words";

/** A set, ready to be offered where a new document begins. */
export interface ScaffoldItem {
  /** What is typed to find it: `istio-egress-sidecar`. */
  readonly label: string;
  readonly title: string;
  readonly description: string;
  readonly text: string;
  /** Whether `text` is in snippet syntax. */
  readonly isSnippet: boolean;
}

/** All sets, the classic one first. Without snippet support of the client they carry their defaults. */
export function scaffoldItems(view: { readonly locale: Locale; readonly snippets: boolean }): readonly ScaffoldItem[] {
  return scaffoldVariants.map((variant) => ({
    label: prefixOf(variant),
    title: say(variant.title, view.locale),
    description: say(variant.description, view.locale),
    // The protocol's snippet syntax has no transforms between tab stops.
    text: view.snippets ? snippetBody(variant, { transforms: false }).join("\n") : buildScaffold(variant),
    isSnippet: view.snippets,
  }));
}
