import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-export-to";

test("invalid-export-to: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-export-to: a repetition leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportTo: [shop, ., shop]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportTo: [shop, .]
`,
    { code: "invalid-export-to" },
  );
});

test("invalid-export-to: everyone and no one stand alone", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  exportTo: ["*", shop]
             #<^ error invalid-export-to
`,
    { codes: ["invalid-export-to"] },
  );
});

test("invalid-export-to: the own namespace may be written either way, but once", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  exportTo: [shop, "."]
                   #<^ error invalid-export-to
`,
    { codes: ["invalid-export-to"] },
  );
});

test("invalid-export-to: a rule that selects workloads stays in its namespace", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
  namespace: shop
spec:
  host: api.example.com
  workloadSelector:
    matchLabels:
      app: shop
  exportTo: [., payments]
                #<^^^^^^ error invalid-export-to
`,
    { codes: ["invalid-export-to"] },
  );
});
