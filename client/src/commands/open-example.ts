// "Istio Egress: Open an Example Set": the classic set in a new YAML document that is not saved yet.
import * as vscode from "vscode";
import { SCAFFOLD_REQUEST, type ScaffoldResult } from "../../../server/src/protocol/messages";
import type { Session } from "../session";

export async function openExample(session: Session): Promise<void> {
  const params = { variant: "classic", host: "api.weather.example" };
  const { text } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, params);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "yaml", content: text }));
}
