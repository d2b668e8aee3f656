// The egress sets that meshes start from: those of Istio's documentation, and plain ones, with names, ports and namespaces by chance.
import { entry, gateway, route, rule, resource, service, sidecar, virtualService, workload } from "./resources.mjs";

export const HOSTS = ["api.vendor-one.com", "finance.quotes.com", "edition.news.net", "db.store-two.org"];
export const EGRESS = "istio-egressgateway.istio-system.svc.cluster.local";

const HTTP = { number: 80, name: "http", protocol: "HTTP" };
const HTTPS = { number: 443, name: "https", protocol: "HTTPS" };
const TLS = { number: 443, name: "tls", protocol: "TLS" };

const homeOf = (random) => random.pick(["app", "app", "app", "istio-system", "external"]);

/** Mesh leg to the gateway, gateway leg to the host. */
function legs(host, gatewayName, { gatewayPort, port, subset, matchPort = 80 }) {
  return virtualService("routes", "app", {
    hosts: [host],
    gateways: [gatewayName, "mesh"],
    http: [
      { match: [{ gateways: ["mesh"], port: matchPort }], route: [route(EGRESS, gatewayPort, subset)] },
      { match: [{ gateways: [gatewayName], port: gatewayPort }], route: [route(host, port)] },
    ],
  });
}

const originate = (host, port, tls = { mode: "SIMPLE" }) =>
  rule("originate", "app", { host, trafficPolicy: { portLevelSettings: [{ port: { number: port }, tls }] } });

const moved = (resources, namespace) => resources.map((one) => ({ ...one, metadata: { ...one.metadata, namespace } }));

