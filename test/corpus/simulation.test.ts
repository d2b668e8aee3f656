// Traces meet what istiod's own simulator meets: the cluster, virtual host, route or error of each call, and the virtual hosts of sidecars.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DEFAULT_SETTINGS,
  type Hop,
  type Question,
  Snapshot,
  trace,
  type Trace,
  viewOf,
} from "../../server/src/service/index";
import { sidecarVirtualHosts } from "../../server/src/service/traffic/virtual-hosts";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";

interface Call {
  readonly name: string;
  readonly call: {
    readonly Address?: string;
    readonly HostHeader?: string;
    readonly Path?: string;
    readonly Method?: string;
    readonly Headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly Port: number;
    readonly Protocol?: string;
    readonly TLS?: string;
    readonly Sni?: string;
  };
  readonly result: {
    readonly Error?: string | null;
    readonly ClusterMatched?: string;
    readonly VirtualHostMatched?: string;
    readonly RouteMatched?: string;
    readonly RouteConfigMatched?: string;
  };
}

interface Case {
  readonly test: string;
  readonly name?: string;
  readonly variant?: string;
  readonly line: number;
  readonly file: string;
  readonly kinds: readonly string[];
  readonly proxy?: { readonly type: string; readonly namespace: string; readonly labels?: Record<string, string> };
  readonly calls?: readonly Call[];
  readonly proxyNamespace?: string;
  readonly routeName?: string;
  readonly expectedVhostClusters?: Readonly<Record<string, readonly string[] | null>> | null;
}

/** Which decisions of ours stand for an error of the simulator. */
const ERRORS: Readonly<Record<string, readonly string[]>> = {
  ErrNoListener: ["no-gateway-for-workload", "no-server-on-port", "server-without-routes"],
  ErrNoFilterChain: ["no-server-for-name", "plaintext-at-tls-server", "server-without-routes"],
  ErrMultipleFilterChain: ["listener-rejected"],
  ErrNoRoute: ["no-rule-matches", "no-virtual-host"],
  ErrNoVirtualHost: ["no-virtual-host"],
  ErrTLSRedirect: ["redirected"],
  ErrTLSError: ["no-server-for-name", "client-certificate-missing", "plaintext-at-tls-server", "tls-at-plain-server"],
  ErrMTLSError: ["client-certificate-missing", "client-certificate-of-other-kind"],
  ErrProtocolError: ["tls-at-plain-server", "tls-inside-http", "plaintext-at-tls-server"],
};

/** Cases that an HTTPRoute of the Gateway API decides: those are not followed (https://gateway-api.sigs.k8s.io/), only Istio's own routes. */
const DECIDED_BY_HTTP_ROUTE: Readonly<Record<string, string>> = {
  "TestSidecarRoutes / simple port 80 / httproute / 2091": "it leads to another Service",
  "TestSidecarRoutes / simple port 8080 / httproute / 2104": "it leads to another Service",
  "TestSidecarRoutes / consumer rule port 80 / httproute / 2209": "a route of the client's namespace leads elsewhere",
  "TestSidecarRoutes / multiple rules 80 / httproute / 2270": "it leads to another host",
  "TestSidecarRoutes / multiple rules 8080 / httproute / 2302": "it leads to another host",
  "TestSidecarRoutes / same namespace conflict / httproute / 2671": "the older of two routes wins",
  "TestSidecarRoutes / multi-host import single / httproute / 2737": "it leads one of its Services elsewhere",
};

/** The simulator's pods have this address, and its cluster has no DNS suffix. */
const POD_ADDRESS = "1.1.1.1";
const DNS_SUFFIX = /\.svc\.cluster\.local$/;

