// The service's hover -> LSP's.
import type { Hover as LspHover, HoverParams } from "vscode-languageserver";
import { hover } from "../../service/index";
import type { World } from "../world";

/** The hover at a position. */
export function lspHover(world: World, { textDocument, position }: HoverParams, markdown: boolean): LspHover | null {
  const found = hover(world.snapshot, textDocument.uri, position, {
    locale: world.locale,
    format: markdown ? "markdown" : "plaintext",
  });
  return found === undefined
    ? null
    : { contents: { kind: markdown ? "markdown" : "plaintext", value: found.text }, range: found.range };
}
