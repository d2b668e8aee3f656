// Text with a little structure, and how it looks as Markdown or as plain text for a terminal. Inside a text, words in backticks are code; nothing
// else is markup, so stars and angle brackets of YAML stay what they are. Values from YAML come in through `code` and `literal` alone: whatever
// they hold, they stay on their line and bring neither an image nor a link nor HTML.
import { printable } from "./printable";

/** What a reader can show. */
export type TextFormat = "markdown" | "plaintext";

/** One piece of a longer text. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  /** A paragraph with a word in front that says what it is about. */
  | { readonly kind: "note"; readonly label: string; readonly text: string }
  | { readonly kind: "list"; readonly label: string; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly label: string; readonly language: string; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/** The blocks as one text, without a line ending at the end. */
export function renderBlocks(blocks: readonly Block[], format: TextFormat): string {
  return blocks.map((block) => (format === "markdown" ? markdownBlock(block) : plainBlock(block))).join("\n\n");
}

/** A value as code inside a text; neither backticks nor line breaks in it can end the code, and an empty one is seen. */
export function code(value: string | number): string {
  const text = literal(value);
  return `\`${text === "" ? '""' : text}\``;
}

/** A value inside a text that is not shown as code; it cannot begin any. */
export function literal(value: string | number): string {
  return printable(String(value)).replaceAll("`", "'");
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `**${markdownText(block.text)}**`;
    case "paragraph":
      return markdownText(block.text);
    case "note":
      return `**${markdownText(block.label)}:** ${markdownText(block.text)}`;
    case "list":
      return [`**${markdownText(block.label)}**`, "", ...block.items.map((item) => `- ${markdownText(item)}`)].join(
        "\n",
      );
    case "code":
      return [`**${markdownText(block.label)}:**`, "", "```" + block.language, block.text, "```"].join("\n");
    case "link":
      return `[${markdownText(block.text)}](${block.url})`;
  }
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return plainText(block.text);
    case "note":
      return `${plainText(block.label)}: ${plainText(block.text)}`;
    case "list":
      return [`${plainText(block.label)}:`, ...block.items.map((item) => `- ${plainText(item)}`)].join("\n");
    case "code":
      return [
        `${plainText(block.label)}:`,
        ...block.text.split("\n").map((line) => (line === "" ? "" : `  ${line}`)),
      ].join("\n");
    case "link":
      return `${plainText(block.text)}: ${block.url}`;
  }
}

/**
 * Everything outside backticks is made literal: a star of `*.example.com` is no emphasis, `<key>` is no HTML, an address is no link, and a line
 * break or a first character such as `#` or `-` begins no block.
 */
function markdownText(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part, position) => {
      if (part.startsWith("`") && part.length > 1) return part;
      const escaped = part
        .replace(/[\\*<[\]`&~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&")
        .replace(/:(?=\/\/)|(?<=\bwww)\.|@(?=[\w.-])/gi, "\\$&");
      return position === 0 ? escaped.replace(/^(\s*)([#>+=-]|\d+[.)])/, blockless) : escaped;
    })
    .join("");
}

/** A start that would make a heading, a quotation or a list, without its meaning: the mark, or what stands behind a number, is escaped. */
function blockless(_whole: string, blanks: string, mark: string): string {
  return `${blanks}${mark.slice(0, -1)}\\${mark.slice(-1)}`;
}

function plainText(text: string): string {
  return oneLine(text).replaceAll("`", "");
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ");
}
