// Sets as snippets: the same templates with linked tab stops instead of values. The host comes first, so that it is typed once, then the word
// that all names begin with; the other tab stops follow in the order in which they are read. Names are not derived from the host by a transform:
// editors apply transforms only when a tab stop is left, and until then the names would hold dots, which Gateway references and subsets cannot.
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

/** The content of the snippet file that the extension contributes. */
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

/** The lines of a set's snippet. The defaults of its tab stops are those of the set, unless others are given. */
export function snippetBody(
  variant: ScaffoldVariant,
  given: Partial<ScaffoldParameters> = {},
  style: YamlStyle = DEFAULT_STYLE,
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
  const stops = new Map<string, number>([
    ["host", 1],
    ["name", 2],
  ]);
  const written = new Set<string>();
  // The templates name no other places than the parameters above.
  const meaning = (name: string): string => String(defaults[name as ParameterName] ?? "");
  const write = (name: string): string => {
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
  return [...documents.flatMap((lines, position) => (position === 0 ? lines : ["---", ...lines])), "$0"];
}
