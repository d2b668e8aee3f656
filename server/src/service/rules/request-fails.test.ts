import { test } from "node:test";
import { checkFindings } from "../../../../test/support/check";
import { entry, istio, PLAIN, routes, to } from "../../../../test/support/resources";

const codes = { codes: ["request-fails"] };
const HOST = "api.example.com";
const ENTRY = entry(HOST, "shop", "{number: 80, name: http, protocol: HTTP, targetPort: 443}");

test("a hop with TLS of the wrong kind is told where the Gateway demands a certificate", () => {
  checkFindings(
    `#- base: istio-mutual
kind: Gateway
spec:
  servers:
  - ...
    tls:
      mode: ISTIO_MUTUAL
      #     ^^^^^^^^^^^^ warning request-fails
---
kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
spec:
  subsets:
  - ...
    trafficPolicy:
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: SIMPLE
          sni: finance.yahoo.com
---
kind: VirtualService
spec:
  http:
  - ...
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        subset: finance-yahoo-com
        port:
          number: 80
          #       ^^ hint request-fails
  - ...
`,
    codes,
  );
});

test("in a whole mesh a failure is an error", () => {
  checkFindings(
    `#- base: classic
kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - uri:
      #<^^ error request-fails
        prefix: /api
      gateways:
      - finance-yahoo-com-egress
`,
    { ...codes, settings: { knowledge: "whole" } },
  );
});

test("an entry by itself may be part of a set, so its missing TLS is a note", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec:
  hosts: [api.example.com]
  ports:
  - { number: 80, name: http, protocol: HTTP, targetPort: 443 }
  #           ^^ information request-fails
  resolution: DNS
`,
    codes,
  );
});

test("where only namespaces fail that nobody speaks of, a hint is enough", () => {
  checkFindings(
    `#- base: istio-mutual
kind: VirtualService
spec:
  http:
  - ...
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        subset: finance-yahoo-com
        port:
          number: 80
          #       ^^ hint request-fails
  - ...
`,
    codes,
  );
});

test("a host that no file declares is none of its business", () => {
  checkFindings(routes("r", "shop", HOST, `http: [${to("reviews.shop.svc.cluster.local", 80)}]`), codes);
});

test("it leaves the word to a rule that knows the cause", () => {
  const policy = istio("DestinationRule", "d", "shop", `host: api.exmple.com, trafficPolicy: {tls: {mode: SIMPLE}}`);
  checkFindings([ENTRY, policy].join("---\n"), codes);
});

test("it leaves the word to what makes istiod refuse a resource on the way", () => {
  const policy = istio("DestinationRule", "d", "shop", `host: ${HOST}, trafficPolicy: {tls: {mode: SIMPEL}}`);
  checkFindings([ENTRY, policy].join("---\n"), codes);
});

test("it is silent while a request arrives", () => {
  checkFindings(
    [entry(HOST, "shop", PLAIN), routes("r", "shop", HOST, `http: [${to(HOST, 80)}]`)].join("---\n"),
    codes,
  );
});
