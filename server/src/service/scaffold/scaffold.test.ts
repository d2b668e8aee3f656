import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { expandSnippet, tabStops } from "../../../../test/support/expand-snippet";
import { buildScaffold, renderResources } from "./build";
import { nameOfHost } from "./parameters";
import { destinationRule } from "./resources";
import { prefixOf, snippetBody } from "./snippets";
import { scaffoldVariant, scaffoldVariants } from "./variants";

describe("a set as text", () => {
  test("the classic set for a host, with everything that follows from it", () => {
    const variant = scaffoldVariant("classic");
    assert.ok(variant !== undefined);
    assert.equal(
      buildScaffold(variant, { host: "api.example.com", namespace: undefined, tlsPort: 8443 }),
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api-example-com
spec:
  hosts:
  - api.example.com
  location: MESH_EXTERNAL
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 8443
    name: https
    protocol: HTTPS
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api-example-com-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - api.example.com
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api-example-com-tls
spec:
  host: api.example.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 8443
      tls:
        mode: SIMPLE
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api-example-com-through-egress
spec:
  hosts:
  - api.example.com
  gateways:
  - api-example-com-egress
  - mesh
  http:
  - name: to-egress-gateway
    match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - name: to-host
    match:
    - gateways:
      - api-example-com-egress
      port: 80
    route:
    - destination:
        host: api.example.com
        port:
          number: 8443
`,
    );
  });

  test("in another style", () => {
    const rule = destinationRule(
      { name: "1", namespace: "shop" },
      { host: "*.example.com", port: "443", tls: { mode: "SIMPLE" } },
    );
    assert.equal(
      renderResources([rule], { step: 4, indentedLists: true, eol: "\r\n" }),
      [
        "apiVersion: networking.istio.io/v1",
        "kind: DestinationRule",
        "metadata:",
        '    name: "1"',
        "    namespace: shop",
        "spec:",
        '    host: "*.example.com"',
        "    trafficPolicy:",
        "        portLevelSettings:",
        "            - port:",
        "                  number: 443",
        "              tls:",
        "                  mode: SIMPLE",
        "",
      ].join("\r\n"),
    );
  });
});

describe("names from hosts", () => {
  const names: readonly (readonly [string, string])[] = [
    ["finance.yahoo.com", "finance-yahoo-com"],
    ["*.wikipedia.org", "wikipedia-org"],
    ["API.Example.com", "api-example-com"],
    ["*", "host"],
  ];
  for (const [host, name] of names) {
    test(host, () => {
      assert.equal(nameOfHost(host), name);
    });
  }
});

describe("a set as a snippet", () => {
  test("what is known already becomes the default, and names follow from it", () => {
    const variant = scaffoldVariant("istio-mutual");
    assert.ok(variant !== undefined);
    const given = { host: "api.example.com", namespace: "shop" };
    assert.equal(expandSnippet(snippetBody(variant, given).join("\n")), buildScaffold(variant, given));
  });

  for (const variant of scaffoldVariants) {
    test(`${prefixOf(variant)} expands to the set`, () => {
      assert.equal(expandSnippet(snippetBody(variant).join("\n")), buildScaffold(variant));
    });

    test(`${prefixOf(variant)} asks for the host, the name, and the rest in reading order`, () => {
      const stops = tabStops(snippetBody(variant).join("\n"));
      assert.equal(stops.at(-1), 0);
      const rest = stops.filter((stop) => stop > 2);
      assert.deepEqual(
        rest,
        [...rest].sort((a, b) => a - b),
      );
      assert.ok(stops.includes(1) && stops.includes(2), "host and name are tab stops");
    });
  }
});
