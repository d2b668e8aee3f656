// `trace`: reads the files, asks the question, prints the path.
import {
  DEFAULT_SETTINGS,
  fill,
  type Locale,
  parseTarget,
  renderTrace,
  type Settings,
  Snapshot,
  trace,
  viewOf,
} from "../service/index";
import { VERSION } from "../version";
import { oneOf, readArguments, UsageError } from "./arguments";
import { versionOf } from "./istio-version";
import { readPaths } from "./read-paths.node";
import { safeLines, type Terminal } from "./terminal";
import { cliText, help } from "./text";
import { jsonTrace, labelsOf, questionFrom, senderOf } from "./trace";

/** Runs `trace`; the result is the exit status. */
export async function traceCommand(args: readonly string[], terminal: Terminal, fallback: Locale): Promise<number> {
  const { value, has, positionals, locale } = readArguments(
    args,
    { valued: ["from", "labels", "format", "sni", "istio-version"], flags: ["whole-mesh"] },
    fallback,
  );
  if (has("help") || has("version")) {
    terminal.out(has("help") ? help[locale] : `${VERSION}\n`);
    return 0;
  }
  const format = oneOf(value("format") ?? "text", "--format", ["text", "json"], locale);
  const from = value("from");
  if (from === undefined) throw new UsageError(fill(cliText.missingOption[locale], { option: "--from" }));
  const sender = senderOf(from);
  if (sender === undefined) throw new UsageError(fill(cliText.badFrom[locale], { value: `"${from}"` }));
  const labels = value("labels");
  const given = labels === undefined ? undefined : labelsOf(labels);
  if (labels !== undefined && given === undefined)
    throw new UsageError(
      fill(cliText.badValue[locale], { value: labels, option: "--labels", allowed: "key=value,..." }),
    );
  const [url, ...paths] = positionals;
  const read = url === undefined ? undefined : parseTarget(url, value("sni"));
  if (read === undefined || !("target" in read))
    throw new UsageError(fill(cliText.badUrl[locale], { url: url ?? '""' }));
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    knowledge: has("whole-mesh") ? "whole" : "part",
    istioVersion: versionOf(value("istio-version"), locale),
  };
  const inputs = await readPaths(paths, terminal, locale);
  // A path that leaves something out would be told as if it were whole.
  if (inputs.files.length === 0 || inputs.notRead.some(({ isNamed }) => isNamed)) return 2;
  const snapshot = Snapshot.empty(settings).apply(inputs.files);
  const { question, isKnown } = questionFrom(snapshot, sender, read.target, given);
  if (!isKnown) {
    const { namespace, workload = "" } = sender;
    terminal.err(safeLines([fill(cliText.unknownWorkload[locale], { namespace, name: workload })]));
  }
  const answer = trace(question, viewOf(snapshot, inputs.files[0]?.uri ?? ""));
  const names = new Map(inputs.files.map((file) => [file.uri, file.name]));
  const nameOf = (uri: string): string => names.get(uri) ?? uri;
  if (format === "json") {
    terminal.out(jsonTrace(snapshot, answer, locale, nameOf));
    return 0;
  }
  const text = renderTrace(snapshot, answer, locale, ({ uri, range }) => `${nameOf(uri)}:${range.start.line + 1}`);
  terminal.out(safeLines(text.trimEnd().split("\n")));
  return 0;
}
