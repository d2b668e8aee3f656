// The service's hover -> LSP's.
import type { Hover as LspHover, HoverParams } from "vscode-languageserver";
import { hover } from "../../service/index";
import type { Asked, Session } from "../context";

/** The hover at a position. */
export function lspHover({ client }: Session, asked: Asked, { position }: HoverParams): LspHover | null {
  const format = client.markdownHover ? "markdown" : "plaintext";
  const found = hover(asked.snapshot, asked.key, position, { locale: asked.locale, format });
  return found === undefined ? null : { contents: { kind: format, value: found.text }, range: found.range };
}
