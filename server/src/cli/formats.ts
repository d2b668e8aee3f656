// The shapes a check's report is printed in: for people, for programs, for code scanning (SARIF 2.1.0), and for GitHub's annotations. Each has its
// own escapes here; none of them lets a value or a file name speak in place of the report.
import { allRules, escapeOf, fill, type Locale, printable, type Severity, SOURCE } from "../service/index";
import type { CheckReport, ReportEntry } from "./check";
import { safeLine } from "./terminal";
import { cliText, counted } from "./text";

/** The contract of `--format json`. */
export function jsonReport(report: CheckReport): string {
  const findings = report.entries.map(({ file, range, severity, code, message, resource, fixes }) => ({
    file,
    range,
    severity,
    code,
    message,
    resource: resource ?? null,
    fixes,
  }));
  const { files, resources, notRead } = report;
  return jsonText({ findings, files, resources, notRead });
}

/** JSON that may be shown on a terminal: the controls that JSON allows in strings are written as escapes, which read as the same text. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g, escapeOf)}\n`;
}

/** Findings with the line they stand on and carets below it, then a summary. `textOf` gives a file's text. */
export function textReport(report: CheckReport, locale: Locale, textOf: (uri: string) => string): string {
  const linesByUri = new Map<string, readonly string[]>();
  const lineOf = (uri: string, line: number): string => {
    let lines = linesByUri.get(uri);
    if (lines === undefined) {
      lines = textOf(uri).split(/\r\n|\r|\n/);
      linesByUri.set(uri, lines);
    }
    return lines[line] ?? "";
  };
  const blocks = report.entries.map((entry) => {
    const { range, severity, code, message } = entry;
    const line = lineOf(entry.uri, range.start.line);
    const number = String(range.start.line + 1);
    const margin = " ".repeat(number.length);
    const end = range.end.line === range.start.line ? range.end.character : line.length;
    const carets =
      " ".repeat(columns(sourceText(line.slice(0, range.start.character)))) +
      "^".repeat(Math.max(1, columns(sourceText(line.slice(range.start.character, end)))));
    const lines = [
      `${startingName(entry.file)}:${number}:${range.start.character + 1}: ${severity} ${code}`,
      `${number} | ${sourceText(line)}`,
      `${margin} | ${carets}`,
      `${margin} = ${message}`,
      ...entry.fixes.map((title) => `${margin} = ${title}`),
    ];
    return lines.map((shown) => `${safeLine(shown)}\n`).join("");
  });
  return [...blocks, `${summaryOf(report, locale)}\n`].join("\n");
}

function summaryOf(report: CheckReport, locale: Locale): string {
  const count = (...severities: Severity[]): number =>
    report.entries.filter((entry) => severities.includes(entry.severity)).length;
  const summary = fill(cliText.summary[locale], {
    errors: counted(count("error"), "error", locale),
    warnings: counted(count("warning"), "warning", locale),
    others: counted(count("information", "hint"), "note", locale),
    files: counted(report.files, "file", locale),
    resources: counted(report.resources, "resource", locale),
  });
  if (report.notRead.length === 0) return summary;
  return summary + fill(cliText.summaryNotRead[locale], { files: counted(report.notRead.length, "file", locale) });
}

/** A line of a file as it is shown: a tab takes one column, and what could not be seen is written as an escape. */
function sourceText(line: string): string {
  return printable(line.replaceAll("\t", " "));
}

/** A relative name that begins a line: one with a blank or a colon in front could be taken for something else. */
function startingName(name: string): string {
  return /^[\s:]/.test(name) ? `./${name}` : name;
}

/** How many terminal columns a text takes: East Asian wide characters and emoji take two. */
function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    width +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/** GitHub Actions workflow commands, one a finding. */
export function githubReport(report: CheckReport): string {
  const commands: Readonly<Record<Severity, string>> = {
    error: "error",
    warning: "warning",
    information: "notice",
    hint: "notice",
  };
  const data = (value: string): string =>
    unseen(value).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (value: string): string => data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return report.entries
    .map(({ file, range, severity, code, message }) => {
      const place = `file=${property(file)},line=${range.start.line + 1},col=${range.start.character + 1},endLine=${range.end.line + 1},endColumn=${range.end.character + 1}`;
      return `::${commands[severity]} ${place},title=${property(`${SOURCE} ${code}`)}::${data(message)}\n`;
    })
    .join("");
}

/** Escapes for what a log would act on; line breaks have an escape of GitHub's own. */
function unseen(value: string): string {
  return value
    .split(/([\r\n])/)
    .map((part) => (part === "\r" || part === "\n" ? part : printable(part)))
    .join("");
}

/** A SARIF 2.1.0 log. */
export function sarifReport(report: CheckReport, locale: Locale, version: string): string {
  const levels: Readonly<Record<Severity, string>> = {
    error: "error",
    warning: "warning",
    information: "note",
    hint: "note",
  };
  const used = allRules.filter((rule) => report.entries.some((entry) => entry.code === rule.code));
  const rules = used.map((rule) => ({
    id: rule.code,
    shortDescription: { text: rule.text[locale].title },
    defaultConfiguration: { level: levels[rule.severity] },
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: SOURCE, semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        results: report.entries.map((entry) =>
          sarifResult(
            entry,
            used.findIndex((rule) => rule.code === entry.code),
            levels,
          ),
        ),
      },
    ],
  };
  return jsonText(log);
}

function sarifResult(entry: ReportEntry, ruleIndex: number, levels: Readonly<Record<Severity, string>>): object {
  const { range, resource } = entry;
  return {
    ruleId: entry.code,
    ruleIndex,
    level: levels[entry.severity],
    message: { text: entry.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: entry.address },
          region: {
            startLine: range.start.line + 1,
            startColumn: range.start.character + 1,
            endLine: range.end.line + 1,
            endColumn: range.end.character + 1,
          },
        },
        ...(resource === undefined
          ? {}
          : {
              logicalLocations: [
                { fullyQualifiedName: `${resource.kind}/${resource.namespace}/${resource.name}`, kind: "resource" },
              ],
            }),
      },
    ],
  };
}
