// Istio's own verdicts on third-party YAML: what the webhook or the CRDs refuse is an error here, what they accept is none, and what Istio
// itself ships or documents raises neither error nor warning. The corpus lies beside the repository and is read in place.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_SETTINGS, findingsOf, type LocatedFinding, messageOf, Snapshot } from "../../server/src/service/index";
import { rethrow } from "../support/check";
import { DOCUMENTED_FAULTS } from "../support/documented-faults";

const CORPUS = join(process.env.REPOSITORY_ROOT ?? process.cwd(), "..", "shared", "corpus");
const skip = existsSync(CORPUS) ? false : "the corpus is not beside the repository";

interface WebhookCase {
  readonly file: string;
  readonly wholeObject: boolean;
  readonly webhookValid: boolean;
  readonly webhookWarning?: boolean;
  readonly errorContains?: string;
  readonly warningContains?: string;
}

interface CrdCase {
  readonly file: string;
  readonly index: number;
  readonly valid: boolean;
  readonly expectedErrorSubstring: string | null;
}

interface ShippedFile {
  readonly file: string;
  readonly verdict: "valid" | "mixed";
}

interface DocumentedBlock {
  readonly file: string;
  readonly crdErrors: readonly string[];
}

/** Cases where we deliberately judge otherwise, with the reason. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  "validation-corpus/Gateway/ValidateTlsOptions-027.yaml":
    "The webhook only warns about a third entry of tlsCertificates, but the CRD allows two, so the API server refuses the resource.",
};

/** The rows of a manifest. Their shapes are known; a row that lacks a field fails its own case. */
function manifest(name: string): unknown {
  return JSON.parse(readFileSync(join(CORPUS, name), "utf8"));
}

function webhookCases(): readonly WebhookCase[] {
  return (manifest("validation-cases.json") as readonly WebhookCase[]).map((entry) => ({
    ...entry,
    file: `validation-corpus/${entry.file}`,
  }));
}

const judged = new Map<string, readonly LocatedFinding[]>();

function findings(file: string): readonly LocatedFinding[] {
  let found = judged.get(file);
  if (found === undefined) {
    const uri = `file:///${file}`;
    const text = readFileSync(join(CORPUS, file), "utf8");
    const snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri, text }]);
    found = findingsOf(snapshot, uri, rethrow);
    judged.set(file, found);
  }
  return found;
}

function show(found: readonly LocatedFinding[]): string {
  return found.map((entry) => `    ${entry.severity} ${entry.rule.code}: ${messageOf(entry, "en")}`).join("\n");
}

/** Compares verdicts case by case; the disagreements must be exactly the listed ones, and few enough. */
function agree<T extends { readonly file: string }>(
  name: string,
  cases: readonly T[],
  judge: (entry: T) => { readonly key: string; readonly problem: string | undefined },
  least: number,
): void {
  const verdicts = cases.map(judge);
  const wrong = verdicts.filter(({ problem }) => problem !== undefined);
  const share = ((cases.length - wrong.length) / Math.max(1, cases.length)) * 100;
  console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} cases agree (${share.toFixed(1)} %)`);
  const unlisted = wrong.filter(({ key }) => !Object.hasOwn(DISAGREEMENTS, key));
  const stale = verdicts.flatMap(({ key, problem }) =>
    problem === undefined && Object.hasOwn(DISAGREEMENTS, key) ? [key] : [],
  );
  assert.deepEqual(
    { unlisted: unlisted.map(({ key, problem }) => `${key}: ${problem ?? ""}`), stale },
    { unlisted: [], stale: [] },
  );
  assert.ok(share >= least, `${share.toFixed(1)} % agree; ${least} % are asked for`);
}

const errorsIn = (found: readonly LocatedFinding[]): readonly LocatedFinding[] =>
  found.filter(({ severity }) => severity === "error");

function verdictOf(entry: WebhookCase): { key: string; problem: string | undefined } {
  const errors = errorsIn(findings(entry.file));
  if (entry.webhookValid === (errors.length === 0)) return { key: entry.file, problem: undefined };
  const problem = entry.webhookValid
    ? `Istio accepts it, but we say\n${show(errors)}`
    : `Istio refuses it (${entry.errorContains ?? "no message"}), we do not`;
  return { key: entry.file, problem };
}

test("whole resources: an error exactly where the webhook refuses", { skip }, () => {
  const cases = webhookCases().filter(({ wholeObject }) => wholeObject);
  agree("webhook, whole resources", cases, verdictOf, 99);
});

test("fragments: an error exactly where the webhook refuses", { skip }, () => {
  const cases = webhookCases().filter(({ wholeObject }) => !wholeObject);
  agree("webhook, fragments", cases, verdictOf, 97);
});

test("a warning where the webhook warns", { skip }, () => {
  const cases = webhookCases().filter(({ webhookWarning }) => webhookWarning === true);
  const judge = (entry: WebhookCase): { key: string; problem: string | undefined } => {
    const warns = findings(entry.file).some(({ severity }) => severity === "warning");
    return {
      key: `${entry.file} warning`,
      problem: warns ? undefined : `Istio warns (${entry.warningContains ?? "no message"}), we do not`,
    };
  };
  agree("webhook, warnings", cases, judge, 97);
});

test("an error exactly where the CRDs refuse", { skip }, () => {
  const judge = (entry: CrdCase): { key: string; problem: string | undefined } => {
    const errors = errorsIn(findings(entry.file)).filter(({ uri, document }) => {
      const text = readFileSync(join(CORPUS, entry.file), "utf8");
      const file = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri, text }]).file(uri);
      return file?.documents.findIndex((other) => other.text === document.text) === entry.index;
    });
    const problem =
      entry.valid === (errors.length === 0)
        ? undefined
        : entry.valid
          ? `the CRDs accept it, but we say\n${show(errors)}`
          : `the CRDs refuse it (${entry.expectedErrorSubstring ?? ""}), we do not`;
    return { key: `${entry.file} ${entry.index}`, problem };
  };
  agree("CRDs", manifest("crd-cases.json") as readonly CrdCase[], judge, 100);
});

/** What is shipped or documented as good raises neither errors nor warnings. */
function quiet(entry: { readonly file: string }): { key: string; problem: string | undefined } {
  const loud = findings(entry.file).filter(
    ({ severity, rule }) =>
      (severity === "error" || severity === "warning") &&
      !Object.hasOwn(DOCUMENTED_FAULTS, `${entry.file} ${rule.code}`),
  );
  return { key: entry.file, problem: loud.length === 0 ? undefined : `good YAML, but we say\n${show(loud)}` };
}

test("what Istio ships is quiet", { skip }, () => {
  const cases = (manifest("valid-corpus.json") as readonly ShippedFile[]).filter(({ verdict }) => verdict === "valid");
  agree("shipped YAML", cases, quiet, 100);
});

test("what Istio documents is quiet", { skip }, () => {
  const cases = (manifest("docs-yaml.json") as readonly DocumentedBlock[]).filter(
    ({ crdErrors }) => crdErrors.length === 0,
  );
  agree("documentation", cases, quiet, 100);
});
