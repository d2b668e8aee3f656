// What a client says when it starts, besides its capabilities: options and folders. Any part may be missing or of any type.
import type { InitializationOptions } from "../protocol/messages";
import { at, isObject, textAt } from "./json";

/** The options of the client that have the right type. */
export function readOptions(options: unknown): InitializationOptions {
  const locale = textAt(options, "locale");
  const suggestCommand = textAt(options, "suggestCommand");
  const addSettingCommand = textAt(options, "addSettingCommand");
  const settings = at(options, "settings");
  return {
    alternateYaml: at(options, "alternateYaml") === true,
    asksWhileTyping: at(options, "asksWhileTyping") === true,
    snippetTransforms: at(options, "snippetTransforms") === true,
    ...(locale === undefined ? {} : { locale }),
    ...(suggestCommand === undefined ? {} : { suggestCommand }),
    ...(addSettingCommand === undefined ? {} : { addSettingCommand }),
    ...(isObject(settings) ? { settings } : {}),
  };
}

/** The folders of the workspace, in the client's spelling: by the newest of the three ways to name them that names any. */
export function readRoots(params: unknown): readonly string[] {
  const folders = at(params, "workspaceFolders");
  const named = Array.isArray(folders) ? folders.flatMap((folder) => textAt(folder, "uri") ?? []) : [];
  if (named.length > 0) return named;
  const root = textAt(params, "rootUri");
  if (root !== undefined) return [root];
  const path = textAt(params, "rootPath");
  return path === undefined ? [] : [uriOfPath(path)];
}

/** The address of an absolute path of any platform. */
function uriOfPath(path: string): string {
  const isWindows = /^[A-Za-z]:|^\\\\/.test(path);
  const segments = (isWindows ? path.replaceAll("\\", "/") : path).split("/").map(encodeURIComponent).join("/");
  if (segments.startsWith("//")) return `file:${segments}`;
  return `file://${segments.startsWith("/") ? "" : "/"}${segments}`;
}
