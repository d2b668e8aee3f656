// What a quick fix of the server asks for when the answer is a setting rather than an edit: "this host exists in the cluster".
// The value is added to the workspace's settings, or to the user's where no workspace is open.
import * as vscode from "vscode";
import type { AddSettingParams } from "../../../server/src/protocol/messages";

export async function addSetting({ key, value }: AddSettingParams): Promise<void> {
  const [section, ...rest] = key.split(".");
  if (section === undefined) return;
  const configuration = vscode.workspace.getConfiguration("istioEgress");
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  const inspected = configuration.inspect<unknown>(section);
  const present = target === vscode.ConfigurationTarget.Global ? inspected?.globalValue : inspected?.workspaceValue;
  await configuration.update(section, withValue(present, rest, value), target);
}

/** `value` put into `present` at a path: lists are appended to, objects merged, anything else is replaced. */
function withValue(present: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const object = isObject(present) ? present : {};
    return { ...object, [key]: withValue(object[key], rest, value) };
  }
  if (isList(value)) return [...new Set([...(isList(present) ? present : []), ...value])];
  if (isList(present)) return [...new Set([...present, value])];
  if (isObject(value)) return { ...(isObject(present) ? present : {}), ...value };
  return value;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
