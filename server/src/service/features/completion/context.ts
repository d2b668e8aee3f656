// What every part of completion is told: who asks, where, and what the workspace shows.
import type { Locale } from "../../base/localized-text";
import { textField, textList } from "../../model/field";
import type { Cursor } from "../../syntax/cursor";
import type { CursorReading } from "../../syntax/cursor-reading";
import { entryOf, nodeAtPath, type YamlNode, type YamlPath } from "../../syntax/yaml-node";
import type { WorkspaceView } from "../../workspace/view";
import type { ResourceAtCursor } from "./place";

/** The question, for one reading of the cursor. */
export interface CompletionContext {
  readonly view: WorkspaceView;
  readonly locale: Locale;
  readonly snippets: boolean;
  /** Whether the editor applies transforms of snippets, so that names can follow the host. */
  readonly transforms: boolean;
  /** The document's text behind the word at the cursor. */
  readonly behind: string;
  readonly cursor: Cursor;
  readonly reading: CursorReading;
  readonly resource: ResourceAtCursor;
  /** The reading's path inside the resource. */
  readonly path: YamlPath;
}

/** A text of the resource being typed, by its path. */
export function ownText(cx: CompletionContext, path: YamlPath): string | undefined {
  const key = path.at(-1);
  return typeof key === "string" ? textField(nodeAtPath(cx.resource.root, path.slice(0, -1)), key)?.value : undefined;
}

/** The texts of a list of the resource being typed, by the list's path. Items that are no texts are left out. */
export function ownTexts(cx: CompletionContext, path: YamlPath): readonly string[] {
  const key = path.at(-1);
  if (typeof key !== "string") return [];
  return textList(nodeAtPath(cx.resource.root, path.slice(0, -1)), key).map((field) => field.value);
}

/** A node of the resource being typed. */
export function ownNode(cx: CompletionContext, path: YamlPath): YamlNode | undefined {
  return nodeAtPath(cx.resource.root, path);
}

/** Whether the resource being typed has a key at a path. */
export function hasOwn(cx: CompletionContext, path: YamlPath): boolean {
  const key = path.at(-1);
  return typeof key === "string" && entryOf(nodeAtPath(cx.resource.root, path.slice(0, -1)), key) !== undefined;
}
