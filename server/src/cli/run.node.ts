// The commands: arguments in, text out, an exit status back. Everything that touches the terminal or the disk is here.
import { parseArgs } from "node:util";
import {
  buildScaffold,
  chooseLocale,
  explain,
  parseTarget,
  renderTrace,
  trace,
  type ScaffoldParameters,
  scaffoldVariant,
  scaffoldVariants,
  DEFAULT_SETTINGS,
  fill,
  type Locale,
  NEWEST_ISTIO,
  OLDEST_ISTIO,
  type OnCrash,
  repairAll,
  type Settings,
  Snapshot,
} from "../service/index";
import { VERSION } from "../version";
import { checkSnapshot, statusOf } from "./check";
import { type InputFile, readInputs, replaceFile } from "./files.node";
import { githubReport, jsonReport, sarifReport, textReport } from "./formats";
import { cliText, help } from "./text";
import { jsonTrace, questionFrom } from "./trace";

/** Where output goes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly interactive: boolean;
  /** The language of the environment, such as `ko_KR.UTF-8`. */
  readonly language: string | undefined;
}

/** Bad usage: told to the user with exit status 2. */
export class UsageError extends Error {}

const COMMON = { help: { type: "boolean" }, version: { type: "boolean" }, locale: { type: "string" } } as const;

/** Runs the command line; the result is the exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const fallback = chooseLocale(terminal.language);
  try {
    const [command, ...rest] = args;
    switch (command) {
      case "check":
        return await check(rest, terminal, fallback);
      case "trace":
        return await traceCommand(rest, terminal, fallback);
      case "explain":
        return explainCommand(rest, terminal, fallback);
      case "scaffold":
        return scaffoldCommand(rest, terminal, fallback);
      case undefined:
      case "help":
      case "--help":
      case "-h":
        terminal.out(help[localeOf(rest, fallback)]);
        return command === undefined ? 2 : 0;
      case "--version":
      case "-v":
        terminal.out(`${VERSION}\n`);
        return 0;
      default:
        throw new UsageError(fill(cliText.unknownCommand[fallback], { name: command }));
    }
  } catch (error) {
    const isUsage =
      error instanceof UsageError ||
      (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
    if (!isUsage) throw error;
    terminal.err(`${error.message}\n${cliText.seeHelp[fallback]}\n`);
    return 2;
  }
}

async function check(args: readonly string[], terminal: Terminal, fallback: Locale): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...COMMON,
      format: { type: "string" },
      "fail-on": { type: "string" },
      "whole-mesh": { type: "boolean" },
      "istio-version": { type: "string" },
      fix: { type: "boolean" },
    },
  });
  const locale = localeFrom(values.locale, fallback);
  if (values.help === true) return said(terminal, help[locale]);
  if (values.version === true) return said(terminal, `${VERSION}\n`);
  const format = oneOf(values.format ?? "text", "--format", ["text", "json", "sarif", "github"], locale);
  const failOn = oneOf(values["fail-on"] ?? "error", "--fail-on", ["error", "warning", "never"], locale);
  if (positionals.length === 0) throw new UsageError(cliText.noPath[locale]);
  const inputs = await readPaths(positionals, terminal, locale);
  if (inputs === undefined) return 2;
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    knowledge: values["whole-mesh"] === true ? "whole" : "part",
    istioVersion: versionOf(values["istio-version"], locale),
  };
  const onCrash: OnCrash = (code, uri, error) => {
    terminal.err(`${uri}: ${code}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  let snapshot = Snapshot.empty(settings).apply(inputs);
  if (values.fix === true) snapshot = await writeRepairs(snapshot, inputs, terminal, locale, onCrash);
  const names = new Map(inputs.map((file) => [file.uri, file.name]));
  const report = checkSnapshot(snapshot, { locale, nameOf: (uri) => names.get(uri) ?? uri, onCrash });
  switch (format) {
    case "json":
      terminal.out(jsonReport(report));
      break;
    case "sarif":
      terminal.out(sarifReport(report, locale, VERSION));
      break;
    case "github":
      terminal.out(githubReport(report));
      break;
    case "text":
      terminal.out(textReport(report, locale, (uri) => snapshot.file(uri)?.text ?? ""));
      break;
  }
  return statusOf(report, failOn);
}

async function traceCommand(args: readonly string[], terminal: Terminal, fallback: Locale): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...COMMON,
      from: { type: "string" },
      format: { type: "string" },
      sni: { type: "string" },
      "whole-mesh": { type: "boolean" },
      "istio-version": { type: "string" },
    },
  });
  const locale = localeFrom(values.locale, fallback);
  if (values.help === true) return said(terminal, help[locale]);
  const format = oneOf(values.format ?? "text", "--format", ["text", "json"], locale);
  if (values.from === undefined) throw new UsageError(fill(cliText.missingOption[locale], { option: "--from" }));
  const [url, ...paths] = positionals;
  const read = url === undefined ? undefined : parseTarget(url, values.sni);
  if (read === undefined || !("target" in read)) {
    throw new UsageError(fill(cliText.badUrl[locale], { url: url ?? "" }));
  }
  if (paths.length === 0) throw new UsageError(cliText.noPath[locale]);
  const inputs = await readPaths(paths, terminal, locale);
  if (inputs === undefined) return 2;
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    knowledge: values["whole-mesh"] === true ? "whole" : "part",
    istioVersion: versionOf(values["istio-version"], locale),
  };
  const snapshot = Snapshot.empty(settings).apply(inputs);
  const answer = trace(questionFrom(snapshot, values.from, read.target), snapshot.view(inputs[0]?.uri ?? ""));
  const names = new Map(inputs.map((file) => [file.uri, file.name]));
  const nameOf = (uri: string): string => names.get(uri) ?? uri;
  return said(
    terminal,
    format === "json"
      ? jsonTrace(snapshot, answer, locale, nameOf)
      : renderTrace(snapshot, answer, locale, ({ uri, range }) => `${nameOf(uri)}:${range.start.line + 1}`),
  );
}

function explainCommand(args: readonly string[], terminal: Terminal, fallback: Locale): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...COMMON, "istio-version": { type: "string" } },
  });
  const locale = localeFrom(values.locale, fallback);
  if (values.help === true) return said(terminal, help[locale]);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError(cliText.oneField[locale]);
  const explanation = explain(path, {
    locale,
    format: "plaintext",
    istioVersion: versionOf(values["istio-version"], locale),
  });
  if (explanation.found) return said(terminal, `${explanation.text}\n`);
  terminal.err(`${explanation.text}\n`);
  return 2;
}

function scaffoldCommand(args: readonly string[], terminal: Terminal, fallback: Locale): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...COMMON,
      host: { type: "string" },
      variant: { type: "string" },
      namespace: { type: "string" },
      "gateway-namespace": { type: "string" },
      "gateway-service": { type: "string" },
      "credential-name": { type: "string" },
    },
  });
  const locale = localeFrom(values.locale, fallback);
  if (values.help === true) return said(terminal, help[locale]);
  if (values.host === undefined) throw new UsageError(fill(cliText.missingOption[locale], { option: "--host" }));
  const names = scaffoldVariants.map(({ id }) => id);
  const name = oneOf(values.variant ?? "classic", "--variant", names, locale);
  const variant = scaffoldVariant(name);
  if (variant === undefined) return 2;
  const given: Partial<ScaffoldParameters> = {
    host: values.host,
    ...(values.namespace === undefined ? {} : { namespace: values.namespace }),
    ...(values["gateway-namespace"] === undefined ? {} : { gatewayNamespace: values["gateway-namespace"] }),
    ...(values["gateway-service"] === undefined ? {} : { gatewayService: values["gateway-service"] }),
    ...(values["credential-name"] === undefined ? {} : { credentialName: values["credential-name"] }),
  };
  return said(terminal, buildScaffold(variant, given));
}

/** Reads the paths; nothing when one of them could not be read, which has then been said. */
export async function readPaths(
  paths: readonly string[],
  terminal: Terminal,
  locale: Locale,
): Promise<readonly InputFile[] | undefined> {
  const { files, unreadable } = await readInputs(paths, (count) => {
    if (terminal.interactive && count % 100 === 0) terminal.err(`\r${fill(cliText.reading[locale], { count })}`);
  });
  if (terminal.interactive && files.length >= 100) terminal.err("\r\u001b[K");
  for (const { path, reason } of unreadable) {
    terminal.err(`${fill(cliText.unreadable[locale], { path, reason: cliText[reason][locale] })}\n`);
  }
  return unreadable.length > 0 ? undefined : files;
}