test("calls and virtual hosts of istiod's simulator", (t) => {
  if (!hasCorpus(t)) return;
  // The shape is that of the corpus' manifest.
  const cases = corpusJson("simulation-cases.json") as readonly Case[];
  const wrong: string[] = [];
  const unfollowed = new Set<string>();
  let calls = 0;
  let hosts = 0;
  for (const entry of cases) {
    const title = [entry.test, entry.name, entry.variant, entry.line].filter((part) => part !== undefined).join(" / ");
    const uri = `file:///corpus/${entry.file}`;
    const snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri, text: corpusText(entry.file) }]);
    // A difference that an HTTPRoute makes is known; any other is a fault.
    const differ = (differences: readonly string[]): void => {
      if (entry.kinds.includes("HTTPRoute") && Object.hasOwn(DECIDED_BY_HTTP_ROUTE, title)) {
        if (differences.length > 0) unfollowed.add(title);
      } else wrong.push(...differences.map((difference) => `${title}: ${difference}`));
    };
    for (const call of entry.calls ?? []) {
      calls++;
      const result = trace(questionOf(entry, call), viewOf(snapshot, uri));
      differ(compare(call, result).map((difference) => `${call.name}: ${difference}`));
    }
    for (const [host, clusters] of Object.entries(entry.expectedVhostClusters ?? {})) {
      hosts++;
      differ(compareHost(entry, snapshot, uri, host, clusters));
    }
  }
  t.diagnostic(`${cases.length} cases: ${calls} calls, ${hosts} virtual hosts`);
  const stale = Object.keys(DECIDED_BY_HTTP_ROUTE).filter((title) => !unfollowed.has(title));
  assert.deepEqual({ wrong, stale }, { wrong: [], stale: [] });
});

function questionOf(entry: Case, { call }: Call): Question {
  const namespace = entry.proxy?.namespace ?? "default";
  const labels = entry.proxy?.labels ?? {};
  const isTls = call.TLS !== undefined && call.TLS !== "simulation.Plaintext";
  const isHttp = call.Protocol === undefined ? call.HostHeader !== undefined : call.Protocol.includes("HTTP");
  const headers = Object.fromEntries(
    Object.entries(call.Headers ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === "string" ? value : (value[0] ?? ""),
    ]),
  );
  return {
    from:
      entry.proxy?.type === "router"
        ? { kind: "gateway", namespace, labels, address: POD_ADDRESS }
        : { namespace, labels },
    target: {
      scheme: isHttp ? (isTls ? "https" : "http") : isTls ? "tls" : "tcp",
      host: call.HostHeader ?? call.Sni ?? call.Address ?? "unnamed",
      port: call.Port,
      path: call.Path ?? "/",
      headers,
      ...(call.Method === undefined ? {} : { method: call.Method }),
      ...(call.Sni === undefined ? {} : { sni: call.Sni }),
      ...(call.Address === undefined ? {} : { address: call.Address }),
    },
  };
}

function compare({ result }: Call, actual: Trace): readonly string[] {
  const hop = actual.hops[0];
  const differences: string[] = [];
  const check = (what: string, wanted: string | undefined, seen: string | undefined): void => {
    if (wanted !== undefined && wanted !== seen) differences.push(`${what} ${wanted}, ours ${String(seen)}`);
  };
  const error = result.Error?.replace("simulation.", "");
  if (error !== undefined) {
    const codes = ERRORS[error] ?? [];
    const code = actual.end?.code ?? "";
    if (!codes.includes(code)) differences.push(`error ${error}, ours ${actual.verdict} ${code}`);
    if (error === "ErrNoVirtualHost") check("virtual host", "", hop?.virtualHost ?? "");
  }
  check("cluster", withoutSuffix(result.ClusterMatched), withoutSuffix(clusterOf(hop)));
  check("virtual host", result.VirtualHostMatched, hop?.virtualHost);
  check("route", result.RouteMatched, hop?.route);
  check("route configuration", result.RouteConfigMatched, hop?.routeConfig);
  return differences;
}

function compareHost(
  entry: Case,
  snapshot: Snapshot,
  uri: string,
  host: string,
  clusters: readonly string[] | null,
): readonly string[] {
  const port = Number(entry.routeName);
  const namespace = entry.proxyNamespace ?? "default";
  const name = `${host}:${port}`;
  if (clusters === null) {
    const owner = { scope: { namespace }, labels: {}, onDoubt: () => undefined };
    const table = sidecarVirtualHosts(viewOf(snapshot, uri), owner, port, host, host);
    return table.some((virtualHost) => virtualHost.name === name) ? [`${name} exists`] : [];
  }
  const actual = trace({ from: { namespace }, target: { scheme: "http", host, port } }, viewOf(snapshot, uri));
  const hop = actual.hops[0];
  const cluster = clusterOf(hop);
  if (hop?.virtualHost === name && cluster !== undefined && clusters.includes(cluster)) return [];
  return [`${name} leads to ${clusters.join(", ")}, ours ${String(hop?.virtualHost)} to ${String(cluster)}`];
}

function clusterOf(hop: Hop | undefined): string | undefined {
  return hop?.cluster;
}

function withoutSuffix(cluster: string | undefined): string | undefined {
  return cluster?.replace(DNS_SUFFIX, "");
}
