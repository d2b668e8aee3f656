// One word for one idea in Korean: the words that docs/terms.md rules out are in no text for people, whether an explanation of a field or a
// sentence of the code (rules, hovers, settings, command line, client). English is held to the two ideas that "open" once stood for, and both
// languages say by whom a resource is rejected.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, test } from "node:test";
import ts from "typescript";
import type { Locale } from "../../server/src/service/base/localized-text";
import { docPages } from "../../server/src/service/schema/docs";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();

interface Text {
  readonly where: string;
  readonly text: string;
}

const HANGUL = /[가-힣]/;

/** A word in Latin letters that stands for itself: not part of a name, an address or a placeholder, and not called a field. */
function latin(word: string): RegExp {
  return new RegExp(`(?<![\\w./:{"\\[-])${word}(?![\\w}:/\\[])(?! 필드)`, "u");
}

/** A word in Hangul at the beginning of a word, with whatever ending. */
function hangul(word: string): RegExp {
  return new RegExp(`(?<![가-힣])${word}`, "u");
}

/** The words of the column "not" in docs/terms.md. */
const banned = readFileSync(join(root, "docs", "terms.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (English|---)/.test(line))
  .flatMap((line) => (line.split("|")[3] ?? "").split(","))
  .map((word) => word.trim())
  .filter((word) => word !== "")
  .map((word) => ({ word, pattern: HANGUL.test(word) ? hangul(word) : latin(word) }));

function explanations(locale: Locale): readonly Text[] {
  return Object.values(docPages[locale]).flatMap((page) =>
    Object.entries(page).flatMap(([key, { summary, traffic, default: byDefault, mistake, places }]) =>
      [summary, traffic, byDefault, mistake, ...Object.values(places ?? {})].flatMap((text) =>
        text === undefined ? [] : [{ where: key, text }],
      ),
    ),
  );
}

/** Every piece of a string in the code that ships and is Korean; examples in YAML, and what the command line says of its options, aside. */
function koreanOfCode(): readonly Text[] {
  const texts: Text[] = [];
  for (const folder of ["server/src", "client/src"]) {
    for (const file of sourcesIn(join(root, folder))) {
      const where = relative(root, file);
      const visit = (node: ts.Node): void => {
        if (isTextNode(node) && HANGUL.test(node.text) && !node.text.includes("apiVersion:"))
          texts.push({ where, text: node.text });
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
    }
  }
  return texts;
}

function isTextNode(node: ts.Node): node is ts.LiteralLikeNode {
  return (
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  );
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}

/** A text without what stands in backticks. */
function prose(text: string): string {
  return text.replace(/`[^`]*`/g, "`");
}

function sentences(texts: readonly Text[]): readonly Text[] {
  return texts.flatMap(({ where, text }) => text.split(/(?<=[.;])\s+/).map((sentence) => ({ where, text: sentence })));
}

function matching(texts: readonly Text[], pattern: RegExp, unless?: RegExp): readonly string[] {
  return texts
    .filter(({ text }) => pattern.test(prose(text)) && !(unless?.test(text) ?? false))
    .map(({ where, text }) => `${where}: ${text}`);
}

describe("terms", () => {
  test("are the same in every Korean text (docs/terms.md)", () => {
    const texts = [...explanations("ko"), ...koreanOfCode()];
    assert.ok(banned.length > 0 && texts.length > 0);
    const found = banned.flatMap(({ word, pattern }) => matching(texts, pattern).map((line) => `"${word}" in ${line}`));
    assert.deepEqual(found, []);
  });

  test("of TLS are to originate and to decrypt, never to open", () => {
    const open = /\bopen(s|ed|ing)? (\w+ )?TLS\b|\bTLS is (not )?opened\b|\bTLS closed\b|\bclosed TLS\b/;
    assert.deepEqual(matching(explanations("en"), open), []);
  });

  test("of a refusal name who refuses", () => {
    const english = matching(sentences(explanations("en")), /\breject(s|ed)?\b/i, /webhook|API server/);
    const korean = matching(
      sentences(explanations("ko")),
      /거부(합|하|됩|되)/,
      /웹훅|API 서버|gateway|클라이언트|브라우저|서버/,
    );
    assert.deepEqual([...english, ...korean], []);
  });
});
