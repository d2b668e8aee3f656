// The sets that can be scaffolded, and one of them as a snippet, for a client that asks its user instead of completing.
import { ErrorCodes, ResponseError } from "vscode-languageserver";
import type { ScaffoldChoice, ScaffoldParams, ScaffoldResult } from "../../protocol/messages";
import { DEFAULT_PARAMETERS, type Locale, scaffoldVariant, scaffoldVariants, snippetBody } from "../../service/index";

/** All sets, in the order of the snippets. */
export function lspScaffoldChoices(locale: Locale): ScaffoldChoice[] {
  return scaffoldVariants.map(({ id, title, description, defaults }) => ({
    variant: id,
    title: title[locale],
    description: description[locale],
    exampleHost: defaults.host ?? DEFAULT_PARAMETERS.host,
  }));
}

/** Answers with an error when the variant is unknown. */
export function lspScaffold({ variant, host, namespace }: ScaffoldParams): ScaffoldResult {
  const found = scaffoldVariant(variant);
  if (found === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `There is no scaffold "${variant}".`);
  const given = { ...(host === undefined ? {} : { host }), ...(namespace === undefined ? {} : { namespace }) };
  return { snippet: snippetBody(found, given).join("\n") };
}
