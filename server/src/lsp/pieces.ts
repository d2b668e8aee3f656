// A long list of reports on its way to the client: piece by piece, if the client takes pieces, else as a whole at the end.
import type {
  ResultProgressReporter,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";

/** How many reports go into one piece. */
const PIECE = 50;

/** Collects reports, and sends them as soon as there are enough for a piece. */
export class Pieces {
  private items: WorkspaceDocumentDiagnosticReport[] = [];

  constructor(private readonly reporter: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined) {}

  add(report: WorkspaceDocumentDiagnosticReport | undefined): void {
    if (report !== undefined) this.items.push(report);
    if (this.items.length >= PIECE) this.send();
  }

  /** What is left to answer: nothing for a client that has got all in pieces. */
  rest(): WorkspaceDiagnosticReport {
    this.send();
    return { items: this.items };
  }

  private send(): void {
    if (this.reporter === undefined || this.items.length === 0) return;
    this.reporter.report({ items: this.items });
    this.items = [];
  }
}
