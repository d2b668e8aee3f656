import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
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
