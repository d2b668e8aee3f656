// workspace/diagnostic: the findings of all files, open ones first, piece by piece for clients that take pieces. Files without findings are
// named only if the client believes that they have some.
import type {
  CancellationToken,
  ResultProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { cancelled } from "../answer";
import type { Session } from "../context";

/** How many reports go into one piece. */
const PIECE = 50;

type Pieces = ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined;

export async function workspaceDiagnostics(
  session: Session,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
  pieces: Pieces,
): Promise<WorkspaceDiagnosticReport> {
  const { addresses, findings, gate, world, lane } = session;
  const known = new Map(previousResultIds.map(({ uri, value }) => [addresses.keyOf(uri), value]));
  await gate.pass(token);
  findings.prune();
  let items: WorkspaceDocumentDiagnosticReport[] = [];
  const add = (report: WorkspaceDocumentDiagnosticReport | undefined): void => {
    if (report !== undefined) items.push(report);
    if (pieces === undefined || items.length < PIECE) return;
    pieces.report({ items });
    items = [];
  };
  const closed = world.snapshot.files().flatMap(({ uri }) => (addresses.isOpen(uri) ? [] : [uri]));
  for (const key of [...addresses.openKeys(), ...closed].filter((uri) => findings.isReported(uri))) {
    if (
      findings.knownId(key) === undefined &&
      !(await findings.judge(key, () => token.isCancellationRequested, "patient"))
    )
      throw cancelled();
    add(reportOf(session, key, known.get(key)));
    known.delete(key);
  }
  await lane.quiet();
  if (token.isCancellationRequested) throw cancelled();
  for (const key of known.keys()) add({ kind: "full", uri: addresses.spell(key), version: null, items: [] });
  if (pieces !== undefined && items.length > 0) pieces.report({ items });
  return { items: pieces === undefined ? items : [] };
}

function reportOf(
  { addresses, documents, findings }: Session,
  key: string,
  known: string | undefined,
): WorkspaceDocumentDiagnosticReport | undefined {
  const place = { uri: addresses.spell(key), version: documents.versionOf(key) ?? null };
  if (known !== undefined && findings.knownId(key) === known) return { kind: "unchanged", ...place, resultId: known };
  const { id, items } = findings.report(key);
  if (known === id) return { kind: "unchanged", ...place, resultId: id };
  if (items.length === 0 && known === undefined) return undefined;
  return { kind: "full", ...place, resultId: id, items };
}
