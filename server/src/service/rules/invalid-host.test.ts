import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-host";

test("invalid-host: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-host: a Sidecar host gets its namespace", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - "*/api.example.com"
`,
    { code: "invalid-host" },
  );
});

test("invalid-host: each place has its own forms", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
  namespace: shop
spec:
  hosts:
  - 10.0.0.1
  - "*.example.com"
  - outbound_.80_._.api.example.com
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-host
  http:
  - route:
    - destination:
        host: "*"
              #<^ error invalid-host
    - destination:
        host: "*.example.com"
    - destination:
        host: -api.example.com
              #<^^^^^^^^^^^^^^ error invalid-host
`,
    { codes: ["invalid-host"] },
  );
});

test("invalid-host: names that Istio generates are for gateways that route by SNI", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
  namespace: shop
spec:
  hosts:
  - outbound_.80_._.api.example.com
  - outbound_.http
    #<^^^^^^^^^^^^ error invalid-host
  gateways: [east-west]
  tls:
  - match:
    - sniHosts: [outbound_.80_._.api.example.com]
    route:
    - destination:
        host: api.example.com
`,
    { codes: ["invalid-host"] },
  );
});

test("invalid-host: a Gateway may leave out the namespace and name addresses", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api
  namespace: shop
spec:
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts:
    - 10.0.0.1
    - shop/*.example.com
    - "~/api.example.com"
      #<^^^^^^^^^^^^^^^^^ error invalid-host
    - api
      #<^ error invalid-host
    - shop/
      #<^^^ error invalid-host
`,
    { codes: ["invalid-host"] },
  );
});

test("invalid-host: placeholders are nobody's host", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [$HOST, "\${SUB}.example.com"]
`,
    { codes: ["invalid-host"] },
  );
});
