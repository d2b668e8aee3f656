// Correct sets stay silent under every rule: what Istio documents, set by set, what Istio ships, and what really answered 200 in a cluster raises
// neither error nor warning. The corpus lies beside the repository and is read in place.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_SETTINGS, type LocatedFinding, messageOf, Snapshot } from "../../server/src/service/index";
import { allFindings } from "../support/check";
import { DOCUMENTED_FAULTS } from "../support/documented-faults";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();

/** Files that are loaded together. */
interface Group {
  readonly name: string;
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** Findings on correct sets that are right nonetheless, as `group code`, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  ...DOCUMENTED_FAULTS,
  "integration-corpus/tunnel-sidecar-tls-proxy.yaml certificate-check-skipped": "the test does skip the check",
  "integration-corpus/tunnel-gateway-tcp-tls-proxy.yaml certificate-check-skipped": "the test does skip the check",
  "integration-corpus/tunnel-gateway-tls-istio-mutual-tls-proxy.yaml certificate-check-skipped":
    "the test does skip the check",
  "integration-corpus/tunnel-gateway-tls-passthrough.yaml certificate-check-skipped": "the test does skip the check",
};

interface DocumentedBlock {
  readonly file: string;
  readonly set: string | null;
  readonly crdErrors: readonly string[];
}

interface ShippedFile {
  readonly file: string;
  readonly verdict: string;
}

interface IntegrationCase {
  readonly name: string;
  readonly file: string;
  readonly expectedStatus: number;
}

function loud(group: Group): readonly LocatedFinding[] {
  const snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply(group.files);
  return allFindings(snapshot).filter(({ severity }) => severity === "error" || severity === "warning");
}

function checkSilence(title: string, groups: readonly Group[]): void {
  const said = groups.flatMap((group) => loud(group).map((found) => ({ group, found })));
  const key = ({ group, found }: (typeof said)[number]): string => `${group.name} ${found.rule.code}`;
  const alarms = said.filter((entry) => !Object.hasOwn(EXCEPTIONS, key(entry)));
  const noisy = new Set(said.map(({ group }) => group));
  console.log(`${title}: ${groups.length - noisy.size} of ${groups.length} are silent`);
  const names = new Set(groups.map(({ name }) => name));
  const keys = new Set(said.map(key));
  assert.deepEqual(
    {
      alarms: alarms.map((entry) => `${key(entry)} (${entry.found.severity}): ${messageOf(entry.found, "en")}`),
      stale: Object.keys(EXCEPTIONS).filter((entry) => names.has(entry.split(" ")[0] ?? "") && !keys.has(entry)),
    },
    { alarms: [], stale: [] },
  );
}

function corpusGroup(name: string, files: readonly string[]): Group {
  return { name, files: files.map((file) => ({ uri: `file:///${name}/${file}`, text: corpusText(file) })) };
}

test("every documented set, applied as a whole", (t) => {
  if (!hasCorpus(t)) return;
  const blocks = (corpusJson("docs-yaml.json") as readonly DocumentedBlock[]).filter(
    ({ crdErrors }) => crdErrors.length === 0,
  );
  const names = [...new Set(blocks.flatMap(({ set }) => set ?? []))];
  checkSilence(
    "documented sets",
    names.map((name) =>
      corpusGroup(
        name,
        blocks.filter(({ set }) => set === name).map(({ file }) => file),
      ),
    ),
  );
});

test("every documented block of the API reference by itself", (t) => {
  if (!hasCorpus(t)) return;
  const blocks = (corpusJson("docs-yaml.json") as readonly DocumentedBlock[]).filter(
    ({ set, crdErrors }) => set === null && crdErrors.length === 0,
  );
  checkSilence(
    "blocks of the API reference",
    blocks.map(({ file }) => corpusGroup(file, [file])),
  );
});

test("what Istio ships", (t) => {
  if (!hasCorpus(t)) return;
  const files = (corpusJson("valid-corpus.json") as readonly ShippedFile[]).filter(
    ({ verdict }) => verdict === "valid",
  );
  checkSilence(
    "shipped files",
    files.map(({ file }) => corpusGroup(file, [file])),
  );
});

test("what answered 200 in a cluster", (t) => {
  if (!hasCorpus(t)) return;
  const cases = (corpusJson("integration-cases.json") as readonly IntegrationCase[]).filter(
    ({ expectedStatus }) => expectedStatus === 200,
  );
  checkSilence(
    "integration cases with status 200",
    cases.map(({ file }) => corpusGroup(file, [file])),
  );
});

test("the four resources that the product is about", (t) => {
  const seed = join(root, "..", "shared", "seed", "four-resources.yaml");
  if (!existsSync(seed)) {
    t.skip("the seed is not on this machine: nothing was compared");
    return;
  }
  checkSilence("seed", [{ name: "seed", files: [{ uri: "file:///four.yaml", text: readFileSync(seed, "utf8") }] }]);
});

test("every example mesh", () => {
  const folder = join(root, "examples");
  const meshes = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  checkSilence(
    "example meshes",
    meshes.map(({ name }) => ({
      name,
      files: readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.ya?ml$/.test(file))
        .map((file) => ({ uri: `file:///${name}/${file}`, text: readFileSync(join(folder, name, file), "utf8") })),
    })),
  );
});
