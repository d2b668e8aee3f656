// The helpers that tests of the language service call: data in, one call. The only place in the tests that knows how the service is asked.
import assert from "node:assert/strict";
import {
  type AnyRule,
  applyRepair as applyEdited,
  DEFAULT_SETTINGS,
  findingsOf,
  type LocatedFinding,
  messageOf,
  type Repair,
  repairsOf,
  say,
  type Settings,
  Snapshot,
} from "../../server/src/service/index";
import { examplesOf, type Fixture, readFixture } from "./fixture";

/** A rule that throws fails the test. */
export function rethrow(code: string, uri: string, error: unknown): never {
  throw new Error(`Rule ${code} threw on ${uri}`, { cause: error });
}

/** A snapshot of a fixture's files. */
export function snapshotOf(fixture: Fixture, settings: Partial<Settings> = {}): Snapshot {
  return Snapshot.empty({ ...DEFAULT_SETTINGS, ...settings }).apply(
    fixture.files.map(({ uri, text }) => ({ uri, text })),
  );
}

/** All findings of all files. */
export function allFindings(snapshot: Snapshot): readonly LocatedFinding[] {
  return snapshot.files().flatMap((file) => findingsOf(snapshot, file.uri, rethrow));
}

/** Which findings a check looks at. */
export interface FindingScope {
  /** Only findings of these rules; all rules without it. */
  readonly codes?: readonly string[];
  readonly settings?: Partial<Settings>;
}

/** The findings of a fixture are exactly those its carets draw. */
export function checkFindings(source: string, scope: FindingScope = {}): void {
  const fixture = readFixture(source);
  const snapshot = snapshotOf(fixture, scope.settings);
  const concerns = (code: string): boolean => scope.codes === undefined || scope.codes.includes(code);
  const found = allFindings(snapshot).filter(({ rule }) => concerns(rule.code));
  const lines = (uri: string, offset: number): string => {
    const text = fixture.files.find((file) => file.uri === uri)?.text ?? "";
    const before = text.slice(0, offset).split("\n");
    return `${uri}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  };
  const show = (entry: { uri: string; start: number; end: number; severity: string; code: string }): string => {
    const text = fixture.files.find((file) => file.uri === entry.uri)?.text.slice(entry.start, entry.end) ?? "";
    return `${lines(entry.uri, entry.start)} ${entry.severity} ${entry.code} on ${JSON.stringify(text)}`;
  };
  const actual = found.map(({ uri, span, severity, rule }) =>
    show({ uri, start: span.start, end: span.end, severity, code: rule.code }),
  );
  const wanted = fixture.expected.filter(({ code }) => concerns(code)).map(show);
  assert.deepEqual(
    {
      unexpected: actual.filter((entry) => !wanted.includes(entry)),
      missing: wanted.filter((entry) => !actual.includes(entry)),
    },
    { unexpected: [], missing: [] },
  );
}

/** Applies a repair to a snapshot's files; every document it edits must be one of them. */
export function applyRepair(snapshot: Snapshot, repair: Repair): Snapshot {
  for (const { document } of repair.changes) {
    assert.ok(snapshot.startOf(document) !== undefined, "a repair edits a document of the snapshot");
  }
  return applyEdited(snapshot, repair);
}

/** What a repair check is about. */
export interface RepairScope extends FindingScope {
  /** The rule whose first finding is repaired. */
  readonly code: string;
  /** A part of the English title, to choose among several repairs; the preferred or else the first one without it. */
  readonly title?: string;
}

/** Repairing the first finding of a rule turns `before` into `after` (fixtures without carets), removes the finding, and adds no error. */
export function checkRepair(before: string, after: string, scope: RepairScope): void {
  const snapshot = snapshotOf(readFixture(before), scope.settings);
  const { repaired, located } = repairFirst(snapshot, scope);
  const wanted = readFixture(after).files;
  assert.deepEqual(
    repaired.files().map(({ uri, text }) => ({ uri, text })),
    [...wanted].sort((a, b) => (a.uri < b.uri ? -1 : 1)),
  );
  const left = allFindings(repaired);
  const errorsBefore = allFindings(snapshot).filter(({ severity }) => severity === "error").length;
  assert.ok(left.filter(({ severity }) => severity === "error").length <= errorsBefore, "a repair adds no error");
  const same = (entry: LocatedFinding): boolean =>
    entry.rule.code === located.rule.code &&
    JSON.stringify(entry.finding.args) === JSON.stringify(located.finding.args) &&
    entry.uri === located.uri;
  const count = (entries: readonly LocatedFinding[]): number => entries.filter(same).length;
  assert.ok(count(left) < count(allFindings(snapshot)), "the repaired finding is gone");
}

/** The first finding of a rule offers no repair (with that title). */
export function checkNoRepair(source: string, scope: RepairScope): void {
  const snapshot = snapshotOf(readFixture(source), scope.settings);
  const located = allFindings(snapshot).find(({ rule }) => rule.code === scope.code);
  assert.ok(located !== undefined, `no finding ${scope.code}`);
  const titles = repairsOf(snapshot, located, rethrow).map((repair) => say(repair.title, "en", repair.args));
  assert.deepEqual(
    titles.filter((title) => scope.title === undefined || title.includes(scope.title)),
    [],
  );
}

function repairFirst(snapshot: Snapshot, scope: RepairScope): { repaired: Snapshot; located: LocatedFinding } {
  const located = allFindings(snapshot).find(({ rule }) => rule.code === scope.code);
  assert.ok(located !== undefined, `no finding ${scope.code}`);
  const repairs = repairsOf(snapshot, located, rethrow);
  const titled = repairs.filter(
    (repair) => scope.title === undefined || say(repair.title, "en", repair.args).includes(scope.title),
  );
  const repair = titled.find(({ preferred }) => preferred === true) ?? titled[0];
  assert.ok(
    repair !== undefined,
    `no such repair; offered: ${repairs.map(({ title, args }) => say(title, "en", args)).join(" | ")}`,
  );
  return { repaired: applyRepair(snapshot, repair), located };
}

/** The examples of a rule hold: bad ones show exactly their carets, good ones raise nothing of it. */
export function checkExamples(rule: AnyRule): void {
  const { bad, good } = examplesOf(rule);
  assert.ok(bad.length > 0, `${rule.code} shows no bad example`);
  assert.ok(good.length > 0, `${rule.code} shows no good example`);
  for (const source of bad) {
    assert.ok(
      readFixture(source).expected.some(({ code }) => code === rule.code),
      `a bad example of ${rule.code} expects no finding`,
    );
    checkFindings(source, { codes: [rule.code] });
    for (const located of allFindings(snapshotOf(readFixture(source)))) {
      if (located.rule.code !== rule.code) continue;
      for (const locale of ["en", "ko"] as const) {
        assert.doesNotMatch(messageOf(located, locale), /\{[a-zA-Z]+\}/, `${rule.code} leaves a placeholder empty`);
      }
    }
  }
  for (const source of good) checkFindings(source, { codes: [rule.code] });
}
