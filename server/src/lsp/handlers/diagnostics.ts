// Findings -> LSP diagnostics, for clients that ask and for clients that are told.
import { createHash } from "node:crypto";
import { type Diagnostic as LspDiagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { type Diagnostic, diagnostics, type OnCrash, type Severity, SOURCE } from "../../service/index";
import type { World } from "../world";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How diagnostics are put for one client. */
export interface DiagnosticOptions {
  readonly relatedInformation: boolean;
  /** Whether another extension tells what is wrong with the YAML itself. */
  readonly leavesYaml: boolean;
  readonly onCrash: OnCrash;
}

/** The diagnostics of a file. */
export function lspDiagnostics(world: World, uri: string, options: DiagnosticOptions): LspDiagnostic[] {
  return diagnostics(world.snapshot, uri, world.locale, options.onCrash)
    .filter(({ alsoSaidByYaml }) => !(alsoSaidByYaml && options.leavesYaml))
    .map((diagnostic) => toLsp(diagnostic, options.relatedInformation));
}

/** A short name for a list of diagnostics: equal lists have equal names. */
export function resultIdOf(list: readonly LspDiagnostic[]): string {
  return createHash("sha1").update(JSON.stringify(list)).digest("base64url");
}

function toLsp(diagnostic: Diagnostic, relatedInformation: boolean): LspDiagnostic {
  const { range, severity, code, message, tags, related } = diagnostic;
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    source: SOURCE,
    message,
    ...(tags.length === 0
      ? {}
      : { tags: tags.map((tag) => (tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary)) }),
    ...(relatedInformation && related.length > 0
      ? {
          relatedInformation: related.map((place) => ({
            location: { uri: place.uri, range: place.range },
            message: place.message,
          })),
        }
      : {}),
  };
}
