// textDocument/diagnostic: the findings of one file, once the folders are read.
import type { CancellationToken, DocumentDiagnosticParams, DocumentDiagnosticReport } from "vscode-languageserver";
import { cancelled } from "../answer";
import type { Session } from "../context";

export async function documentDiagnostics(
  { addresses, findings, gate }: Session,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const key = addresses.keyOf(textDocument.uri);
  await gate.pass(token);
  if (!(await findings.judge(key, () => token.isCancellationRequested, "urgent"))) throw cancelled();
  const { id, items } = findings.report(key);
  return id === previousResultId ? { kind: "unchanged", resultId: id } : { kind: "full", resultId: id, items };
}
