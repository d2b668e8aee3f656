// `check`: reads, judges, repairs when asked to, and prints a report. Exit status 2 means that something named was not read or not repaired, or that
// there was nothing to read; otherwise the findings decide.
import {
  DEFAULT_SETTINGS,
  fill,
  type Locale,
  type OnCrash,
  repairAll,
  type RepairedAll,
  type Settings,
  Snapshot,
} from "../service/index";
import { VERSION } from "../version";
import { oneOf, readArguments, UsageError } from "./arguments";
import { checkSnapshot, statusOf } from "./check";
import { githubReport, jsonReport, sarifReport, textReport } from "./formats";
import type { InputFile, Inputs } from "./inputs.node";
import { versionOf } from "./istio-version";
import { readPaths } from "./read-paths.node";
import { type LeftReason, obstacleTo, type Replacement, removeTemporaries, replaceFile } from "./replace-file.node";
import { safeLine, safeLines, type Terminal } from "./terminal";
import { cliText, counted, help } from "./text";
import { unifiedDiff } from "./unified-diff";

/** Runs `check`; the result is the exit status. */
export async function checkCommand(args: readonly string[], terminal: Terminal, fallback: Locale): Promise<number> {
  const given = readArguments(
    args,
    { valued: ["format", "fail-on", "istio-version"], flags: ["whole-mesh", "fix", "diff"] },
    fallback,
  );
  const { value, has, positionals, locale } = given;
  if (has("help")) return said(terminal, help[locale]);
  if (has("version")) return said(terminal, `${VERSION}\n`);
  const format = oneOf(value("format") ?? "text", "--format", ["text", "json", "sarif", "github"], locale);
  const failOn = oneOf(value("fail-on") ?? "error", "--fail-on", ["error", "warning", "never"], locale);
  if (has("fix") && has("diff")) throw new UsageError(cliText.fixOrDiff[locale]);
  if (has("diff") && value("format") !== undefined) throw new UsageError(cliText.diffFormat[locale]);
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    knowledge: has("whole-mesh") ? "whole" : "part",
    istioVersion: versionOf(value("istio-version"), locale),
  };
  const inputs = await readPaths(positionals, terminal, locale);
  const onCrash: OnCrash = (code, uri, error) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(safeLines([cliText.crashed[locale], `${uri}: ${code}`, ...stack.split("\n")]));
  };
  const names = new Map(inputs.files.map((file) => [file.uri, file]));
  const read = Snapshot.empty(settings).apply(inputs.files);
  const work: Work = { inputs, terminal, locale, onCrash };
  const { snapshot, failed } = has("fix") ? await writeRepairs(read, work) : { snapshot: read, failed: 0 };
  const report = checkSnapshot(snapshot, {
    locale,
    namesOf: (uri) => names.get(uri) ?? { name: uri, address: uri },
    notRead: inputs.notRead.map(({ name, reason }) => ({ file: name, reason })),
    onCrash,
  });
  if (has("diff")) await showRepairs(read, work);
  else if (format === "json") terminal.out(jsonReport(report));
  else if (format === "sarif") terminal.out(sarifReport(report, locale, VERSION));
  else if (format === "github") terminal.out(githubReport(report));
  else if (inputs.files.length > 0) terminal.out(textReport(report, locale, (uri) => snapshot.file(uri)?.text ?? ""));
  const isUnread = inputs.files.length === 0 || inputs.notRead.some(({ isNamed }) => isNamed);
  return isUnread || failed > 0 ? 2 : statusOf(report, failOn);
}

interface Work {
  readonly inputs: Inputs;
  readonly terminal: Terminal;
  readonly locale: Locale;
  readonly onCrash: OnCrash;
}

interface PlannedRepairs extends RepairedAll {
  readonly changed: readonly InputFile[];
  /** Files that would have been changed, and cannot be. */
  readonly obstacles: ReadonlyMap<InputFile, Replacement>;
}

/**
 * What all safe repairs come to, without touching a file that cannot be written: a repair that needs such a file is not made in the others either,
 * so no half of it is written.
 */
