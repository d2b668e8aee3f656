// What the workspace knows about the thing under a hover. Everything about the path of requests comes from the traffic engine.
import type { Locale } from "../base/localized-text";
import type { Block } from "../words/markup";
import type { WorkspaceView } from "../workspace/view";
import type { HoverTarget } from "./hover-target";

/** The facts, as one list with a title; nothing when the workspace knows nothing about it. */
export function hereBlocks(_view: WorkspaceView, _target: HoverTarget, _locale: Locale): readonly Block[] {
  return [];
}
