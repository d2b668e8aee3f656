import { test } from "node:test";
import { checkFindings } from "../../../../test/support/check";

const SHAPE = {
  codes: [
    "unknown-field",
    "wrong-type",
    "unknown-value",
    "missing-field",
    "value-out-of-range",
    "exclusive-fields",
    "duplicate-list-key",
  ],
};

test("resources inside a List are judged, with places of their own", () => {
  checkFindings(
    `apiVersion: v1
kind: List
items:
- apiVersion: networking.istio.io/v1
  kind: ServiceEntry
  metadata:
    name: api
  spec:
    hosts: [api.example.com]
    exportsTo: ["."]
#   ^^^^^^^^^ error unknown-field
`,
    SHAPE,
  );
});

test("templates and placeholders are not judged", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  {{- include "hosts" . | nindent 2 }}
  exportsTo: ["."]
`,
    SHAPE,
  );
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: $PORT
    name: tls
    protocol: TLS
  resolution: \${RESOLUTION}
`,
    SHAPE,
  );
});

test("broken YAML is not judged beyond what is broken, a repeated key does not hide the rest", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com
  exportsTo: ["."]
`,
    SHAPE,
  );
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportsTo: ["."]
# ^^^^^^^^^ error unknown-field
  hosts: [api.example.com]
`,
    SHAPE,
  );
});

test("a spec is needed, except where everything in it is optional", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
#     ^^^^^^^^^^^^^ error missing-field
metadata:
  name: vm
`,
    SHAPE,
  );
  checkFindings(
    `apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata:
  name: small
`,
    SHAPE,
  );
});

test("null is absent: fine for an optional field, missing for a required one, wrong for an item", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  workloadSelector: null
  ingress:
  - port: null
#   ^^^^ error missing-field
  egress:
  - hosts: ["./*"]
  - null
#   ^^^^ error wrong-type
`,
    SHAPE,
  );
});

test("words that YAML 1.1 takes for booleans are booleans where one is wanted, and no texts", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - ignoreUriCase: yes
      headers:
        x-canary:
          exact: on
#                ^^ error wrong-type
    route:
    - destination:
        host: api.example.com
`,
    SHAPE,
  );
});

test("a field is looked for above and below the place where it stands", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
name: api
#<^^ error unknown-field
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
        number: 443
#       ^^^^^^ error unknown-field
      timeout: 5s
#     ^^^^^^^ error unknown-field
`,
    SHAPE,
  );
});
