// What touches a proxy on the way and is not followed is told in words, and never changes a verdict.
import { test } from "node:test";
import { checkTrace } from "../../../../test/support/check-trace";
import { set } from "../../../../test/support/egress-set";
import { entry, istio, PLAIN } from "../../../../test/support/resources";

const other = (apiVersion: string, kind: string, name: string, namespace: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {}\n`;

const PATH = `
  sidecar shop:80 | a.example:80 | [default] | outbound|80||a.example | DISABLE | to 80
  external a.example:80
  = ok 200 (server-reached) leaves as plain`;

test("an EnvoyFilter and an HTTPRoute in the client's namespace are assumptions, those elsewhere are not", () => {
  checkTrace(
    set(
      entry("a.example", "shop", PLAIN),
      other("networking.istio.io/v1alpha3", "EnvoyFilter", "tune", "shop"),
      other("networking.istio.io/v1alpha3", "EnvoyFilter", "mesh-wide", "istio-system"),
      other("networking.istio.io/v1alpha3", "EnvoyFilter", "elsewhere", "cart"),
      other("gateway.networking.k8s.io/v1", "HTTPRoute", "route", "shop"),
      other("security.istio.io/v1", "AuthorizationPolicy", "deny", "shop"),
    ),
    { from: "shop", to: "http://a.example/" },
    `${PATH}
      ~ not-followed EnvoyFilter tune shop
      ~ not-followed EnvoyFilter mesh-wide istio-system
      ~ not-followed HTTPRoute route shop`,
  );
});

test("a waypoint in front of the host is an assumption", () => {
  checkTrace(
    set(
      entry("a.example", "shop", PLAIN).replace(
        "namespace: shop",
        "namespace: shop, labels: {istio.io/use-waypoint: egress}",
      ),
    ),
    { from: "shop", to: "http://a.example/" },
    `${PATH}
      ~ waypoint-not-followed a.example egress`,
  );
});

test("a Sidecar's egressProxy takes what no service does", () => {
  checkTrace(
    set(
      entry("proxy.example", "shop", "{number: 3128, name: http, protocol: HTTP}"),
      istio(
        "Sidecar",
        "default",
        "shop",
        "egress: [{hosts: ['./*']}], outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: proxy.example, port: {number: 3128}}}",
      ),
    ),
    { from: "shop", to: "https://nobody.example/" },
    `
      sidecar shop:443 | outbound|3128||proxy.example | PASSTHROUGH sni=nobody.example | to 3128
      external proxy.example:3128
      = ok 200 (server-reached) leaves as tls`,
  );
});
