// What may be done to a mesh: each change takes chance and the mesh, alters its resources in place and says whether it did. Together they cover the
// fields that decide where a request goes; many lead to meshes that do not work, which is what they are for.
// One long list, since the place of a change in it is part of what a seed means.
import { EGRESS, HOSTS } from "./bases.mjs";
import {
  NAMESPACES,
  PORTS,
  PROTOCOLS,
  RESOLUTIONS,
  MODES,
  EXPORTS,
  NAMES,
  ofKind,
  hostOf,
  placesIn,
  replace,
  onKind,
  tlsBlock,
  policy,
  port,
  hostForm,
  outsideHost,
  target,
  match,
  httpRoute,
  listeners,
  serverKind,
  serverBlock,
} from "./parts.mjs";
import { entry, meshConfig, rule, service, sidecar, virtualService, workload } from "./resources.mjs";

/** The changes. Those that turn one value are listed several times, since there are many values to turn. */
const list = [
  [
    "delete-resource",
    (random, mesh) =>
      mesh.resources.length > 1 && mesh.resources.splice(random.below(mesh.resources.length), 1).length > 0,
  ],
  [
    "delete-field",
    (random, mesh) => {
      const [holder, key] = random.pick(placesIn(mesh, () => true)) ?? [];
      if (holder === undefined) return false;
      if (Array.isArray(holder)) holder.splice(key, 1);
      else delete holder[key];
      return true;
    },
  ],
  [
    "port-number",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => (key === "number" || key === "port") && typeof value === "number",
        () => random.pick(PORTS),
      ),
  ],
  [
    "target-port",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        const one = random.pick(spec.ports ?? []);
        if (one === undefined) return false;
        one.targetPort = random.pick(PORTS);
        return true;
      }),
  ],
  [
    "protocol",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key) => key === "protocol",
        () => random.pick(PROTOCOLS),
      ),
  ],
  [
    "resolution",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        spec.resolution = random.pick(RESOLUTIONS);
      }),
  ],
  [
    "location",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        spec.location = random.pick(["MESH_INTERNAL", "MESH_EXTERNAL"]);
      }),
  ],
  [
    "tls-mode",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key) => key === "mode",
        () => random.pick([...MODES, "PASSTHROUGH"]),
      ),
  ],
  [
    "tls-block",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, _, one) => key === "tls" && one.kind === "DestinationRule",
        () => tlsBlock(random, mesh),
      ),
  ],
  [
    "sni",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value, one) => key === "tls" && one.kind === "DestinationRule",
        (_, value) => ({ ...value, sni: random.pick([hostOf(random, mesh).replace("*", "www"), "else.example"]) }),
      ),
  ],
  [
    "host",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => key === "host" && typeof value === "string",
        () => hostForm(random, mesh),
      ),
  ],
  [
    "hosts",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => key === "hosts" && Array.isArray(value),
        (_, value) =>
          random.pick([
            [outsideHost(random, mesh)],
            [...value, outsideHost(random, mesh)],
            [`*/${value[0]}`],
            [`./${value[0]}`],
            ["*"],
          ]),
      ),
  ],
  [
    "namespace",
    (random, mesh) => {
      random.pick(mesh.resources).metadata.namespace = random.pick(NAMESPACES);
      return true;
    },
  ],
  [
    "export-to",
    (random, mesh) => {
      const one = random.pick(
        mesh.resources.filter(({ kind }) => ["ServiceEntry", "DestinationRule", "VirtualService"].includes(kind)),
      );
      if (one === undefined) return false;
      one.spec.exportTo = random.pick(one.kind === "ServiceEntry" ? EXPORTS : EXPORTS.slice(0, -1));
      return true;
    },
  ],
  [
    "subset",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key) => key === "destination",
        (_, value) => {
          const { subset, ...rest } = value ?? {};
          return subset === undefined ? { ...rest, subset: random.pick(["ext", "other"]) } : rest;
        },
      ),
  ],
  [
    "gateways",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => key === "gateways" && Array.isArray(value),
        () =>
          random.pick([
            ["mesh"],
            ["egress"],
            ["egress", "mesh"],
            ["app/egress", "mesh"],
            ["istio-system/egress"],
            ["mesh", "nowhere"],
          ]),
      ),
  ],
  [
    "match",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => key === "match" && Array.isArray(value),
        (_, value) =>
          random.pick([[match(random, mesh)], [...value, match(random, mesh)], [match(random, mesh), ...value]]),
      ),
  ],
  [
    "http-route",
    (random, mesh) =>
      onKind(random, mesh, "VirtualService", ({ spec }) => {
        if (spec.http === undefined) return false;
        spec.http.splice(random.below(spec.http.length + 1), 0, httpRoute(random, mesh));
        return true;
      }),
  ],
  [
    "rewrite",
    (random, mesh) =>
      onKind(random, mesh, "VirtualService", ({ spec }) => {
        const one = random.pick(spec.http ?? []);
        if (one?.route === undefined) return false;
        one.rewrite = random.pick([
          { authority: "www.rewritten.example" },
          { uri: "/v2" },
          { authority: random.pick(HOSTS) },
        ]);
        return true;
      }),
  ],
  [
    "delegate",
    (random, mesh) =>
      onKind(random, mesh, "VirtualService", (one) => {
        if (one.spec.http === undefined || one.spec.hosts === undefined) return false;
        const { http } = one.spec;
        one.spec.http = [
          {
            ...(random.chance(0.5) ? { match: [match(random, mesh)] } : {}),
            delegate: { name: "inner", ...(random.chance(0.5) ? { namespace: random.pick(NAMESPACES) } : {}) },
          },
        ];
        mesh.resources.push(
          virtualService("inner", random.pick(["app", "other"]), {
            http: http.map(({ match: matches, ...rest }) => ({
              ...(random.chance(0.5) && matches !== undefined
                ? { match: matches.map(({ gateways, port: number, ...inner }) => inner) }
                : {}),
              ...rest,
            })),
          }),
        );
        return true;
      }),
  ],
  [
    "weights",
    (random, mesh) =>
      replace(
        random,
        mesh,
        (key, value) => key === "route" && Array.isArray(value),
        (_, value) => [
          { ...value[0], weight: random.pick([10, 90]) },
          { ...target(random, mesh), weight: random.pick([10, 90]) },
        ],
      ),
  ],
  [
    "route-kind",
    (random, mesh) =>
      onKind(random, mesh, "VirtualService", ({ spec }) => {
        const host = spec.hosts?.[0] ?? hostOf(random, mesh);
        spec[random.pick(["tls", "tcp"])] = [];
        if (spec.tls?.length === 0)
          spec.tls = [
            {
              match: [
                {
                  port: random.pick([443, 80, 8443]),
                  sniHosts: [random.pick([host, host, `*.${host.split(".").slice(1).join(".")}`])],
                },
              ],
              route: [target(random, mesh)],
            },
          ];
        if (spec.tcp?.length === 0)
          spec.tcp = [
            {
              ...(random.chance(0.6) ? { match: [{ port: random.pick([443, 80, 9000]) }] } : {}),
              route: [target(random, mesh)],
            },
          ];
        return true;
      }),
  ],
  [
    "endpoints",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        const name = spec.ports?.[0]?.name ?? "http";
        spec.endpoints = random.pick([
          [{ address: "198.18.0.7" }],
          [{ address: EGRESS }],
          [{ address: "lb.else.example", ports: { [name]: random.pick(PORTS) } }],
          [{ address: "198.18.0.7", ports: { [name]: 8443 } }, { address: "198.18.0.8" }],
          [{ address: "api.app.svc.cluster.local" }],
        ]);
        if (random.chance(0.5)) spec.resolution = random.pick(["STATIC", "DNS"]);
        return true;
      }),
  ],
  [
    "addresses",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        spec.addresses = random.pick([
          ["203.0.113.9"],
          ["203.0.113.0/24"],
          ["203.0.113.9", "203.0.113.10"],
          ["203.0.113.77/32"],
        ]);
      }),
  ],
  [
    "subject-alt-names",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        spec.subjectAltNames = ["san.example"];
      }),
  ],
  [
    "entry-port",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec }) => {
        spec.ports = [...(spec.ports ?? []), port(random)];
      }),
  ],
  [
    "workload-selector",
    (random, mesh) =>
      onKind(random, mesh, "DestinationRule", ({ spec }) => {
        spec.workloadSelector = { matchLabels: { app: random.pick(["sleep", "else"]) } };
      }),
  ],
  [
    "client",
    (random, mesh) => {
      mesh.resources.push(workload("sleep", "app", { app: "sleep" }));
      return true;
    },
  ],
  [
    "another-rule",
    (random, mesh) => {
      mesh.resources.push(
        rule(random.pick(NAMES), random.pick(NAMESPACES), {
          host: random.pick([
            hostOf(random, mesh),
            hostOf(random, mesh),
            EGRESS,
            "*.com",
            "*",
            "*.local",
            "*.vendor-one.com",
          ]),
          ...(random.chance(0.8) ? { trafficPolicy: policy(random, mesh) } : {}),
          ...(random.chance(0.35)
            ? {
                subsets: [
                  {
                    name: random.pick(["ext", "other"]),
                    ...(random.chance(0.5) ? { trafficPolicy: policy(random, mesh) } : {}),
                  },
                ],
              }
            : {}),
          ...(random.chance(0.25) ? { exportTo: random.pick(EXPORTS.slice(0, -1)) } : {}),
          ...(random.chance(0.15)
            ? { workloadSelector: { matchLabels: { app: random.pick(["sleep", "else"]) } } }
            : {}),
        }),
      );
      return true;
    },
  ],
  [
    "another-entry",
    (random, mesh) => {
      mesh.resources.push(
        entry(random.pick(NAMES), random.pick(NAMESPACES), {
          hosts: [random.pick([hostOf(random, mesh), random.pick(HOSTS), "*.com", "*.vendor-one.com"])],
          ports: Array.from({ length: 1 + random.below(2) }, () => port(random)).filter(
            (one, i, all) => all.findIndex((other) => other.number === one.number) === i,
          ),
          resolution: random.pick(RESOLUTIONS),
          ...(random.chance(0.2) ? { addresses: ["203.0.113.9"] } : {}),
          ...(random.chance(0.2) ? { exportTo: random.pick(EXPORTS) } : {}),
          ...(random.chance(0.15) ? { location: "MESH_INTERNAL" } : {}),
        }),
      );
      return true;
    },
  ],
  [
    "another-virtual-service",
    (random, mesh) => {
      mesh.resources.push(
        virtualService(random.pick(NAMES), random.pick(NAMESPACES), {
          hosts: [
            random.pick([
              hostOf(random, mesh),
              random.pick(HOSTS),
              "*.com",
              "*",
              "nobody.example",
              "api.app.svc.cluster.local",
            ]),
          ],
          ...(random.chance(0.5) ? { gateways: random.pick([["mesh"], ["app/egress"], ["app/egress", "mesh"]]) } : {}),
          http: Array.from({ length: 1 + random.below(2) }, () => httpRoute(random, mesh)),
          ...(random.chance(0.2) ? { exportTo: random.pick(EXPORTS.slice(0, -1)) } : {}),
        }),
      );
      return true;
    },
  ],
  [
    "another-gateway",
    (random, mesh) => {
      const own = random.pick(ofKind(mesh, "Gateway"));
      const name = random.pick(NAMES);
      mesh.resources.push({
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name, namespace: random.pick(NAMESPACES) },
        spec: { selector: own?.spec.selector ?? { istio: "egressgateway" }, servers: [serverBlock(random, mesh)] },
      });
      return true;
    },
  ],
  [
    "server",
    (random, mesh) =>
      onKind(random, mesh, "Gateway", ({ spec }) => {
        spec.servers = [...(spec.servers ?? []), serverBlock(random, mesh)];
      }),
  ],
  [
    "server-tls",
    (random, mesh) =>
      onKind(random, mesh, "Gateway", ({ spec }) => {
        const one = random.pick(spec.servers ?? []);
        if (one === undefined) return false;
        Object.assign(one, serverKind(random, mesh));
        return true;
      }),
  ],
  [
    "selector",
    (random, mesh) =>
      onKind(random, mesh, "Gateway", ({ spec }) => {
        spec.selector = random.pick([
          { istio: "ingressgateway" },
          { app: "istio-egressgateway" },
          { istio: "egressgateway", app: "else" },
          {},
        ]);
      }),
  ],
  [
    "sidecar",
    (random, mesh) => {
      mesh.resources.push(
        sidecar(random.pick(["default", "mine"]), random.pick(["app", "app", "app", "istio-system"]), {
          ...(random.chance(0.15) ? { workloadSelector: { labels: { app: random.pick(["sleep", "else"]) } } } : {}),
          ...(random.chance(0.95) ? { egress: listeners(random) } : {}),
          ...(random.chance(0.25)
            ? { outboundTrafficPolicy: { mode: random.pick(["REGISTRY_ONLY", "ALLOW_ANY"]) } }
            : {}),
        }),
      );
      return true;
    },
  ],
  [
    "mesh-config",
    (random, mesh) => {
      if (mesh.resources.some(({ kind }) => kind === "ConfigMap")) return false;
      mesh.resources.push(
        meshConfig(
          random.pick([
            "outboundTrafficPolicy: {mode: REGISTRY_ONLY}",
            "outboundTrafficPolicy: {mode: ALLOW_ANY}",
            'defaultServiceExportTo: ["."]',
            'defaultVirtualServiceExportTo: ["."]',
            'defaultDestinationRuleExportTo: ["."]',
            "rootNamespace: external",
            "enableAutoMtls: false",
          ]),
        ),
      );
      return true;
    },
  ],
  [
    "gateway-service",
    (random, mesh) => {
      const labels = { app: "istio-egressgateway", istio: "egressgateway" };
      mesh.resources.push(
        service("istio-egressgateway", "istio-system", {
          selector: random.pick([labels, labels, { istio: "egressgateway" }, { istio: "else" }]),
          ports: random.pick([
            [
              { name: "http2", port: 80, targetPort: 8080 },
              { name: "https", port: 443, targetPort: 8443 },
            ],
            [
              { name: "http2", port: 80 },
              { name: "https", port: 443 },
            ],
            [{ name: "https", port: 443, targetPort: 8443 }],
            [{ name: "tcp", port: 80, targetPort: 80 }],
            [
              { name: "http2", port: 80, targetPort: 8080 },
              { name: "tls", port: 15443, targetPort: 15443 },
            ],
          ]),
        }),
      );
      if (random.chance(0.8)) mesh.resources.push(workload("istio-egressgateway", "istio-system", labels));
      return true;
    },
  ],
  [
    "service",
    (random, mesh) => {
      mesh.resources.push(
        service("api", "app", {
          selector: { app: "api" },
          ports: [
            {
              name: random.pick(["http", "tcp", "https", "web", "mongo"]),
              port: random.pick([80, 443, 9000]),
              targetPort: 8080,
            },
          ],
        }),
      );
      if (random.chance(0.7)) mesh.resources.push(workload("api", "app", { app: "api" }));
      return true;
    },
  ],
  [
    "external-name",
    (random, mesh) => {
      mesh.resources.push(
        service("outside", "app", {
          type: "ExternalName",
          externalName: random.pick([hostOf(random, mesh).replace("*.", ""), "api.app.svc.cluster.local"]),
          ports: [{ name: "http", port: 80 }],
        }),
      );
      return true;
    },
  ],
  [
    "workload-entry",
    (random, mesh) =>
      onKind(random, mesh, "ServiceEntry", ({ spec, metadata }) => {
        delete spec.endpoints;
        spec.workloadSelector = { labels: { app: "vm" } };
        spec.resolution = random.pick(["STATIC", "DNS"]);
        const { ports = [] } = spec;
        mesh.resources.push({
          apiVersion: "networking.istio.io/v1",
          kind: "WorkloadEntry",
          metadata: { name: "vm", namespace: metadata.namespace },
          spec: {
            address: "198.18.0.9",
            labels: { app: random.pick(["vm", "vm", "else"]) },
            ...(random.chance(0.4) && ports[0]?.name ? { ports: { [ports[0].name]: 8443 } } : {}),
          },
        });
        return true;
      }),
  ],
  [
    "copy",
    (random, mesh) => {
      const one = random.pick(mesh.resources.filter(({ kind }) => kind !== "ConfigMap"));
      if (one === undefined) return false;
      const copy = JSON.parse(JSON.stringify(one));
      copy.metadata = {
        name: random.chance(0.5) ? `a-${one.metadata.name}` : `z-${one.metadata.name}`,
        namespace: random.pick([one.metadata.namespace, ...NAMESPACES]),
      };
      mesh.resources.push(copy);
      return true;
    },
  ],
];

const OFTEN = new Set([
  "delete-field",
  "port-number",
  "protocol",
  "host",
  "hosts",
  "namespace",
  "sidecar",
  "another-rule",
  "another-entry",
  "another-virtual-service",
  "http-route",
  "export-to",
]);

export const changes = list.flatMap(([name, apply]) => {
  const change = { name, apply };
  return OFTEN.has(name) ? [change, change, change] : [change];
});
