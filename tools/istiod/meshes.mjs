// Writes meshes as folders for the judge: node meshes.mjs FOLDER FIRST COUNT
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateMesh, isAmbiguous } from "./generate.mjs";

/** A mesh as YAML: one document per resource, each as JSON, which is YAML too. */
function meshText(resources) {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join("---\n");
}

const [folder, first, count] = process.argv.slice(2);
if (folder !== undefined && process.argv[1].endsWith("meshes.mjs")) {
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const mesh = generateMesh(seed);
    if (isAmbiguous(mesh)) continue;
    const target = join(folder, mesh.name);
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, "mesh.yaml"), meshText(mesh.resources));
    writeFileSync(join(target, "questions.json"), JSON.stringify(mesh.questions));
    writeFileSync(join(target, "meta.json"), JSON.stringify({ base: mesh.base, mutations: mesh.changes }));
  }
}
