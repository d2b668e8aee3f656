import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./wrong-type";

test("wrong-type: the examples hold", () => {
  checkExamples(rule);
});

test("wrong-type: a quoted number loses its quotes", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: "443"
    name: https
    protocol: HTTPS
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
`,
    { code: "wrong-type" },
  );
});

test("wrong-type: one text becomes a list", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: api.example.com # one
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com] # one
`,
    { code: "wrong-type" },
  );
});

test("wrong-type: a number becomes a port", () => {
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
        port: 443
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
        port:
          number: 443
`,
    { code: "wrong-type" },
  );
});

test("wrong-type: a word that Kubernetes reads as a boolean gets quotes", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - headers:
        x-canary:
          exact: yes
    route:
    - destination:
        host: api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - match:
    - headers:
        x-canary:
          exact: "yes"
    route:
    - destination:
        host: api.example.com
`,
    { code: "wrong-type" },
  );
});