async function planRepairs(snapshot: Snapshot, { inputs: { files }, onCrash }: Work): Promise<PlannedRepairs> {
  const uris = files.map((file) => file.uri);
  const obstacles = new Map<InputFile, Replacement>();
  for (;;) {
    const locked = new Set([...obstacles.keys()].map((file) => file.uri));
    const repaired = repairAll(snapshot, uris, { onCrash, mayEdit: (uri) => !locked.has(uri) });
    const changed = files.filter((file) => repaired.snapshot.file(file.uri)?.text !== file.text);
    const known = obstacles.size;
    for (const file of changed) {
      const obstacle = file.isRegular ? await obstacleTo(file.path) : NOT_REGULAR;
      if (obstacle !== undefined) obstacles.set(file, obstacle);
    }
    if (obstacles.size === known) return { ...repaired, changed, obstacles };
  }
}

const NOT_REGULAR: Replacement = { kind: "left", reason: "notRegular", code: "" };

/** Writes the repairs; the result holds what the files hold afterwards, and how many of them could not be repaired. */
async function writeRepairs(snapshot: Snapshot, work: Work): Promise<{ snapshot: Snapshot; failed: number }> {
  const { inputs, terminal, locale } = work;
  await removeTemporaries(inputs.folders);
  const { snapshot: repaired, isComplete, changed, obstacles } = await planRepairs(snapshot, work);
  const outcomes = new Map(obstacles);
  for (const file of changed) {
    const text = repaired.file(file.uri)?.text ?? file.text;
    outcomes.set(file, await replaceFile(file.path, file.text, text));
  }
  const left = [...outcomes].filter(([, outcome]) => outcome.kind === "left");
  const written = outcomes.size - left.length;
  if (written > 0) terminal.err(`${fill(cliText.fixed[locale], { files: counted(written, "file", locale) })}\n`);
  sayLeft(new Map(left), work);
  if (!isComplete) terminal.err(`${cliText.moreToFix[locale]}\n`);
  const asRead = left.map(([{ uri, text }]) => ({ uri, text }));
  return { snapshot: asRead.length === 0 ? repaired : repaired.apply(asRead), failed: left.length };
}

/** Prints what `writeRepairs` would write. */
async function showRepairs(snapshot: Snapshot, work: Work): Promise<void> {
  const { terminal, locale } = work;
  const { snapshot: repaired, isComplete, changed, obstacles } = await planRepairs(snapshot, work);
  for (const { uri, name, text } of changed) {
    terminal.out(unifiedDiff(name, text, repaired.file(uri)?.text ?? text, diffLine));
  }
  terminal.err(`${fill(cliText.wouldFix[locale], { files: counted(changed.length, "file", locale) })}\n`);
  sayLeft(obstacles, work);
  if (!isComplete) terminal.err(`${cliText.moreToFix[locale]}\n`);
}

/** A line of a diff: tabs stay, as whoever applies it compares them. */
function diffLine(line: string): string {
  return line.split("\t").map(safeLine).join("\t");
}

function sayLeft(outcomes: ReadonlyMap<InputFile, Replacement>, { terminal, locale }: Work): void {
  for (const [file, outcome] of outcomes) {
    if (outcome.kind === "written") continue;
    const reason = fill(LEFT[outcome.reason][locale], { code: outcome.code });
    terminal.err(safeLines([fill(cliText.notFixed[locale], { path: file.name, reason })]));
  }
}

const LEFT: Readonly<Record<LeftReason, (typeof cliText)[keyof typeof cliText]>> = {
  changed: cliText.leftChanged,
  gone: cliText.leftGone,
  notRegular: cliText.leftNotRegular,
  hardLinked: cliText.leftHardLinked,
  readOnly: cliText.leftReadOnly,
  owner: cliText.leftOwner,
  mode: cliText.leftMode,
  noRoom: cliText.leftNoRoom,
  failed: cliText.leftFailed,
};

function said(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}
