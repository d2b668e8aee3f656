// What a changed mesh is made of: the values to choose from, the places where they stand, and single settings made by chance.
import { EGRESS, HOSTS } from "./bases.mjs";
import { route } from "./resources.mjs";

export const NAMESPACES = ["app", "istio-system", "external", "other"];
export const PORTS = [80, 443, 8080, 8443, 8888, 9000, 3306, 15443];
export const PROTOCOLS = ["HTTP", "HTTPS", "TLS", "TCP", "HTTP2", "GRPC", "MONGO", "MYSQL", "REDIS", "http"];
export const RESOLUTIONS = ["DNS", "NONE", "STATIC", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"];
export const MODES = ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"];
const SERVER_MODES = ["SIMPLE", "MUTUAL", "ISTIO_MUTUAL", "PASSTHROUGH"];
export const EXPORTS = [["*"], ["."], ["app"], ["istio-system"], ["other"], [".", "istio-system"], ["~"]];
export const NAMES = ["a-first", "b-second", "z-last"];

export const ofKind = (mesh, kind) => mesh.resources.filter((one) => one.kind === kind);
export const hostOf = (random, mesh) => random.pick(mesh.hosts.length > 0 ? mesh.hosts : HOSTS);

/** Every place below a value: its holder, its key, its value. */
function* places(value) {
  if (value === null || typeof value !== "object") return;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    yield [value, key, value[key]];
    yield* places(value[key]);
  }
}

export const placesIn = (mesh, fits) =>
  mesh.resources
    .filter((one) => one.spec !== undefined && one.kind !== "Deployment")
    .flatMap((one) => [...places(one.spec)].filter(([, key, value]) => fits(key, value, one)));

export function replace(random, mesh, fits, make) {
  const place = random.pick(placesIn(mesh, fits));
  if (place === undefined) return false;
  place[0][place[1]] = make(random, place[2]);
  return true;
}

export function onKind(random, mesh, kind, alter) {
  const one = random.pick(ofKind(mesh, kind));
  if (one === undefined) return false;
  return alter(one) !== false;
}

export const tlsBlock = (random, mesh) => {
  const mode = random.pick(MODES);
  return {
    mode,
    ...(mode !== "DISABLE" && random.chance(0.3)
      ? { sni: random.pick([hostOf(random, mesh).replace("*", "www"), "else.example"]) }
      : {}),
    ...(mode === "MUTUAL"
      ? random.pick([{ credentialName: "client" }, { clientCertificate: "/c.pem", privateKey: "/k.pem" }])
      : {}),
    ...(mode === "SIMPLE" && random.chance(0.15) ? { credentialName: "client" } : {}),
  };
};

export const policy = (random, mesh) => ({
  ...(random.chance(0.4) ? { tls: tlsBlock(random, mesh) } : {}),
  ...(random.chance(0.2) ? { loadBalancer: { simple: "RANDOM" } } : {}),
  ...(random.chance(0.5)
    ? {
        portLevelSettings: [
          {
            port: { number: random.pick([80, 443, 8443]) },
            ...(random.chance(0.75)
              ? { tls: tlsBlock(random, mesh) }
              : { connectionPool: { tcp: { maxConnections: 10 } } }),
          },
        ],
      }
    : {}),
});

export const port = (random) => {
  const number = random.pick(PORTS);
  return {
    number,
    name: `p${number}`,
    protocol: random.pick(PROTOCOLS),
    ...(random.chance(0.25) ? { targetPort: random.pick(PORTS) } : {}),
  };
};

export const hostForm = (random, mesh) =>
  random.pick([
    hostOf(random, mesh),
    hostOf(random, mesh),
    random.pick(HOSTS),
    "*.vendor-one.com",
    "*.com",
    "*",
    "api",
    "api.app.svc.cluster.local",
    EGRESS,
    "istio-egressgateway",
    "nobody.example",
  ]);

/** Not the gateway's own Service: who asks for that host reaches its address, which is not a question about hosts outside. */
export const outsideHost = (random, mesh) => {
  const host = hostForm(random, mesh);
  return host.includes("istio-egressgateway") ? hostOf(random, mesh) : host;
};

export const target = (random, mesh) =>
  random.pick([
    route(hostOf(random, mesh), random.pick([80, 443, undefined, 8443])),
    route(EGRESS, random.pick([80, 443, undefined]), random.chance(0.3) ? "ext" : undefined),
    route(random.pick(HOSTS), random.pick([80, 443, undefined])),
    route("api", random.pick([80, undefined])),
  ]);

