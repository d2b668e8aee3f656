// Small meshes with questions, made by chance from a seed: documented egress sets, and a few changes to each. The same seed gives the same mesh.
// What istiod makes of them is not known here; see record.mjs and compare.mjs.
import { bases } from "./bases.mjs";
import { changes } from "./changes.mjs";
import { randomOf } from "./random.mjs";
import { workload } from "./resources.mjs";

/** The most changes that a mesh gets. */
const MOST_CHANGES = 4;

/** The mesh of a seed: its name, its resources, what was done to them, and the questions to ask. */
export function generateMesh(seed) {
  const random = randomOf(seed);
  const base = random.pick(bases);
  const mesh = { resources: clone(base.make(random)), hosts: [], done: [] };
  mesh.hosts = declaredHosts(mesh.resources);
  const count = random.below(MOST_CHANGES + 1);
  for (let i = 0; i < count; i++) {
    const change = random.pick(changes);
    if (change.apply(random, mesh)) mesh.done.push(change.name);
    // What changes bring along may be shared between places; a change is meant for one of them.
    mesh.resources = clone(mesh.resources);
  }
  const { resources } = mesh;
  // A mesh whose Services are seen shows its workloads too; a Service without any is one whose pods are kept elsewhere.
  const showsServices = resources.some(({ kind }) => kind === "Service");
  if (showsServices && !resources.some(({ kind }) => kind === "Deployment"))
    resources.push(workload("sleep", "app", { app: "sleep" }));
  return {
    name: `m${seed}`,
    base: base.name,
    changes: mesh.done,
    resources,
    questions: questionsFor(random, resources, mesh.hosts),
  };
}

const clone = (value) => JSON.parse(JSON.stringify(value));

/** Hosts of ServiceEntries and VirtualServices, in their order. */
function declaredHosts(resources) {
  const hosts = new Set();
  for (const { kind, spec } of resources)
    if (kind === "ServiceEntry") for (const host of spec.hosts ?? []) hosts.add(host);
  return [...hosts];
}

function questionsFor(random, resources, originalHosts) {
  const hosts = new Set([...originalHosts, ...declaredHosts(resources)]);
  const questions = [];
  const from = "app/sleep";
  const ask = (url, more = {}) => {
    if (
      !questions.some(
        (known) => known.url === url && known.from === (more.from ?? from) && known.headers === more.headers,
      )
    )
      questions.push({
        from: more.from ?? from,
        url,
        ...(more.headers === undefined ? {} : { headers: more.headers }),
      });
  };
  for (const declared of [...hosts].slice(0, 3)) {
    const host = declared.startsWith("*") ? `en${declared.slice(1)}` : declared.toLowerCase();
    if (host === "en" || host === "") continue;
    ask(`http://${host}/`);
    ask(`https://${host}/`);
    ask(`http://${host}:443/`);
    if (random.chance(0.3)) ask(`http://${host}/api/v1`, random.chance(0.5) ? {} : { headers: { "x-env": "prod" } });
    if (random.chance(0.25)) ask(`http://${host}/`, { from: random.pick(["other/curl", "istio-system/curl"]) });
    for (const port of portsOf(resources, declared)) {
      if (random.chance(0.5)) ask(`tcp://${host}:${port}`);
      if (port !== 80 && port !== 443 && random.chance(0.5))
        ask(`${random.pick(["http", "https"])}://${host}:${port}/`);
    }
  }
  ask("http://nobody.example/");
  if (random.chance(0.5)) ask("https://nobody.example/");
  if (random.chance(0.3)) ask("tcp://nobody.example:443");
  if (random.chance(0.15)) ask("http://api.app.svc.cluster.local/");
  return questions;
}

function portsOf(resources, host) {
  const ports = new Set();
  for (const { kind, spec } of resources) {
    if (kind !== "ServiceEntry" || !(spec.hosts ?? []).includes(host)) continue;
    for (const { number } of spec.ports ?? []) if (number !== undefined) ports.add(number);
  }
  return [...ports].slice(0, 3);
}

/**
 * Whether istiod's answer would be chance: one resource twice, which it cannot hold, or one host in several ServiceEntries of a namespace, which it
 * takes in whatever order its maps give them when they are equally old.
 */
export function isAmbiguous({ resources }) {
  const seen = new Set();
  return resources.some(({ kind, metadata, spec }) => {
    const hosts =
      kind === "ServiceEntry"
        ? (spec.hosts ?? []).map((host) => `${metadata.namespace} ${String(host).toLowerCase()}`)
        : [];
    return [`${kind}/${metadata.namespace}/${metadata.name}`, ...hosts].some((id) => seen.has(id) || !seen.add(id));
  });
}
