// Holds the project's traces against the judge's answers, and records both as test data.
//   node tools/istiod/compare.mjs MESHES ANSWERS.jsonl            shows how many questions agree, and the kinds of disagreement
//   node tools/istiod/compare.mjs MESHES ANSWERS.jsonl --record N FILE.jsonl   writes the first N meshes that a cluster would take
import { build } from "esbuild";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [meshes, answers, flag, count, target] = process.argv.slice(2);

/** The service with what tests compare by, bundled for this process. */
async function loadService() {
  const folder = mkdtempSync(join(tmpdir(), "istiod-"));
  const outfile = join(folder, "service.cjs");
  const contents = 'export * from "./test/istiod/agreement";';
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const service = createRequire(import.meta.url)(outfile);
  rmSync(folder, { recursive: true });
  return service;
}

/** An answer in the form that is recorded: what a path depends on, and nothing that is the same everywhere. */
function short({ question, hops, end }) {
  const kept = (value) =>
    Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== ""));
  return kept({
    ...question,
    hops: (hops ?? []).map(({ proxy, port, cluster, tls, tlsArrived, error, virtualHost }) =>
      kept({
        proxy,
        port,
        cluster,
        tls: tls?.mode,
        sni: tls?.sni,
        tlsArrived: tlsArrived || undefined,
        error,
        virtualHost: error === undefined ? undefined : virtualHost,
      }),
    ),
    end: kept({
      kind: end.kind,
      error: end.error,
      status: end.status || undefined,
      port: end.port,
      http: end.http || undefined,
      layers: end.layers?.map(({ mode }) => mode),
    }),
  });
}

/** The differences of a mesh's questions. */
function judge(service, text, line) {
  const snapshot = service.judgedSnapshot(text);
  return line.answers.map((one) => {
    const answer = short(one);
    return { answer, found: service.differences(service.judgedTrace(snapshot, answer), answer) };
  });
}

const kindOf = ({ url }) =>
  url.includes("nobody")
    ? "undeclared"
    : url.includes("://") && url.startsWith("http:") && /:\d+\//.test(url.slice(7))
      ? "http:PORT"
      : url.split(":")[0];

const shapeOf = (difference) =>
  difference
    .replace(/outbound\|\d+\|[^|]*\|[^\s;]*/g, "outbound|…")
    .replace(/\d{2,5}/g, "N")
    .replace(/[a-z0-9.*-]+\.(com|local|example|net|org)\b/g, "HOST");

const service = await loadService();
const tally = {};
const shapes = new Map();
const recorded = [];
let refused = 0;
let failed = 0;
for (const text of readFileSync(answers, "utf8").split("\n")) {
  // Istio's test helpers print warnings of their own between the answers.
  if (!text.startsWith("{")) continue;
  const line = JSON.parse(text);
  if (line.error !== undefined) failed++;
  if (line.refused.some((one) => one.Error)) refused++;
  if (line.error !== undefined || line.refused.some((one) => one.Error) || line.answers.length === 0) continue;
  const mesh = readFileSync(join(meshes, line.mesh, "mesh.yaml"), "utf8");
  const meta = JSON.parse(readFileSync(join(meshes, line.mesh, "meta.json"), "utf8"));
  const judged = judge(service, mesh, line);
  for (const { answer, found } of judged) {
    const kind = (tally[kindOf(answer)] ??= { asked: 0, agreed: 0 });
    kind.asked++;
    if (found.length === 0) kind.agreed++;
    else {
      const shape = shapeOf(found[0]);
      shapes.set(shape, [
        ...(shapes.get(shape) ?? []),
        `${line.mesh} ${answer.url} ${JSON.stringify(meta.mutations)} :: ${found.join(" ; ")}`,
      ]);
    }
  }
  const resources = mesh.split("\n---\n").map((one) => JSON.parse(one));
  recorded.push({ name: line.mesh, resources, answers: judged.map(({ answer }) => answer) });
}
if (flag === "--record") {
  const lines = recorded.slice(0, Number(count)).map((one) => JSON.stringify(one));
  writeFileSync(target, `${lines.join("\n")}\n`);
  console.log(`${lines.length} meshes in ${target}`);
} else {
  const sum = (key) => Object.values(tally).reduce((total, one) => total + one[key], 0);
  console.table(tally);
  console.log(
    `${sum("agreed")} of ${sum("asked")} agree (${((100 * sum("agreed")) / sum("asked")).toFixed(2)} %); refused ${refused}, failed ${failed}`,
  );
  for (const [shape, examples] of [...shapes].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`\n${examples.length} × ${shape}`);
    for (const example of examples.slice(0, 4)) console.log(`   ${example}`);
  }
}
