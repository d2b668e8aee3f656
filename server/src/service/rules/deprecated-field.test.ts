import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./deprecated-field";

test("deprecated-field: the examples hold", () => {
  checkExamples(rule);
});

test("deprecated-field: a percentage moves into its object", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
    fault:
      delay:
        fixedDelay: 5s
        percent: 10 # a tenth
`,
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
    fault:
      delay:
        fixedDelay: 5s
        percentage:
          value: 10 # a tenth
`,
    { code: "deprecated-field" },
  );
});

test("deprecated-field: origins become exact matches", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
    corsPolicy:
      allowOrigin:
      - https://a.example.com
      - https://b.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
    corsPolicy:
      allowOrigins:
      - exact: https://a.example.com
      - exact: https://b.example.com
`,
    { code: "deprecated-field" },
  );
});

test("deprecated-field: the old load balancer gets its successor", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
spec:
  host: api.example.com
  trafficPolicy:
    loadBalancer:
      simple: LEAST_CONN
`,
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
spec:
  host: api.example.com
  trafficPolicy:
    loadBalancer:
      simple: LEAST_REQUEST
`,
    { code: "deprecated-field" },
  );
});

test("deprecated-field: what the webhook warns about is a warning", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
  namespace: shop
spec:
  host: api.example.com
  trafficPolicy:
    outlierDetection:
      consecutiveErrors: 5
      #<^^^^^^^^^^^^^^^ warning deprecated-field
`,
    { codes: ["deprecated-field"] },
  );
});

test("deprecated-field: without a successor it is a note", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  http:
  - corsPolicy:
      allowOrigin: ["*"]
      #<^^^^^^^^^ information deprecated-field
    route:
    - destination:
        host: api.example.com
`,
    { codes: ["deprecated-field"] },
  );
});
