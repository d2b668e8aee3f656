// The shapes a check's report is printed in: for people, for programs, for code scanning (SARIF 2.1.0), and for GitHub's annotations.
import { allRules, fill, type Locale, type Severity, SOURCE } from "../service/index";
import type { CheckReport, ReportEntry } from "./check";
import { cliText } from "./text";

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
  return `${JSON.stringify({ findings, files: report.files, resources: report.resources }, null, 2)}\n`;
}

/** Findings with the line they stand on and carets below it, then a summary. `textOf` gives a file's text. */
export function textReport(report: CheckReport, locale: Locale, textOf: (uri: string) => string): string {
  const blocks = report.entries.map((entry) => {
    const { range, severity, code, message } = entry;
    const line = textOf(entry.uri).split(/\r\n|\r|\n/)[range.start.line] ?? "";
    const number = String(range.start.line + 1);
    const margin = " ".repeat(number.length);
    const end = range.end.line === range.start.line ? range.end.character : line.length;
    const shown = line.replaceAll("\t", " ");
    const carets =
      " ".repeat(columns(shown.slice(0, range.start.character))) +
      "^".repeat(Math.max(1, columns(shown.slice(range.start.character, end))));
    const fixes = entry.fixes.map((title) => `${margin} = ${title}\n`).join("");
    return (
      `${entry.file}:${number}:${range.start.character + 1}: ${severity} ${code}\n` +
      `${number} | ${shown}\n${margin} | ${carets}\n${margin} = ${message}\n${fixes}`
    );
  });
  const count = (...severities: Severity[]): number =>
    report.entries.filter((entry) => severities.includes(entry.severity)).length;
  const summary = fill(cliText.summary[locale], {
    errors: count("error"),
    warnings: count("warning"),
    others: count("information", "hint"),
    files: report.files,
    resources: report.resources,
  });
  return [...blocks, `${summary}\n`].join("\n");
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
  const data = (value: string): string => value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (value: string): string => data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return report.entries
    .map(({ file, range, severity, code, message }) => {
      const place = `file=${property(file)},line=${range.start.line + 1},col=${range.start.character + 1},endLine=${range.end.line + 1},endColumn=${range.end.character + 1}`;
      return `::${commands[severity]} ${place},title=${property(`${SOURCE} ${code}`)}::${data(message)}\n`;
    })
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
  return `${JSON.stringify(log, null, 2)}\n`;
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
          artifactLocation: { uri: entry.file.split("\\").map(encodeURI).join("/") },
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
