// The YAML that is measured with: sets of four resources for one host each, the same every time. Files of many sets, and workspaces of many files.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const FILES_PER_FOLDER = 500;
const NAMESPACES = 40;
/** One file in so many has a mistake. */
const MISTAKE_EVERY = 10;
/** Changes whenever a generated workspace would look different. */
const EDITION = "1";

const padded = (number, width) => String(number).padStart(width, "0");

/** One set: its text, and where in it (line and character from 0) things stand that the scenarios point at. */
function egressSet(number, { mistake = false, blank = false } = {}) {
  const name = `svc-${padded(number, 5)}`;
  const namespace = `team-${padded(number % NAMESPACES, 2)}`;
  const host = `${name}.ext.example.com`;
  const head = (kind, suffix = "") => `apiVersion: networking.istio.io/v1
kind: ${kind}
metadata:
  name: ${name}${suffix}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: egress
spec:`;
  const text = `# ${name}: egress for ${host}
${head("ServiceEntry")}
  hosts:
    - ${host}
  location: MESH_EXTERNAL
  resolution: DNS
  ports:
    - number: 80
      name: http
      protocol: HTTP
      targetPort: 443
    - number: 443
      name: tls
      protocol: TLS
  exportTo:
    - "*"
---
${head("Gateway", "-egress")}
  selector:
    istio: egressgateway
  servers:
    - port:
        number: 443
        name: https-${name}
        protocol: HTTPS
      hosts:
        - ${host}
      tls:
        mode: ISTIO_MUTUAL
---
${head("DestinationRule")}
  host: ${host}
${blank ? "  \n" : ""}  trafficPolicy:
    loadBalancer:
      simple: LEAST_REQUEST
    connectionPool:
      tcp:
        maxConnections: 100
        connectTimeout: 5s
      http:
        http1MaxPendingRequests: 64
        maxRequestsPerConnection: 10
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 30s
      baseEjectionTime: 60s
    portLevelSettings:
      - port:
          number: 80
        tls:
          mode: SIMPLE
          sni: ${host}
      - port:
          number: 443
        tls:
          mode: ${mistake ? "DISABLEX" : "DISABLE"}
  subsets:
    - name: primary
      labels:
        version: v1
---
${head("VirtualService")}
  hosts:
    - ${host}
  gateways:
    - mesh
    - ${namespace}/${name}-egress
  http:
    - name: to-egress
      match:
        - gateways:
            - mesh
          port: 80
      route:
        - destination:
            host: istio-egressgateway.istio-system.svc.cluster.local
            port:
              number: 443
          weight: 100
    - name: to-external
      match:
        - gateways:
            - ${namespace}/${name}-egress
          port: 443
      route:
        - destination:
            host: ${host}
            subset: primary
            port:
              number: 80
          weight: 100
      timeout: 10s
      retries:
        attempts: 3
        perTryTimeout: 3s
        retryOn: connect-failure,reset
`;
  const lines = text.split("\n");
  const mode = lines.indexOf("          mode: SIMPLE");
  return {
    text,
    lines: lines.length - 1,
    /** The line whose value is wrong, if the set has a mistake. */
    mistakeLine: lines.findIndex((line) => line.startsWith("          mode: DISABLE")),
    /** The key `mode`, the first character of its value, and the value's end. */
    key: { line: mode, character: 10 },
    value: { line: mode, character: 16 },
    valueEnd: { line: mode, character: 22 },
    /** An empty line where a field of a DestinationRule may stand. */
    blank: { line: lines.indexOf("  "), character: 2 },
  };
}

/** A file of many sets; the last one has a mistake, so that a report about the whole file can be told from one about a part. */
export function bigFile(count, { blank = false } = {}) {
  const sets = [];
  let line = 0;
  const moved = (place) => ({ line: place.line + line, character: place.character });
  for (let number = 0; number < count; number++) {
    const set = egressSet(number, { blank, mistake: number === count - 1 });
    const { key, value, valueEnd, blank: empty, mistakeLine } = set;
    sets.push({
      text: set.text,
      key: moved(key),
      value: moved(value),
      valueEnd: moved(valueEnd),
      blank: moved(empty),
      mistakeLine: mistakeLine + line,
    });
    line += set.lines + 1;
  }
  return { text: sets.map(({ text }) => text).join("---\n"), sets, mistakeLine: sets.at(-1).mistakeLine };
}

/** A folder of files with one set each, written once. */
export function workspace(folder, count) {
  const files = Array.from({ length: count }, (_, number) => {
    const mistake = number % MISTAKE_EVERY === 0;
    const set = egressSet(number, { mistake });
    const path = join(
      folder,
      `env-${padded(Math.floor(number / FILES_PER_FOLDER), 2)}`,
      `team-${padded(number % NAMESPACES, 2)}`,
      `svc-${padded(number, 5)}.yaml`,
    );
    return { ...set, path, uri: pathToFileURL(path).href, mistakeLine: mistake ? set.mistakeLine : undefined };
  });
  const stamp = join(folder, ".edition");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== `${EDITION} ${count}`) {
    rmSync(folder, { recursive: true, force: true });
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    writeFileSync(stamp, `${EDITION} ${count}`);
  }
  return { uri: pathToFileURL(folder).href, files };
}
