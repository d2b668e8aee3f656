// The sets that can be scaffolded with what the workspace knows for their questions, and one of them as text, for a client that asks its user.
import { ErrorCodes, ResponseError } from "vscode-languageserver";
import type { ScaffoldChoices, ScaffoldParams, ScaffoldResult } from "../../protocol/messages";
import {
  buildScaffold,
  DEFAULT_PARAMETERS,
  knownForScaffold,
  parametersOf,
  placeScaffold,
  type ScaffoldParameters,
  scaffoldVariant,
  scaffoldVariants,
} from "../../service/index";
import type { Asked } from "../context";

/** All sets, in the order of the snippets. */
export function lspScaffoldChoices({ snapshot, locale }: Asked): ScaffoldChoices {
  const sets = scaffoldVariants.map((variant) => {
    const { id, title, description, defaults } = variant;
    const used = parametersOf(variant);
    return {
      variant: id,
      title: title[locale],
      description: description[locale],
      exampleHost: defaults.host ?? DEFAULT_PARAMETERS.host,
      asks: [
        "namespace" as const,
        ...(used.has("gatewayService") || used.has("gatewayLabel") ? ["gateway" as const] : []),
        ...(used.has("credentialName") ? ["credentialName" as const] : []),
      ],
    };
  });
  return { sets, ...knownForScaffold(snapshot) };
}

/** Answers with an error when the variant is unknown. */
export function lspScaffold({ snapshot, key }: Asked, params: ScaffoldParams): ScaffoldResult {
  const found = scaffoldVariant(params.variant);
  if (found === undefined) {
    throw new ResponseError(ErrorCodes.InvalidParams, `There is no scaffold "${params.variant}".`);
  }
  const given = parametersFrom(params);
  const text = buildScaffold(found, given);
  if (params.at === undefined) return { text };
  const { range, newText } = placeScaffold(snapshot, { uri: key, position: params.at.position }, found, given);
  return { text, insertion: { position: range.start, text: newText } };
}

function parametersFrom(params: ScaffoldParams): Partial<ScaffoldParameters> {
  const { host, namespace, httpPort, tlsPort, gateway, credentialName } = params;
  return {
    ...(host === undefined ? {} : { host }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(httpPort === undefined ? {} : { httpPort }),
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(credentialName === undefined ? {} : { credentialName }),
    ...(gateway === undefined
      ? {}
      : { gatewayService: gateway.service, gatewayNamespace: gateway.namespace, gatewayLabel: gateway.label }),
  };
}
