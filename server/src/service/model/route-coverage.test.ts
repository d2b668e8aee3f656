import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "../syntax/document";
import { resourcesOf } from "./lower";
import { RouteCoverage, takesEverything } from "./route-coverage";
import type { RouteMatch } from "./virtual-service";

/** The matches of a route, one flow mapping each. */
function matches(kind: "http" | "tls" | "tcp", ...texts: readonly string[]): readonly RouteMatch[] {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
spec:
  ${kind}:
  - match: [${texts.join(", ")}]
`;
  const [document] = readFile("file:///test.yaml", text).documents;
  const [resource] = document === undefined ? [] : resourcesOf(document);
  assert.ok(resource?.type === "VirtualService");
  return resource[kind][0]?.matches ?? [];
}

function covers(earlier: string, later: string, kind: "http" | "tls" | "tcp" = "http"): boolean {
  const [a, b] = matches(kind, earlier, later);
  assert.ok(a !== undefined && b !== undefined);
  const coverage = new RouteCoverage<string>(kind, (match) =>
    match.gateways.length === 0 ? ["mesh", "gw"] : match.gateways.map(({ value }) => value),
  );
  coverage.add(a, "earlier");
  return coverage.find(b) === "earlier";
}

test("a longer prefix or an exact path follows from a prefix", () => {
  assert.ok(covers("{ uri: { prefix: /api } }", "{ uri: { prefix: /api/v1 } }"));
  assert.ok(covers("{ uri: { prefix: /api } }", "{ uri: { exact: /api } }"));
  assert.ok(covers("{ uri: { prefix: / } }", "{ port: 80 }"));
  assert.ok(covers("{ uri: { regex: /a.* } }", "{ uri: { regex: /a.* } }"));
  assert.ok(!covers("{ uri: { prefix: /api/v1 } }", "{ uri: { prefix: /api } }"));
  assert.ok(!covers("{ uri: { exact: /api } }", "{ uri: { prefix: /api } }"));
  assert.ok(!covers("{ uri: { prefix: /api } }", "{ uri: { regex: /api.* } }"));
  assert.ok(!covers("{ uri: { prefix: /api } }", "{}"));
});

test("case counts unless it is ignored", () => {
  assert.ok(covers("{ uri: { prefix: /API }, ignoreUriCase: true }", "{ uri: { prefix: /api/v1 } }"));
  assert.ok(!covers("{ uri: { prefix: /api } }", "{ uri: { prefix: /api/v1 }, ignoreUriCase: true }"));
  assert.ok(covers("{ uri: { prefix: /1 } }", "{ uri: { prefix: /1/2 }, ignoreUriCase: true }"));
});

test("every condition of the earlier match has to follow", () => {
  assert.ok(!covers("{ uri: { prefix: /a }, method: { exact: GET } }", "{ uri: { prefix: /a } }"));
  assert.ok(covers("{ uri: { prefix: /a } }", "{ uri: { prefix: /a }, method: { exact: GET } }"));
  assert.ok(covers("{ headers: { x-a: {} } }", "{ headers: { X-A: { exact: b } } }"));
  assert.ok(!covers("{ headers: { x-a: { exact: b } } }", "{ headers: { x-a: { prefix: b } } }"));
  assert.ok(!covers("{ withoutHeaders: { x-a: { exact: b } } }", "{}"));
  assert.ok(!covers("{ sourceLabels: { app: a } }", "{ sourceLabels: { app: b } }"));
  assert.ok(covers("{ sourceLabels: { app: a } }", "{ sourceLabels: { app: a, v: b } }"));
  assert.ok(!covers("{ port: 80 }", "{ port: 443 }"));
});

test("gateways: one for all covers one for some", () => {
  assert.ok(covers("{ port: 80 }", "{ port: 80, gateways: [gw] }"));
  assert.ok(!covers("{ port: 80, gateways: [gw] }", "{ port: 80 }"));
  assert.ok(!covers("{ port: 80, gateways: [gw] }", "{ port: 80, gateways: [mesh] }"));
});

test("SNI hosts and subnets are compared as they stand", () => {
  assert.ok(covers("{ sniHosts: [a.com, b.com] }", "{ sniHosts: [b.com] }", "tls"));
  assert.ok(!covers('{ sniHosts: ["*.com"] }', "{ sniHosts: [a.com] }", "tls"));
  assert.ok(covers("{ port: 80 }", "{ port: 80 }", "tcp"));
  assert.ok(!covers("{ port: 80 }", "{ port: 80, destinationSubnets: [10.0.0.0/8] }", "tcp"));
});

test("a match without conditions takes everything", () => {
  const everything = matches("http", "{}", "{ uri: { prefix: / } }", "{ name: x, gateways: [gw] }").map(
    takesEverything,
  );
  assert.deepEqual(everything, [true, true, true]);
  const some = matches("http", "{ port: 80 }", "{ uri: { exact: / } }", "{ headers: { a: {} } }").map(takesEverything);
  assert.deepEqual(some, [false, false, false]);
});

test("the first of several is found", () => {
  const [a, b, c, d] = matches(
    "http",
    "{ uri: { prefix: /a/b } }",
    "{ uri: { prefix: /a } }",
    "{ port: 80 }",
    "{ uri: { prefix: /a/b/c }, port: 80 }",
  );
  assert.ok(a !== undefined && b !== undefined && c !== undefined && d !== undefined);
  const coverage = new RouteCoverage<number>("http", () => ["mesh"]);
  for (const [position, match] of [c, b, a].entries()) coverage.add(match, position);
  assert.equal(coverage.find(d), 0);
});
