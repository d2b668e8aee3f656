// The two servers: ours as it ships, and yaml-language-server with the schema of Istio's resources. The peer is installed into the system's
// temporary folder when it is not there yet.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PEER = "yaml-language-server";
const PEER_VERSION = "2.0.0";

/** Both servers, the peer first. `bundle` is the server file of this project's build. */
export function servers(bundle) {
  const schema = new URL("schemas/istio-crd.json", import.meta.url).href;
  return [
    {
      name: `${PEER} ${PEER_VERSION}`,
      command: process.execPath,
      args: [join(installed(), PEER, "bin", PEER), "--stdio"],
      settings: {
        yaml: {
          schemas: { [schema]: ["*.yaml", "*.yml"] },
          schemaStore: { enable: false },
          kubernetesCRDStore: { enable: false },
          validate: true,
          hover: true,
          completion: true,
          format: { enable: false },
        },
      },
    },
    { name: "istio-egress", command: process.execPath, args: [fileURLToPath(bundle), "--stdio"], settings: {} },
  ];
}

function installed() {
  const folder = join(tmpdir(), "istio-egress-bench", `${PEER}-${PEER_VERSION}`);
  const modules = join(folder, "node_modules");
  if (existsSync(join(modules, PEER))) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"private":true}');
  const options = ["--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", ["install", ...options, `${PEER}@${PEER_VERSION}`], { cwd: folder, stdio: "inherit" });
  return modules;
}
