// Sets and single resources as finished YAML text, for a command, a terminal or a repair.
import { completeParameters, type ParameterTexts, type ScaffoldParameters } from "./parameters";
import type { YamlStyle } from "../syntax/render";
import { DEFAULT_STYLE, renderDocument, type TemplateMapping } from "./template";
import type { ScaffoldVariant } from "./variants";

/** A set as YAML: its documents separated by `---` lines, a line ending at the end. */
export function buildScaffold(
  variant: ScaffoldVariant,
  given: Partial<ScaffoldParameters> = {},
  style: Partial<YamlStyle> = {},
): string {
  return renderResources(variant.resources(textsOf(completeParameters(given, variant.defaults))), style);
}

/** Resources as YAML: documents separated by `---` lines, a line ending at the end. Throws when a text still has an open place. */
export function renderResources(resources: readonly TemplateMapping[], style: Partial<YamlStyle> = {}): string {
  const whole = { ...DEFAULT_STYLE, ...style };
  const open = (slot: string): never => {
    throw new Error(`Nothing to write for ${slot}`);
  };
  const writer = { write: open, meaning: open, literal: (text: string) => text };
  return resources
    .map((resource) =>
      renderDocument(resource, writer, whole)
        .map((line) => line + whole.eol)
        .join(""),
    )
    .join(`---${whole.eol}`);
}

function textsOf(parameters: ScaffoldParameters): ParameterTexts {
  return {
    ...parameters,
    httpPort: String(parameters.httpPort),
    tlsPort: String(parameters.tlsPort),
    gatewayPort: String(parameters.gatewayPort),
  };
}
