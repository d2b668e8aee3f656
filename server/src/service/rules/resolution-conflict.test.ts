import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./resolution-conflict";

test("resolution-conflict: the examples hold", () => {
  checkExamples(rule);
});

test("resolution-conflict: listed addresses are taken", () => {
  checkRepair(
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
  endpoints:
  - address: 10.0.0.1
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
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
`,
    { code: "resolution-conflict" },
  );
});

test("resolution-conflict: a host name is looked up", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: STATIC # how
  endpoints:
  - address: api.example.net
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  resolution: DNS # how
  endpoints:
  - address: api.example.net
`,
    { code: "resolution-conflict" },
  );
});

test("resolution-conflict: a wildcard is looked up by the name in the request", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: ["*.example.com"]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: ["*.example.com"]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DYNAMIC_DNS
`,
    { code: "resolution-conflict" },
  );
});

test("resolution-conflict: a wildcard with endpoints needs no lookup", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: ["*.example.com"]
  resolution: DNS
  endpoints:
  - address: api.example.net
`,
    { codes: ["resolution-conflict"] },
  );
});

test("resolution-conflict: DYNAMIC_DNS takes wildcards on ports that carry a name, and nothing else", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: ["*.example.com", api.example.org]
                           #<^^^^^^^^^^^^^ error resolution-conflict
  addresses: [10.0.0.1]
  #<^^^^^^^ error resolution-conflict
  ports:
  - number: 443
    name: tls
    protocol: TLS
  - number: 5432
    name: postgres
    protocol: TCP
              #<^ error resolution-conflict
  resolution: DYNAMIC_DNS
`,
    { codes: ["resolution-conflict"] },
  );
});

test("resolution-conflict: blocks of addresses cannot be looked up", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  addresses: [10.0.0.0/8]
              #<^^^^^^^^ error resolution-conflict
  resolution: DNS
`,
    { codes: ["resolution-conflict"] },
  );
});

test("resolution-conflict: selected workloads need an address of their own", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  workloadSelector:
  #<^^^^^^^^^^^^^^ warning resolution-conflict
    labels:
      app: api
`,
    { codes: ["resolution-conflict"] },
  );
});

test("resolution-conflict: one endpoint for a round robin of names", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  resolution: DNS_ROUND_ROBIN
  endpoints:
  - address: a.example.net
  - address: b.example.net
    #<^^^^^ error resolution-conflict
`,
    { codes: ["resolution-conflict"] },
  );
});
