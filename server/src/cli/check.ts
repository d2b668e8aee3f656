// `check`: findings of many files as plain report entries. Knows no terminal and no file system.
import {
  type Locale,
  type OnCrash,
  findingsOf,
  type Range,
  renderFinding,
  repairsOf,
  say,
  type Severity,
  type Snapshot,
} from "../service/index";

/** How a file is called: the name to show, and its address as a URI reference, relative where the name is. */
export interface FileNames {
  readonly name: string;
  readonly address: string;
}

/** One finding, as reports show it. `file` is the name to show. */
export interface ReportEntry {
  readonly file: string;
  readonly address: string;
  readonly uri: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly resource: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
  readonly fixes: readonly string[];
}

/** Everything a report needs. */
export interface CheckReport {
  readonly entries: readonly ReportEntry[];
  /** Paths that were met and not read, with the reason as a word that programs may rely on. */
  readonly notRead: readonly { readonly file: string; readonly reason: string }[];
  readonly files: number;
  readonly resources: number;
}

/** Checks every file of a snapshot; `namesOf` gives the names of a uri. Ordered by name, then place, then code. */
export function checkSnapshot(
  snapshot: Snapshot,
  options: {
    readonly locale: Locale;
    readonly namesOf: (uri: string) => FileNames;
    readonly notRead: CheckReport["notRead"];
    readonly onCrash: OnCrash;
  },
): CheckReport {
  const { locale, namesOf, onCrash } = options;
  const uris = snapshot.files().map((file) => file.uri);
  const sorted = uris
    .map((uri) => ({ uri, ...namesOf(uri) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const entries = sorted.flatMap(({ uri, name, address }) =>
    findingsOf(snapshot, uri, onCrash).flatMap((located) => {
      const { resource } = located;
      const fixes = repairsOf(snapshot, located, onCrash).map((repair) =>
        say(repair.title, locale, { ...located.finding.args, ...repair.args }),
      );
      return renderFinding(snapshot, located, locale).map((shown): ReportEntry => ({
        file: name,
        address,
        uri,
        range: shown.range,
        severity: shown.severity,
        code: shown.code,
        message: shown.message,
        resource:
          resource === undefined
            ? undefined
            : { kind: resource.kind.value, namespace: resource.namespace, name: resource.name?.value ?? "" },
        fixes,
      }));
    }),
  );
  return {
    entries,
    notRead: options.notRead,
    files: uris.length,
    resources: uris.reduce((sum, uri) => sum + snapshot.resourcesIn(uri).length, 0),
  };
}

/** The exit status for a report: 1 when an entry reaches the severity, else 0. */
export function statusOf(report: CheckReport, failOn: "error" | "warning" | "never"): 0 | 1 {
  const failing = failOn === "error" ? ["error"] : failOn === "warning" ? ["error", "warning"] : [];
  return report.entries.some(({ severity }) => failing.includes(severity)) ? 1 : 0;
}
