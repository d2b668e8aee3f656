// workspace/diagnostic: the findings of all files, open ones first. What the client is told of a file it knows is in findings.ts.
import type {
  CancellationToken,
  ResultProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
} from "vscode-languageserver";
import { cancelled } from "../answer";
import type { Session } from "../context";
import { Pieces } from "../pieces";

export async function workspaceDiagnostics(
  { addresses, findings, gate, world, lane }: Session,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
  reporter: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
): Promise<WorkspaceDiagnosticReport> {
  const known = new Map(previousResultIds.map(({ uri, value }) => [addresses.keyOf(uri), value]));
  const isCancelled = (): boolean => token.isCancellationRequested;
  await gate.pass(token);
  findings.prune();
  const pieces = new Pieces(reporter);
  const closed = world.snapshot.files().flatMap(({ uri }) => (addresses.isOpen(uri) ? [] : [uri]));
  for (const key of [...addresses.openKeys(), ...closed].filter((uri) => findings.isReported(uri))) {
    const isJudged = findings.knownId(key) !== undefined || (await findings.judge(key, isCancelled, "patient"));
    if (!isJudged) throw cancelled();
    pieces.add(findings.news(key, known.get(key)));
    known.delete(key);
  }
  await lane.quiet();
  if (isCancelled()) throw cancelled();
  for (const key of known.keys()) pieces.add({ kind: "full", uri: addresses.spell(key), version: null, items: [] });
  return pieces.rest();
}
