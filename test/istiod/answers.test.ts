// Traces hold against what istiod itself answered: several hundred small meshes that tools/istiod made by chance, with the path that the Envoy
// configuration of istiod 1.31 gives each request (module istio.io/istio, the version in tools/istiod/judge/go.mod).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { differences, type Judged, judgedSnapshot, judgedTrace } from "./agreement";

interface JudgedMesh {
  readonly name: string;
  readonly resources: readonly unknown[];
  readonly answers: readonly Judged[];
}

const root = process.env.REPOSITORY_ROOT ?? process.cwd();
const meshes = readFileSync(join(root, "test/istiod/answers.jsonl"), "utf8")
  .trim()
  .split("\n")
  // The file is written by tools/istiod/compare.mjs in this shape.
  .map((line) => JSON.parse(line) as JudgedMesh);

test("every hop of every request is as istiod configures it", (t) => {
  const wrong: string[] = [];
  let asked = 0;
  for (const { name, resources, answers } of meshes) {
    const snapshot = judgedSnapshot(resources.map((resource) => `${JSON.stringify(resource)}\n`).join("---\n"));
    for (const answer of answers) {
      asked++;
      const found = differences(judgedTrace(snapshot, answer), answer);
      if (found.length > 0) wrong.push(`${name} ${answer.from} ${answer.url}: ${found.join("; ")}`);
    }
  }
  t.diagnostic(`${meshes.length} meshes, ${asked} requests`);
  assert.ok(meshes.length >= 400);
  assert.deepEqual(wrong, []);
});