export const match = (random, mesh) => ({
  ...(random.chance(0.4) ? { gateways: [random.pick(["mesh", "egress", "app/egress", "mesh"])] } : {}),
  ...(random.chance(0.4) ? { port: random.pick([80, 443, 8443, 9000]) } : {}),
  ...(random.chance(0.3)
    ? {
        uri: random.pick([
          { prefix: "/api" },
          { prefix: "/" },
          { exact: "/" },
          { regex: "/api/v[0-9]+" },
          { regex: ".*" },
        ]),
      }
    : {}),
  ...(random.chance(0.2)
    ? { headers: { "x-env": random.pick([{ exact: "prod" }, { prefix: "pr" }, { regex: "p.*d" }, {}]) } }
    : {}),
  ...(random.chance(0.1) ? { withoutHeaders: { "x-env": random.pick([{ exact: "prod" }, {}]) } } : {}),
  ...(random.chance(0.1) ? { method: { exact: random.pick(["GET", "POST"]) } } : {}),
  ...(random.chance(0.1) ? { authority: { [random.pick(["exact", "prefix"])]: hostOf(random, mesh) } } : {}),
  ...(random.chance(0.1) ? { scheme: { exact: random.pick(["http", "https"]) } } : {}),
  ...(random.chance(0.15) ? { sourceLabels: { app: random.pick(["sleep", "else"]) } } : {}),
  ...(random.chance(0.1) ? { sourceNamespace: random.pick(["app", "other"]) } : {}),
});

export const httpRoute = (random, mesh) => {
  const kind = random.below(10);
  return {
    ...(random.chance(0.6) ? { match: Array.from({ length: 1 + random.below(2) }, () => match(random, mesh)) } : {}),
    ...(kind === 0
      ? { redirect: { uri: "/else" } }
      : kind === 1
        ? { directResponse: { status: random.pick([200, 404, 503]) } }
        : kind < 4
          ? {
              route: [
                { ...target(random, mesh), weight: 20 },
                { ...target(random, mesh), weight: 80 },
              ],
            }
          : { route: [target(random, mesh)] }),
    ...(kind > 3 && random.chance(0.2)
      ? {
          rewrite: random.pick([
            { authority: "www.rewritten.example" },
            { uri: "/v2" },
            { authority: hostOf(random, mesh).replace("*", "www") },
          ]),
        }
      : {}),
  };
};

const egressListener = (random) => ({
  ...(random.chance(0.5)
    ? {
        port: {
          number: random.pick([80, 443, 443, 8443, 9000]),
          name: "listener",
          protocol: random.pick(["HTTP", "TLS", "HTTPS", "TCP"]),
        },
      }
    : {}),
  ...(random.chance(0.15) ? { bind: random.pick(["127.0.0.1", "0.0.0.0", "10.9.9.9"]) } : {}),
  hosts: random.pick([
    ["./*"],
    ["*/*"],
    ["./*", "istio-system/*"],
    ["istio-system/*"],
    ["external/*"],
    ["~/*"],
    ["*/*.com"],
    ["./finance.quotes.com"],
    ["other/*"],
    ["*/*", "~app/*"],
    ["app/api.vendor-one.com", "istio-system/*"],
  ]),
});

/** At most one listener without a port, the last one, as the webhook wants it. */
export const listeners = (random) => {
  const all = Array.from({ length: 1 + random.below(3) }, () => egressListener(random));
  return [...all.filter((one) => one.port !== undefined), ...all.filter((one) => one.port === undefined).slice(0, 1)];
};

export function serverKind(random, mesh) {
  const mode = random.pick(SERVER_MODES);
  const tls = { mode, ...(mode === "SIMPLE" || mode === "MUTUAL" ? { credentialName: "server" } : {}) };
  return random.pick([
    { port: { number: random.pick([80, 443, 8443]), name: "http", protocol: "HTTP" }, tls: undefined },
    { port: { number: random.pick([80, 443, 8443]), name: "https", protocol: "HTTPS" }, tls },
    { port: { number: random.pick([80, 443, 8443]), name: "tls", protocol: "TLS" }, tls },
    { port: { number: random.pick([80, 443, 8443]), name: "tcp", protocol: "TCP" }, tls: undefined },
    { port: { number: 80, name: "http", protocol: "HTTP" }, tls: { httpsRedirect: true } },
  ]);
}

export function serverBlock(random, mesh) {
  return {
    ...serverKind(random, mesh),
    hosts: random.pick([
      [hostOf(random, mesh)],
      ["*"],
      [random.pick(HOSTS)],
      [`app/${hostOf(random, mesh)}`],
      [`./${hostOf(random, mesh)}`],
      ["*.com"],
    ]),
    ...(random.chance(0.1) ? { bind: "10.9.9.9" } : {}),
  };
}
