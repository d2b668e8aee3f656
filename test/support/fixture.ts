// Reads the fixture notation of docs/how-to.md: several files in one string, a cursor, and the expected findings drawn as carets below the
// text they concern. The caret lines are taken out before anything else sees the text.

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

function splitFiles(source: string): { uri: string; text: string }[] {
  const parts: { uri: string; text: string }[] = [];
  for (const line of source.split(/(?<=\n)/)) {
    const header = /^#- (\S+)/.exec(line);
    if (header !== null) parts.push({ uri: `file://${header[1] ?? ""}`, text: "" });
    else {
      const current = parts.at(-1) ?? { uri: "file:///test.yaml", text: "" };
      if (parts.length === 0) parts.push(current);
      current.text += line;
    }
  }
  return parts;
}
