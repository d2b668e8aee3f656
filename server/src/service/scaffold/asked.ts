// Which parameters a set writes, so that whoever asks a person for them asks for no other.
import type { ParameterName, ParameterTexts } from "./parameters";
import { DEFAULT_STYLE, renderDocument } from "./template";
import type { ScaffoldVariant } from "./variants";

const NAMES = [
  "host",
  "name",
  "namespace",
  "httpPort",
  "tlsPort",
  "gatewayPort",
  "gatewayService",
  "gatewayNamespace",
  "gatewayLabel",
  "credentialName",
  "concreteHost",
] as const satisfies readonly ParameterName[];

/** The parameters that stand somewhere in a set's resources. */
export function parametersOf(variant: ScaffoldVariant): ReadonlySet<ParameterName> {
  // Every name of the list is a key of ParameterTexts, and the other way round.
  const slots = Object.fromEntries(NAMES.map((name) => [name, { slot: name }])) as unknown as ParameterTexts;
  const used = new Set<string>();
  const writer = {
    write: (name: string) => {
      used.add(name);
      return name;
    },
    meaning: (name: string) => name,
    literal: (text: string) => text,
  };
  for (const resource of variant.resources(slots)) renderDocument(resource, writer, DEFAULT_STYLE);
  return new Set(NAMES.filter((name) => used.has(name)));
}