async function writeRepairs(
  snapshot: Snapshot,
  inputs: readonly InputFile[],
  terminal: Terminal,
  locale: Locale,
  onCrash: OnCrash,
): Promise<Snapshot> {
  const repaired = repairAll(
    snapshot,
    inputs.map((file) => file.uri),
    onCrash,
  );
  const changed = inputs.filter((file) => repaired.file(file.uri)?.text !== file.text);
  for (const file of changed) await replaceFile(file.uri, repaired.file(file.uri)?.text ?? file.text);
  if (changed.length > 0) terminal.err(`${fill(cliText.fixed[locale], { files: changed.length })}\n`);
  return repaired;
}

/** Checks a value against what an option takes; throws a UsageError otherwise. */
export function oneOf<T extends string>(value: string, option: string, allowed: readonly T[], locale: Locale): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(fill(cliText.badValue[locale], { value, option, allowed: allowed.join(", ") }));
  return found;
}

function versionOf(value: string | undefined, locale: Locale): string {
  if (value === undefined) return DEFAULT_SETTINGS.istioVersion;
  const match = /^v?(\d+\.\d+)(?:\..*)?$/.exec(value);
  if (match?.[1] === undefined)
    throw new UsageError(
      fill(cliText.badValue[locale], {
        value,
        option: "--istio-version",
        allowed: `${OLDEST_ISTIO} … ${NEWEST_ISTIO}`,
      }),
    );
  return match[1];
}

function localeFrom(value: string | undefined, fallback: Locale): Locale {
  return value === undefined ? fallback : oneOf(value, "--locale", ["en", "ko"], fallback);
}

function localeOf(args: readonly string[], fallback: Locale): Locale {
  const at = args.indexOf("--locale");
  return at >= 0 ? chooseLocale(args[at + 1]) : fallback;
}

function said(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}
