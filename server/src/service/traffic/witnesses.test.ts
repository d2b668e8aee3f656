import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import { EGRESS, entry, gateway, istio, PLAIN, routes, TLS, to } from "../../../../test/support/resources";
import { buildScaffold, scaffoldVariants } from "../index";
import { tracesOf } from "./paths";
import type { Question } from "./trace";
import { type Witness, witnessesOf } from "./witnesses";
import { viewOf } from "../workspace/view";

const HOST = "api.example.com";
const ENTRY = entry(HOST, "shop", `${PLAIN}, ${TLS}`);

function questionText({ from, target, branch }: Question): string {
  const labels = Object.entries(from.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const headers = Object.entries(target.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const rest = [
    target.method,
    ...headers,
    target.address === undefined ? undefined : `at ${target.address}`,
    branch === undefined ? undefined : `to ${branch.host}:${branch.port ?? ""}`,
  ].filter((part) => part !== undefined);
  const who = `${from.kind === "gateway" ? "gateway " : ""}${from.namespace}${labels.length === 0 ? "" : `[${labels.join(",")}]`}`;
  return [who, `${target.scheme}://${target.host}:${target.port}${target.path ?? ""}`, ...rest].join(" ");
}

/** The witnesses that the resource of this kind and name raises. */
function witnessesIn(source: string, type: "VirtualService" | "ServiceEntry"): readonly Witness[] {
  const view = viewOf(snapshotOf(readFixture(source)), "");
  return view.all(type).flatMap((resource) => witnessesOf(view, resource));
}

function checkWitnesses(
  type: "VirtualService" | "ServiceEntry",
  documents: readonly string[],
  expected: readonly string[],
): void {
  assert.deepEqual(
    witnessesIn(documents.join("---\n"), type)
      .filter(({ standing }) => standing === "caller")
      .map(({ question }) => questionText(question)),
    expected,
  );
}

test("a ServiceEntry is asked on each port as its protocol is spoken", () => {
  const addressed = entry(
    HOST,
    "shop",
    `${PLAIN}, ${TLS}, {number: 9000, name: t, protocol: TCP}`,
    "addresses: [10.1.0.0/16], resolution: DNS",
  );
  checkWitnesses(
    "ServiceEntry",
    [addressed],
    [`shop http://${HOST}:80/`, `shop https://${HOST}:443/`, `shop tcp://${HOST}:9000 at 10.1.0.0`],
  );
  checkWitnesses(
    "ServiceEntry",
    [entry("*.example.com", "shop", TLS, "resolution: NONE")],
    ["shop https://www.example.com:443/"],
  );
});

test("a host is asked for from the namespaces that the files name, and from one that they do not", () => {
  const documents = [
    entry(HOST, "external", PLAIN),
    routes("r", "shop", HOST, `exportTo: [".", team], http: [${to(HOST, 80)}]`),
  ];
  assert.deepEqual(
    witnessesIn(documents.join("---\n"), "VirtualService").map(
      ({ question, standing }) => `${question.from.namespace} ${standing}`,
    ),
    ["shop caller", "team caller", "external bystander", "any-other-namespace bystander"],
  );
});

test("a namespace that sees nothing of the host is not asked", () => {
  const hidden = entry(HOST, "shop", PLAIN, 'resolution: DNS, exportTo: ["."]');
  assert.deepEqual(
    witnessesIn(hidden, "ServiceEntry").map(({ question }) => questionText(question)),
    [`shop http://${HOST}:80/`],
  );
});

test("each match of a route is met by a request of its own", () => {
  const matches = [
    "{uri: {exact: /a}, method: {exact: POST}}",
    "{uri: {prefix: /b}, headers: {x-env: {exact: prod}}}",
    "{uri: {regex: /c/.*}}",
    "{queryParams: {k: {exact: v}}}",
    "{uri: {regex: '(?!x)'}}",
    "{port: 8443}",
  ].join(", ");
  checkWitnesses(
    "VirtualService",
    [ENTRY, routes("r", "shop", HOST, `http: [${to(HOST, 80, `match: [${matches}], `)}]`)],
    [
      `shop http://${HOST}:80/a POST`,
      `shop http://${HOST}:80/b x-env: prod`,
      `shop http://${HOST}:80/c/`,
      `shop http://${HOST}:80/?k=v`,
    ],
  );
});

test("pods with the labels that a match, a rule or a Sidecar selects are clients of their own", () => {
  const rule = istio("DestinationRule", "d", "shop", `host: ${HOST}, workloadSelector: {matchLabels: {app: a}}`);
  const sidecar = istio("Sidecar", "s", "shop", "workloadSelector: {labels: {app: b}}, egress: [{hosts: ['*/*']}]");
  const route = routes("r", "shop", HOST, `http: [${to(HOST, 80, "match: [{sourceLabels: {app: c}}], ")}]`);
  checkWitnesses(
    "ServiceEntry",
    [entry(HOST, "shop", PLAIN), rule, sidecar, route],
    [`shop http://${HOST}:80/`, `shop[app=a] http://${HOST}:80/`, `shop[app=b] http://${HOST}:80/`],
  );
  checkWitnesses(
    "VirtualService",
    [entry(HOST, "shop", PLAIN), rule, sidecar, route],
    [`shop[app=c] http://${HOST}:80/`],
  );
});

test("each destination of a split route is followed", () => {
  const split = `{route: [{destination: {host: ${HOST}, port: {number: 80}}, weight: 90}, {destination: {host: ${HOST}, port: {number: 443}}, weight: 10}]}`;
  checkWitnesses(
    "VirtualService",
    [ENTRY, routes("r", "shop", HOST, `http: [${split}]`)],
    [`shop http://${HOST}:80/ to ${HOST}:80`, `shop http://${HOST}:80/ to ${HOST}:443`],
  );
});

test("a gateway's routes are asked by way of the sidecars when these are led anywhere, else at the gateway's pods", () => {
  const pods = gateway("g", "shop", `{port: {number: 80, name: h, protocol: HTTP}, hosts: [${HOST}]}`);
  const atGateway = routes(
    "out",
    "shop",
    HOST,
    `gateways: [g], http: [${to(HOST, 443, "match: [{port: 80, uri: {prefix: /v1}}], ")}]`,
  );
  const led = routes("in", "shop", HOST, `http: [${to(EGRESS, 80)}]`);
  checkWitnesses(
    "VirtualService",
    [ENTRY, pods, atGateway],
    [`gateway istio-system[app=istio-egressgateway,istio=egressgateway] http://${HOST}:8080/v1`],
  );
  checkWitnesses(
    "VirtualService",
    [ENTRY, pods, atGateway, led],
    [`shop http://${HOST}:80/v1`, `shop http://${HOST}:80/`],
  );
});

for (const variant of scaffoldVariants) {
  test(`every request that the set ${variant.id} raises arrives`, () => {
    const view = viewOf(snapshotOf(readFixture(buildScaffold(variant))), "");
    const traces = [...view.all("ServiceEntry"), ...view.all("VirtualService")].flatMap((source) =>
      tracesOf(view, source),
    );
    assert.deepEqual(
      traces
        .filter(({ standing, trace }) => standing === "caller" && trace.verdict !== "ok" && trace.verdict !== "unknown")
        // A VirtualService by itself names a host that its ServiceEntry, which is not here, declares.
        .filter(({ trace }) => trace.end?.code !== "host-not-in-registry")
        .map(({ question, trace }) => `${questionText(question)}: ${trace.verdict} (${trace.end?.code ?? ""})`),
      [],
    );
  });
}
