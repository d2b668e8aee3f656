// Findings of files as LSP diagnostics. Judging is the long work of the server: it goes through the lane, in steps, and begins anew when the
// world has changed meanwhile; what was judged already is remembered by the service.
import {
  type Diagnostic as LspDiagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { type Diagnostic, findingsOf, judging, renderFinding, type Severity, SOURCE } from "../service/index";
import type { Session } from "./context";
import { nameOf } from "./hash";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A file's findings; equal lists have equal identifiers. */
export interface Report {
  readonly id: string;
  readonly items: LspDiagnostic[];
}

/** The findings of the files of one session. */
export class Findings {
  /** Identifiers of reports, with the generation of the world that they are about. */
  private readonly ids = new Map<string, { readonly generation: number; readonly id: string }>();

  constructor(private readonly session: () => Session) {}

  /** Judges a file, in steps, as the world is in the end. False when `isStale` said so before. */
  async judge(key: string, isStale: () => boolean, order: "urgent" | "patient"): Promise<boolean> {
    const { world, lane } = this.session();
    for (;;) {
      const { generation } = world;
      const isOld = (): boolean => world.generation !== generation;
      const isDone = await lane.run(judging(world.snapshot, key), () => isStale() || isOld(), order);
      if (isDone && !isOld()) return true;
      if (isStale()) return false;
    }
  }

  /** Whether findings are shown for a file at all. */
  isReported(key: string): boolean {
    const { world, addresses } = this.session();
    return addresses.isOpen(key) || world.showsClosedFiles;
  }

  /** The findings of a file. */
  report(key: string): Report {
    const items = this.itemsOf(key);
    const id = nameOf(items);
    this.ids.set(key, { generation: this.session().world.generation, id });
    return { id, items };
  }

  /** The identifier that the file's report would have; nothing when that is not known without judging. */
  knownId(key: string): string | undefined {
    const known = this.ids.get(key);
    return known?.generation === this.session().world.generation ? known.id : undefined;
  }

  /** What a client that knows a file's report under an identifier is told of the file; nothing of files without findings, unless it believes in some. */
  news(key: string, known: string | undefined): WorkspaceDocumentDiagnosticReport | undefined {
    const { addresses, documents } = this.session();
    const place = { uri: addresses.spell(key), version: documents.versionOf(key) ?? null };
    if (known !== undefined && this.knownId(key) === known) return { kind: "unchanged", ...place, resultId: known };
    const { id, items } = this.report(key);
    if (known === id) return { kind: "unchanged", ...place, resultId: id };
    if (items.length === 0 && known === undefined) return undefined;
    return { kind: "full", ...place, resultId: id, items };
  }

  /** Forgets the files that the world has no longer. */
  prune(): void {
    const { snapshot } = this.session().world;
    for (const key of this.ids.keys()) if (snapshot.file(key) === undefined) this.ids.delete(key);
  }

  private itemsOf(key: string): LspDiagnostic[] {
    const { world, options, onCrash, isComplete } = this.session();
    const isLocal = !isComplete();
    return findingsOf(world.snapshot, key, onCrash)
      .filter(({ rule }) => !isLocal || rule.certainty === "local")
      .flatMap((located) => renderFinding(world.snapshot, located, world.locale))
      .filter(({ alsoSaidByYaml }) => !(alsoSaidByYaml && options.alternateYaml === true))
      .map((diagnostic) => this.toLsp(diagnostic));
  }

  private toLsp({ range, severity, code, message, tags, related }: Diagnostic): LspDiagnostic {
    const { client, addresses } = this.session();
    return {
      range,
      severity: SEVERITIES[severity],
      code,
      source: SOURCE,
      message,
      ...(tags.length === 0
        ? {}
        : { tags: tags.map((tag) => (tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary)) }),
      ...(client.relatedInformation && related.length > 0
        ? {
            relatedInformation: related.map((place) => ({
              location: { uri: addresses.spell(place.uri), range: place.range },
              message: place.message,
            })),
          }
        : {}),
    };
  }
}
