// Every repair that is offered anywhere in the third-party corpus does what it promises: the document stays readable, the finding goes, and no
// new error comes. Applying the safe ones until none is left ends.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  DEFAULT_SETTINGS,
  findingsOf,
  type LocatedFinding,
  repairsOf,
  say,
  Snapshot,
} from "../../server/src/service/index";
import { applyRepair, rethrow } from "../support/check";

const CORPUS = join(process.env.REPOSITORY_ROOT ?? process.cwd(), "..", "shared", "corpus");
const skip = existsSync(CORPUS) ? false : "the corpus is not beside the repository";
const FOLDERS = ["validation-corpus", "crd-testdata", "valid-corpus", "docs-yaml", "analyze-testdata"];

function texts(): readonly { readonly name: string; readonly text: string }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(CORPUS, folder, name), "utf8") })),
  );
}

/** A finding without its place, to recognise it after an edit. */
const identity = ({ rule, finding }: LocatedFinding): string => `${rule.code} ${JSON.stringify(finding.args)}`;

const errors = (found: readonly LocatedFinding[]): number =>
  found.filter(({ severity }) => severity === "error").length;

test("every repair in the corpus holds", { skip }, () => {
  const broken: string[] = [];
  let tried = 0;
  for (const { name, text } of texts()) {
    const uri = `file:///${name}`;
    const snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri, text }]);
    const before = findingsOf(snapshot, uri, rethrow);
    for (const located of before) {
      for (const repair of repairsOf(snapshot, located, rethrow)) {
        if (repair.changes.length === 0) continue;
        tried++;
        const where = `${name}: ${located.rule.code}: ${say(repair.title, "en", repair.args)}`;
        const repaired = applyRepair(snapshot, repair);
        const unread = (documents: Snapshot): number =>
          (documents.file(uri)?.documents ?? []).reduce((sum, { problems }) => sum + problems.length, 0);
        if (unread(repaired) > unread(snapshot)) broken.push(`${where}: leaves broken YAML`);
        const after = findingsOf(repaired, uri, rethrow);
        const count = (found: readonly LocatedFinding[]): number =>
          found.filter((other) => identity(other) === identity(located)).length;
        if (count(after) >= count(before)) broken.push(`${where}: the finding stays`);
        const revealed = located.rule.code.startsWith("yaml-");
        if (errors(after) > errors(before) && !revealed) broken.push(`${where}: brings a new error`);
      }
    }
  }
  console.log(`${tried} repairs tried`);
  assert.deepEqual(broken, []);
});