/** Sets by name; `make` gives fresh resources. */
export const bases = [
  {
    name: "plain",
    make: (random) => {
      const host = random.pick(HOSTS);
      return moved(
        [entry("ext", "app", { hosts: [host], ports: random.some([HTTP, HTTPS], 0.8), resolution: "DNS" })],
        homeOf(random),
      );
    },
  },
  {
    name: "sidecar-origination",
    make: (random) => {
      const host = random.pick(HOSTS);
      return moved(
        [
          entry("ext", "app", { hosts: [host], ports: [{ ...HTTP, targetPort: 443 }, HTTPS], resolution: "DNS" }),
          originate(host, 80),
        ],
        homeOf(random),
      );
    },
  },
  {
    name: "sidecar-origination-by-route",
    make: (random) => {
      const host = random.pick(HOSTS);
      return [
        entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
        virtualService("routes", "app", {
          hosts: [host],
          http: [{ match: [{ port: 80 }], route: [route(host, 443)] }],
        }),
        originate(
          host,
          443,
          random.pick([
            { mode: "SIMPLE" },
            { mode: "SIMPLE", sni: host },
            { mode: "MUTUAL", clientCertificate: "/c.pem", privateKey: "/k.pem" },
          ]),
        ),
      ];
    },
  },
  {
    name: "gateway-http",
    make: (random) => {
      const host = random.pick(HOSTS);
      return moved(
        [
          entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
          gateway("egress", "app", [{ port: HTTP, hosts: [host] }]),
          rule("to-egress", "app", { host: EGRESS, subsets: [{ name: "ext" }] }),
          legs(host, "egress", { gatewayPort: 80, port: 80, subset: "ext" }),
        ],
        homeOf(random),
      );
    },
  },
  {
    name: "gateway-origination",
    make: (random) => {
      const host = random.pick(HOSTS);
      return moved(
        [
          entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
          gateway("egress", "app", [{ port: HTTP, hosts: [host] }]),
          legs(host, "egress", { gatewayPort: 80, port: 443 }),
          originate(host, 443),
        ],
        homeOf(random),
      );
    },
  },
  {
    name: "gateway-mutual-hop",
    make: (random) => {
      const host = random.pick(HOSTS);
      const number = random.pick([80, 443]);
      return moved(
        [
          entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
          gateway("egress", "app", [
            { port: { number, name: "https", protocol: "HTTPS" }, hosts: [host], tls: { mode: "ISTIO_MUTUAL" } },
          ]),
          rule("to-egress", "app", {
            host: EGRESS,
            subsets: [
              {
                name: "ext",
                trafficPolicy: { portLevelSettings: [{ port: { number }, tls: { mode: "ISTIO_MUTUAL", sni: host } }] },
              },
            ],
          }),
          legs(host, "egress", { gatewayPort: number, port: 443, subset: "ext" }),
          originate(host, 443),
        ],
        homeOf(random),
      );
    },
  },
  {
    name: "gateway-client-certificate",
    make: (random) => {
      const host = random.pick(HOSTS);
      return [
        entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
        gateway("egress", "app", [{ port: HTTPS, hosts: [host], tls: { mode: "ISTIO_MUTUAL" } }]),
        rule("to-egress", "app", {
          host: EGRESS,
          subsets: [
            {
              name: "ext",
              trafficPolicy: {
                portLevelSettings: [{ port: { number: 443 }, tls: { mode: "ISTIO_MUTUAL", sni: host } }],
              },
            },
          ],
        }),
        legs(host, "egress", { gatewayPort: 443, port: 443, subset: "ext" }),
        rule("originate", "istio-system", {
          host,
          trafficPolicy: {
            portLevelSettings: [
              { port: { number: 443 }, tls: { mode: "MUTUAL", credentialName: "client", sni: host } },
            ],
          },
        }),
        ...(random.chance(0.8) ? [secret("client", "istio-system")] : []),
      ];
    },
  },
  {
    name: "gateway-passthrough",
    make: (random) => {
      const host = random.pick(HOSTS);
      return moved(
        [
          entry("ext", "app", { hosts: [host], ports: [TLS], resolution: "DNS" }),
          gateway("egress", "app", [{ port: TLS, hosts: [host], tls: { mode: "PASSTHROUGH" } }]),
          rule("to-egress", "app", { host: EGRESS, subsets: [{ name: "ext" }] }),
          virtualService("routes", "app", {
            hosts: [host],
            gateways: ["mesh", "egress"],
            tls: [
              { match: [{ gateways: ["mesh"], port: 443, sniHosts: [host] }], route: [route(EGRESS, 443, "ext")] },
              { match: [{ gateways: ["egress"], port: 443, sniHosts: [host] }], route: [route(host, 443)] },
            ],
          }),
        ],
        homeOf(random),
      );
    },
  },
  {
    name: "wildcard",
    make: (random) => [
      entry("ext", "app", { hosts: ["*.vendor-one.com"], ports: random.pick([[HTTPS], [TLS], [HTTP, HTTPS]]) }),
    ],
  },
  {
    name: "wildcard-dynamic",
    make: (random) => [
      entry("ext", "app", {
        hosts: ["*.vendor-one.com"],
        ports: [random.pick([HTTP, { ...HTTP, targetPort: 443 }]), HTTPS],
        resolution: "DYNAMIC_DNS",
      }),
      ...(random.chance(0.6)
        ? [originate("*.vendor-one.com", 80, { mode: random.pick(["SIMPLE", "ISTIO_MUTUAL"]) })]
        : []),
    ],
  },
  {
    name: "wildcard-gateway",
    make: () => [
      entry("wild", "app", { hosts: ["*.vendor-one.com"], ports: [TLS] }),
      entry("one", "app", { hosts: ["www.vendor-one.com"], ports: [TLS], resolution: "DNS" }),
      gateway("egress", "app", [{ port: TLS, hosts: ["*.vendor-one.com"], tls: { mode: "PASSTHROUGH" } }]),
      virtualService("routes", "app", {
        hosts: ["*.vendor-one.com"],
        gateways: ["mesh", "egress"],
        tls: [
          { match: [{ gateways: ["mesh"], port: 443, sniHosts: ["*.vendor-one.com"] }], route: [route(EGRESS, 443)] },
          {
            match: [{ gateways: ["egress"], port: 443, sniHosts: ["*.vendor-one.com"] }],
            route: [route("www.vendor-one.com", 443)],
          },
        ],
      }),
    ],
  },
  {
    name: "gateway-tcp",
    make: (random) => {
      const host = random.pick(HOSTS);
      const isMutual = random.chance(0.5);
      return [
        entry("ext", "app", {
          hosts: [host],
          ports: [{ number: 9000, name: "tcp", protocol: "TCP" }],
          resolution: "DNS",
          ...(random.chance(0.5) ? { addresses: ["203.0.113.9"] } : {}),
        }),
        gateway("egress", "app", [
          isMutual
            ? { port: { number: 443, name: "tls", protocol: "TLS" }, hosts: [host], tls: { mode: "ISTIO_MUTUAL" } }
            : { port: { number: 443, name: "tcp", protocol: "TCP" }, hosts: [host] },
        ]),
        rule("to-egress", "app", {
          host: EGRESS,
          subsets: [
            { name: "ext", ...(isMutual ? { trafficPolicy: { tls: { mode: "ISTIO_MUTUAL", sni: host } } } : {}) },
          ],
        }),
        virtualService("routes", "app", {
          hosts: [host],
          gateways: ["mesh", "egress"],
          tcp: [
            { match: [{ gateways: ["mesh"], port: 9000 }], route: [route(EGRESS, 443, "ext")] },
            { match: [{ gateways: ["egress"], port: 443 }], route: [route(host, 9000)] },
          ],
        }),
      ];
    },
  },
  {
    name: "addresses",
    make: (random) => {
      const host = random.pick(HOSTS);
      const number = random.pick([80, 443, 3306, 9000]);
      return [
        entry("ext", "app", {
          hosts: [host],
          addresses: [random.pick(["203.0.113.9", "203.0.113.0/24", "203.0.113.9/32"])],
          ports: [{ number, name: "one", protocol: random.pick(["TCP", "TLS", "HTTP", "HTTPS", "MYSQL"]) }],
          resolution: random.pick(["DNS", "NONE"]),
        }),
        ...(random.chance(0.5) ? [rule("originate", "app", { host, trafficPolicy: { tls: { mode: "SIMPLE" } } })] : []),
      ];
    },
  },
  {
    name: "own-gateway",
    make: (random) => {
      const host = random.pick(HOSTS);
      const labels = { app: "my-gateway", istio: "my-gateway" };
      const own = `my-gateway.edge.svc.cluster.local`;
      return [
        entry("ext", "app", { hosts: [host], ports: [HTTP, HTTPS], resolution: "DNS" }),
        service("my-gateway", "edge", {
          selector: labels,
          ports: [
            { name: "http", port: 80, ...(random.chance(0.6) ? { targetPort: 8080 } : {}) },
            { name: "https", port: 443, targetPort: 8443 },
          ],
        }),
        workload("my-gateway", "edge", labels),
        {
          ...gateway("egress", "app", [{ port: HTTP, hosts: [host] }]),
          spec: { selector: { istio: "my-gateway" }, servers: [{ port: HTTP, hosts: [host] }] },
        },
        virtualService("routes", "app", {
          hosts: [host],
          gateways: ["egress", "mesh"],
          http: [
            { match: [{ gateways: ["mesh"], port: 80 }], route: [route(own, 80)] },
            { match: [{ gateways: ["egress"], port: 80 }], route: [route(host, 443)] },
          ],
        }),
        originate(host, 443),
      ];
    },
  },
  {
    name: "registry-only",
    make: (random) => [
      entry("ext", "app", { hosts: [random.pick(HOSTS)], ports: [HTTP, HTTPS], resolution: "DNS" }),
      sidecar("default", "app", {
        egress: [{ hosts: ["./*", "istio-system/*"] }],
        outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
      }),
    ],
  },
  {
    name: "cluster-services",
    make: (random) => [
      service("api", "app", {
        selector: { app: "api" },
        ports: [{ name: random.pick(["http", "tcp", "https", "web"]), port: 80, targetPort: 8080 }],
      }),
      workload("api", "app", { app: "api" }),
      entry("ext", "app", { hosts: [random.pick(HOSTS)], ports: [HTTP, HTTPS], resolution: "DNS" }),
      virtualService("routes", "app", {
        hosts: ["api"],
        http: [{ route: [route(random.pick(["api", HOSTS[0]]), 80)] }],
      }),
    ],
  },
];

function secret(name, namespace) {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    stringData: { "tls.crt": "c", "tls.key": "k", "ca.crt": "a" },
  };
}

export { resource };
