// Asks for hovers the way the editor does, and compares what is shown.
import assert from "node:assert/strict";
import { hover, type Hover, type Locale, type Settings } from "../../server/src/service/index";
import { offsetAt, positionAt } from "../../server/src/service/features/position";
import { snapshotOf } from "./check";
import { type Fixture, readFixture } from "./fixture";

/** What a hover must show. Parts are compared literally, in the language they are listed under. */
export interface HoverExpectation {
  /** The text that the hover is about; its range. */
  readonly on?: string;
  readonly en?: readonly string[];
  readonly ko?: readonly string[];
  /** Parts that neither language may show. */
  readonly lacks?: readonly string[];
  readonly settings?: Partial<Settings>;
}

/** The hover at the fixture's cursor shows these parts, as plain text. */
export function checkHover(source: string, expectation: HoverExpectation): void {
  const fixture = readFixture(source);
  for (const locale of ["en", "ko"] as const) {
    const shown = hoverAtCursor(fixture, locale, expectation.settings);
    assert.ok(shown !== undefined, "there is a hover");
    if (expectation.on !== undefined) assert.equal(textOf(fixture, shown), expectation.on);
    for (const part of expectation[locale] ?? []) {
      assert.ok(shown.text.includes(part), `missing: ${part}\nin:\n${shown.text}`);
    }
    for (const part of expectation.lacks ?? []) {
      assert.ok(!shown.text.includes(part), `unexpected: ${part}\nin:\n${shown.text}`);
    }
  }
}

/** There is no hover at the fixture's cursor. */
export function checkNoHover(source: string): void {
  assert.equal(hoverAtCursor(readFixture(source), "en")?.text, undefined);
}

/** The hover at the fixture's cursor, as plain text. */
function hoverAtCursor(fixture: Fixture, locale: Locale, settings?: Partial<Settings>): Hover | undefined {
  const cursor = fixture.cursors[0];
  assert.ok(cursor !== undefined, "the fixture has a cursor");
  return hoverAt(fixture, cursor.uri, cursor.offset, locale, settings);
}

/** The hover at an offset, as plain text. */
export function hoverAt(
  fixture: Fixture,
  uri: string,
  offset: number,
  locale: Locale,
  settings?: Partial<Settings>,
): Hover | undefined {
  const snapshot = snapshotOf(fixture, settings);
  const file = snapshot.file(uri);
  assert.ok(file !== undefined, "the file exists");
  return hover(snapshot, uri, positionAt(file, offset), { locale, format: "plaintext" });
}

/** The text that a hover is about. */
export function textOf(fixture: Fixture, shown: Hover): string {
  const cursor = fixture.cursors[0];
  const file = snapshotOf(fixture).file(cursor?.uri ?? fixture.files[0]?.uri ?? "");
  assert.ok(file !== undefined, "the file exists");
  return file.text.slice(offsetAt(file, shown.range.start), offsetAt(file, shown.range.end));
}
