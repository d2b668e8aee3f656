// Sets as snippets: the same templates with linked tab stops instead of values. The host comes first, so that it is typed once, then the word
// that all names begin with; the other tab stops follow in the order in which they are read. In an editor that applies transforms the names
// follow the host instead (as soon as its tab stop is left); snippet files are read by editors that do not, so there the name is a tab stop.
import { completeParameters, type ParameterName, type ParameterTexts, type ScaffoldParameters } from "./parameters";
import type { YamlStyle } from "../syntax/render";
import { DEFAULT_STYLE, renderDocument } from "./template";
import { type ScaffoldVariant, scaffoldVariants } from "./variants";

/** A snippet, in the shape of VS Code's snippet files. */
export interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  /** English, then Korean: snippet files are not translated. */
  readonly description: string;
}

/** What every snippet's prefix begins with. */
export const SNIPPET_PREFIX = "istio-egress";

/** The prefix under which a set is offered; the classic one needs no word of its own. */
export function prefixOf(variant: ScaffoldVariant): string {
  return variant.id === "classic" ? SNIPPET_PREFIX : `${SNIPPET_PREFIX}-${variant.id}`;
}

/** A snippet without a prefix: offered by name where somebody fills a file, and never while typing. */
export type FileTemplate = Omit<Snippet, "prefix"> & { readonly isFileTemplate: true };

/** The content of the file that the extension contributes: the same sets, which completion offers where they belong. */
export function fileTemplates(): Readonly<Record<string, FileTemplate>> {
  return Object.fromEntries(
    Object.entries(snippetFile()).map(([name, { body, description }]) => [
      name,
      { isFileTemplate: true, body, description },
    ]),
  );
}

/** The content of the snippet library, for editors that take snippet files. */
export function snippetFile(): Readonly<Record<string, Snippet>> {
  return Object.fromEntries(
    scaffoldVariants.map((variant) => [
      `Istio: ${variant.title.en}`,
      {
        prefix: prefixOf(variant),
        body: snippetBody(variant),
        description: `${variant.description.en} ${variant.description.ko}`,
      },
    ]),
  );
}

/** How a snippet is written. */
export interface SnippetForm {
  readonly style?: YamlStyle;
  /** Whether names are a transform of the host's tab stop. */
  readonly derivesNames?: boolean;
}

/** What makes a word for names out of a host, as a transform of the first tab stop. */
const NAME_OF_HOST = "${1/[^a-z0-9]+/-/gi}";

/** The lines of a set's snippet. The defaults of its tab stops are those of the set, unless others are given. */
export function snippetBody(
  variant: ScaffoldVariant,
  given: Partial<ScaffoldParameters> = {},
  { style = DEFAULT_STYLE, derivesNames = false }: SnippetForm = {},
): readonly string[] {
  const defaults = completeParameters(given, variant.defaults);
  const slot = (name: ParameterName): { slot: ParameterName } => ({ slot: name });
  const texts: ParameterTexts = {
    host: slot("host"),
    name: slot("name"),
    namespace: slot("namespace"),
    httpPort: slot("httpPort"),
    tlsPort: slot("tlsPort"),
    gatewayPort: slot("gatewayPort"),
    gatewayService: slot("gatewayService"),
    gatewayNamespace: slot("gatewayNamespace"),
    gatewayLabel: slot("gatewayLabel"),
    credentialName: slot("credentialName"),
    concreteHost: slot("concreteHost"),
  };
  const stops = new Map<string, number>([["host", 1], ...(derivesNames ? [] : [["name", 2] as const])]);
  const written = new Set<string>();
  // The templates name no other places than the parameters above.
  const meaning = (name: string): string => String(defaults[name as ParameterName] ?? "");
  const write = (name: string): string => {
    if (name === "name" && derivesNames) return NAME_OF_HOST;
    const stop = stops.get(name) ?? stops.size + 1;
    stops.set(name, stop);
    if (written.has(name)) return `\${${stop}}`;
    written.add(name);
    return `\${${stop}:${meaning(name)}}`;
  };
  const literal = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
  const documents = variant
    .resources(texts)
    .map((resource) => renderDocument(resource, { write, meaning, literal }, style));
  const lines = documents.flatMap((document, position) => (position === 0 ? document : ["---", ...document]));
  return [...lines.map(withPlainMirrors), "$0"];
}

/** Mirrors as `$2` where no letter or digit follows: some editors know only this form of them. */
function withPlainMirrors(line: string): string {
  return line.replace(/\$\{(\d+)\}(?!\w)/g, "$$$1");
}
