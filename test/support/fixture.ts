// Reads the fixture notation of docs/how-to.md: several files in one string, a cursor, and the expected findings drawn as carets below the
// text they concern. The caret lines are taken out before anything else sees the text. A fixture may begin with a set (base-set.ts).
import type { AnyRule } from "../../server/src/service/index";
import { compose, type ComposedDocument } from "./base-set";

/** A finding that a fixture expects. Offsets are relative to the file's text without the caret lines. */
export interface ExpectedFinding {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly code: string;
}

/** One file of a fixture. */
export interface FixtureFile {
  readonly uri: string;
  readonly text: string;
}

/** A fixture, read. */
export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly expected: readonly ExpectedFinding[];
  /** Where `<|>` stood; two of them mark a selection. */
  readonly cursors: readonly { readonly uri: string; readonly offset: number }[];
}

const SEVERITIES = new Set(["error", "warning", "information", "hint"]);
const CARETS = /^(\s*)#(<?)([ ]*)(\^+)\s+(\w+)\s+([a-z0-9-]+)\s*$/;

/** Whether a line of a fixture draws a finding instead of being text. */
export function isCaretLine(line: string): boolean {
  return CARETS.test(line.trimEnd());
}

/** Reads a fixture; throws when it is malformed, so that a mistyped expectation never passes. */
export function readFixture(source: string): Fixture {
  const files: FixtureFile[] = [];
  const expected: ExpectedFinding[] = [];
  const cursors: { uri: string; offset: number }[] = [];
  for (const part of splitFiles(source)) {
    const kept: string[] = [];
    let previous = { start: 0, text: "" };
    let length = 0;
    for (const line of part.text.split(/(?<=\n)/)) {
      const carets = CARETS.exec(line.replace(/\r?\n$/, ""));
      if (carets === null) {
        const plain = line.replaceAll("<|>", "");
        let cut = 0;
        for (let at = line.indexOf("<|>"); at >= 0; at = line.indexOf("<|>", at + 3)) {
          cursors.push({ uri: part.uri, offset: length + at - cut });
          cut += 3;
        }
        previous = { start: length, text: plain };
        length += plain.length;
        kept.push(plain);
        continue;
      }
      const [, indent = "", fromHash = "", gap = "", marks = "", severity = "", code = ""] = carets;
      if (!SEVERITIES.has(severity)) throw new Error(`Unknown severity in fixture: ${line}`);
      const start = indent.length + (fromHash === "<" ? 0 : 1 + gap.length);
      const width = fromHash === "<" ? 2 + gap.length + marks.length : marks.length;
      if (start + width > previous.text.replace(/\r?\n$/, "").length)
        throw new Error(`Carets beyond the line above: ${line}`);
      expected.push({
        uri: part.uri,
        start: previous.start + start,
        end: previous.start + start + width,
        severity,
        code,
      });
    }
    files.push({ uri: part.uri, text: kept.join("") });
  }
  return { files, expected, cursors };
}

/** The notation's files with the carets still in them, and the set they begin with. */
export interface FixtureSource {
  readonly base: string | undefined;
  /** The documents of the set that were left out. */
  readonly without: readonly string[];
  readonly files: readonly { readonly uri: string; readonly documents: readonly ComposedDocument[] }[];
}

/** Reads the lines that speak of files and sets. */
export function readFixtureSource(source: string): FixtureSource {
  const files: { uri: string; text: string }[] = [];
  const bases: string[] = [];
  const without: string[] = [];
  for (const line of source.split(/(?<=\n)/)) {
    const [, word, path] = /^#- (?:(base|without): )?(\S+)/.exec(line) ?? [];
    if (path === undefined) {
      const current = files.at(-1) ?? { uri: "file:///test.yaml", text: "" };
      if (files.length === 0) files.push(current);
      current.text += line;
    } else if (word === "base") bases.push(path);
    else if (word === "without") without.push(path);
    else files.push({ uri: `file://${path}`, text: "" });
  }
  if (files.length === 0) files.push({ uri: "file:///test.yaml", text: "" });
  // The line nearest to the fixture counts: an example may name another set than its rule does.
  const named = bases.at(-1);
  const base = named === "none" ? undefined : named;
  if (base === undefined) {
    if (without.length > 0) throw new Error("Without a set nothing can be left out of it");
    return { base, without, files: files.map(({ uri, text }) => ({ uri, documents: [{ text }] })) };
  }
  return { base, without, files: compose({ base, without, files }) };
}

/** A rule's examples as fixtures of their own, each with the set it begins with; the set itself is the first good one. */
export function examplesOf(rule: AnyRule): { bad: readonly string[]; good: readonly string[] } {
  const { base, bad, good = [] } = rule.examples;
  if (base === undefined) return { bad, good };
  const set = `#- base: ${base}\n`;
  return { bad: bad.map((source) => set + source), good: [set, ...good.map((source) => set + source)] };
}

/** The text that a rule's bad examples stand for, each of one file, without carets: what a test of its repair begins with. */
export function badTexts(rule: AnyRule): readonly string[] {
  return examplesOf(rule).bad.map((source) => readFixture(source).files[0]?.text ?? "");
}

function splitFiles(source: string): { uri: string; text: string }[] {
  return readFixtureSource(source).files.map(({ uri, documents }) => ({
    uri,
    text: documents.map(({ text }) => text).join("---\n"),
  }));
}
