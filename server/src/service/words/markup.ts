// Text with a little structure, and how it looks as Markdown or as plain text for a terminal. Inside a text, words in backticks are code; nothing
// else is markup, so stars and angle brackets of YAML stay what they are.

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

/** A value as code inside a text; backticks in it cannot end the code. */
export function code(value: string | number): string {
  return `\`${String(value).replaceAll("`", "'")}\``;
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

/** Everything outside backticks is made literal: a star of `*.example.com` is no emphasis, `<key>` is no HTML. */
function markdownText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`") ? part : part.replace(/[\\*<[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&"),
    )
    .join("");
}

function plainText(text: string): string {
  return text.replaceAll("`", "");
}
